//! `[[issuers]]`: whom people can sign in with by smartcard.

use std::path::PathBuf;

use anyhow::{Context, bail};
use chrono::TimeDelta;
use domain::accounts::card::Limits;
use secrecy::SecretString;
use serde::{Deserialize, Serialize};

/// One issuer as written.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Written {
    key: String,
    label: Option<String>,
    issuer: String,
    client_id: String,
    client_secret: Option<String>,
    #[serde(default)]
    private_key_files: Vec<PathBuf>,
    scopes: Option<Vec<String>>,
    acr_values: Option<String>,
    max_age_seconds: Option<u32>,
    identity_assurance: Option<u8>,
    authentication_assurance: Option<u8>,
}

/// Keys that hold secrets.
pub(super) const SECRET: [&str; 1] = ["client_secret"];

/// One issuer, checked.
#[derive(Clone, Debug)]
pub struct IssuerConfig {
    /// A short word that stands in addresses.
    pub key: String,
    /// What its button says after "Sign in with".
    pub label: String,
    /// The issuer, exactly as its tokens name it.
    pub issuer: String,
    /// Our name there.
    pub client_id: String,
    /// How we show who we are.
    pub auth: Auth,
    /// What is asked for beside `openid`.
    pub scopes: Vec<String>,
    /// How strongly people are to sign in, in the issuer's words.
    pub acr_values: Option<String>,
    /// What is asked of a sign-in.
    pub limits: Limits,
}

/// How we show an issuer who we are.
#[derive(Clone, Debug)]
pub enum Auth {
    /// `client_secret_post`
    Secret(SecretString),
    /// `private_key_jwt`: the first file's key signs, all are published.
    KeyFiles(Vec<PathBuf>),
}

pub(super) fn check(written: Vec<Written>) -> anyhow::Result<Vec<IssuerConfig>> {
    let mut checked: Vec<IssuerConfig> = Vec::new();
    for one in written {
        let key = one.key.clone();
        if checked.iter().any(|other| other.key == key) {
            bail!("two issuers have the key {key}");
        }
        checked.push(check_one(one).with_context(|| format!("issuer {key}"))?);
    }
    Ok(checked)
}

fn check_one(written: Written) -> anyhow::Result<IssuerConfig> {
    let Written { key, issuer, client_id, .. } = written;
    let plain =
        !key.is_empty() && key.len() <= 20 && key.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
    if !plain {
        bail!("key must be a short word of small letters, digits and hyphens, like cis2");
    }
    let url = url::Url::parse(&issuer).context("issuer must be an address like https://issuer.example.nhs.uk")?;
    let local = matches!(url.host_str(), Some("localhost" | "127.0.0.1" | "[::1]"));
    if url.scheme() != "https" && !(local && url.scheme() == "http") {
        bail!("issuer must begin with https://");
    }
    let auth = match (written.client_secret, written.private_key_files) {
        (Some(secret), files) if files.is_empty() => Auth::Secret(secret.into()),
        (None, files) if !files.is_empty() => Auth::KeyFiles(files),
        _ => bail!("set either client_secret or private_key_files"),
    };
    let usual = Limits::default();
    Ok(IssuerConfig {
        label: written.label.unwrap_or_else(|| "NHS CIS2".to_owned()),
        scopes: written.scopes.unwrap_or_else(|| cis2::SCOPES.map(str::to_owned).to_vec()),
        acr_values: Some(written.acr_values.unwrap_or_else(|| "AAL2_OR_AAL3_ANY".to_owned())).filter(|acr| !acr.is_empty()),
        limits: Limits {
            max_age: written.max_age_seconds.map_or(usual.max_age, |seconds| TimeDelta::seconds(seconds.into())),
            identity: written.identity_assurance.unwrap_or(usual.identity),
            authentication: written.authentication_assurance.unwrap_or(usual.authentication),
        },
        key,
        issuer,
        client_id,
        auth,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = "key = 'cis2'\nissuer = 'https://issuer.example:443/realm'\nclient_id = '1.apps.national'\n";

    fn load(toml: &str) -> anyhow::Result<Vec<IssuerConfig>> {
        #[derive(Deserialize)]
        struct File {
            issuers: Vec<Written>,
        }
        use figment::providers::Format;
        let figment = figment::Figment::from(figment::providers::Toml::string(toml));
        check(figment.extract::<File>()?.issuers)
    }

    #[test]
    fn several_stand_side_by_side() {
        let two =
            format!("[[issuers]]\n{GOOD}client_secret = 's'\n[[issuers]]\n{}private_key_files = ['a.pem']\n", GOOD.replace("cis2", "int"));
        let issuers = load(&two).unwrap();
        assert_eq!(issuers.len(), 2);
        assert_eq!((issuers[0].limits, issuers[0].label.as_str()), (Limits::default(), "NHS CIS2"));
        assert!(matches!(&issuers[1].auth, Auth::KeyFiles(files) if files.len() == 1));
        assert!(!format!("{issuers:?}").contains("Secret(\"s"), "a secret is never printed");
    }

    #[test]
    fn what_does_not_read_says_what_to_write() {
        for (toml, part) in [
            (GOOD.to_owned(), "either client_secret or private_key_files"),
            (format!("{GOOD}client_secret = 's'\nprivate_key_files = ['a']"), "either client_secret or private_key_files"),
            (format!("{GOOD}client_secrt = 's'"), "client_secrt"),
            (GOOD.replace("https:", "http:") + "client_secret = 's'", "https://"),
            (GOOD.replace("'cis2'", "'A/B'") + "client_secret = 's'", "short word"),
            (format!("{GOOD}client_secret = 's'\n[[issuers]]\n{GOOD}client_secret = 's'"), "two issuers have the key"),
        ] {
            let error = format!("{:#}", load(&format!("[[issuers]]\n{toml}")).unwrap_err());
            assert!(error.contains(part), "{toml}: {error}");
        }
    }
}
