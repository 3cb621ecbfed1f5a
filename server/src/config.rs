//! Settings, from `tracker.toml` and the environment, and where each came from.

mod access;
mod authorities;
mod help;
pub mod issuers;
mod show;
mod written;

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use app::web::page::Branding;
use chrono::{DateTime, Utc};
use secrecy::SecretString;
use services::Help;
use services::accounts::Access;

use crate::limits::Limits;

pub use authorities::Authorities;
pub use show::{Shown, show};
use written::Written;
pub use written::{LogFormat, figment};

/// The settings, checked.
#[derive(Clone, Debug)]
pub struct Config {
    /// `sqlite://…` or `postgres://…`.
    pub database_url: SecretString,
    /// Connections to PostgreSQL, at most.
    pub database_connections: u32,
    /// Where to listen.
    pub listen: SocketAddr,
    /// Where to tell what was counted, if anywhere.
    pub metrics_listen: Option<SocketAddr>,
    /// The address under which people reach the service, without a slash at the end.
    pub public_url: String,
    /// Where mail goes; nothing is sent without it.
    pub smtp_url: Option<SecretString>,
    /// The sender of mail.
    pub mail_from: String,
    /// Where answers to mail go.
    pub mail_reply_to: Option<String>,
    /// Whose certificates are trusted, of mail servers, PostgreSQL and smartcard issuers.
    pub authorities: Authorities,
    /// Where the clock starts, if not at the machine's time.
    pub clock: Option<DateTime<Utc>>,
    /// The folder of the built assets, if not beside the program.
    pub assets: Option<PathBuf>,
    /// What is logged, in the words of tracing's filter.
    pub log: String,
    /// How it is logged.
    pub log_format: LogFormat,
    /// How long sessions last, who may be invited, and how often links may be asked for an address.
    pub access: Access,
    /// How often links may be asked for from a network.
    pub limits: Limits,
    /// Whether this process runs the background loops.
    pub background: bool,
    /// Whose logo and name the header carries, if anybody's.
    pub branding: Branding,
    /// Whom people can sign in with by smartcard.
    pub issuers: Vec<issuers::IssuerConfig>,
    /// Where people find help that is not in this service.
    pub help: Help,
}

/// Keys that hold secrets.
const SECRET: [&str; 2] = ["database_url", "smtp_url"];

impl Config {
    /// Reads the settings.
    ///
    /// # Errors
    /// In one sentence: an unknown key, or a value that does not read.
    pub fn load(file: Option<&Path>) -> anyhow::Result<Self> {
        let written: Written =
            figment(file)?.extract().map_err(|error| anyhow::anyhow!("the settings do not read: {}", sentence(&error)))?;
        Self::check(written)
    }

    fn check(written: Written) -> anyhow::Result<Self> {
        let scheme = written.database_url.split(':').next().unwrap_or_default();
        if !["sqlite", "postgres", "postgresql"].contains(&scheme) {
            bail!("database_url must begin with sqlite:// or postgres://");
        }
        if written.database_connections < 2 {
            bail!("database_connections must be at least 2");
        }
        let (access, limits) = access::check(&written)?;
        let help = help::check(&written)?;
        let clock = written.clock.as_deref().map(instant).transpose()?;
        let public_url = written.public_url.unwrap_or_else(|| format!("http://{}", written.listen));
        let parsed = url::Url::parse(&public_url).context("public_url must be an address like https://tracker.example.nhs.uk")?;
        if !["http", "https"].contains(&parsed.scheme()) {
            bail!("public_url must begin with http:// or https://");
        }
        Ok(Self {
            database_url: written.database_url.into(),
            database_connections: written.database_connections,
            listen: written.listen,
            metrics_listen: written.metrics_listen,
            public_url: public_url.trim_end_matches('/').to_owned(),
            smtp_url: written.smtp_url.map(SecretString::from),
            mail_from: written.mail_from,
            mail_reply_to: written.mail_reply_to,
            authorities: Authorities::with(written.ca_file.as_deref())?,
            clock,
            assets: written.assets,
            log: written.log,
            log_format: written.log_format,
            access,
            limits,
            background: written.background,
            branding: match written.organisation.as_deref().map(str::trim) {
                None | Some("") => Branding::Plain,
                Some(name) => Branding::Organisation(name.into()),
            },
            issuers: issuers::check(written.issuers)?,
            help,
        })
    }
}

/// figment's words for a fault, on one line, with a hint where a key is unknown.
fn sentence(error: &figment::Error) -> String {
    error.to_string().split_whitespace().collect::<Vec<_>>().join(" ")
}

fn instant(text: &str) -> anyhow::Result<DateTime<Utc>> {
    DateTime::parse_from_rfc3339(text)
        .map(|instant| instant.with_timezone(&Utc))
        .map_err(|_| anyhow::anyhow!("clock must be an instant like 2023-09-18T09:05:00+01:00"))
}

#[cfg(test)]
mod tests {
    use figment::Figment;
    use figment::providers::{Format, Serialized, Toml};

    use super::written::defaults;
    use super::*;

    fn load(toml: &str) -> anyhow::Result<Config> {
        let figment = Figment::from(Serialized::defaults(defaults())).merge(Toml::string(toml));
        Config::check(figment.extract()?)
    }

    #[test]
    fn defaults_hold() {
        let config = load("").unwrap();
        assert_eq!(config.public_url, "http://127.0.0.1:3000");
        assert_eq!(config.metrics_listen, None, "nobody is told what is counted who was not meant to be");
    }

    #[test]
    fn an_unknown_key_is_an_error() {
        let error = load("listn = \"127.0.0.1:1\"").unwrap_err().to_string();
        assert!(error.contains("listn"), "{error}");
    }

    #[test]
    fn values_that_do_not_read_say_what_to_write() {
        for (toml, part) in [
            ("clock = \"yesterday\"", "2023-09-18T09:05:00+01:00"),
            ("database_url = \"mysql://x\"", "sqlite:// or postgres://"),
            ("database_connections = 1", "at least 2"),
            ("public_url = \"ftp://x\"", "http:// or https://"),
            ("session_hours = 0", "at least 1"),
            ("access_round_days = [\"someday\"]", "like tuesday"),
            ("access_round_hour = 24", "0 to 23"),
            ("card_reminder_days = 0", "at least 1"),
            ("links_per_address = 0", "at least 1"),
            ("tpp_guide_url = \"javascript:alert(1)\"", "https://"),
            ("contact_email = \"the office\"", "programme@example.nhs.uk"),
            ("client_address_header = \"not a name\"", "x-forwarded-for"),
        ] {
            let error = format!("{:#}", load(toml).unwrap_err());
            assert!(error.contains(part), "{toml}: {error}");
        }
    }
}
