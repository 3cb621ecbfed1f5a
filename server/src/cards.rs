//! Signing in by smartcard, over HTTP: to the issuer and back, the issuer's word that a session has ended, and our public keys.

use std::sync::Arc;

use anyhow::Context;
use app::web::request::Site;
use app::web::session::CardIssuer;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use cis2::{ClientAuth, Issuer, SigningKey};
use domain::clock::Clock;
use url::Url;

use crate::config::issuers::{Auth, IssuerConfig};

mod logout;
mod pending_sign_ins;
mod sign_in;

use logout::end;
use sign_in::{back, begin};

/// The issuers that people can sign in with, and how their buttons are called.
#[derive(Clone, Default)]
pub struct Cards(Arc<Vec<(Issuer, String)>>);

impl Cards {
    /// The issuers of the settings. The clock is the machine's, for their tokens are of the world's time.
    ///
    /// # Errors
    /// In one sentence, the key file that does not read.
    pub fn new(issuers: &[IssuerConfig], public_url: &str, clock: &Clock) -> anyhow::Result<Self> {
        Self::trusting(&[], issuers, public_url, clock)
    }

    /// As [`Cards::new`], with these certificate authorities (PEM) trusted beside those that are built in.
    ///
    /// # Errors
    /// As [`Cards::new`].
    pub fn trusting(authorities: &[u8], issuers: &[IssuerConfig], public_url: &str, clock: &Clock) -> anyhow::Result<Self> {
        let opened = |issuer: &IssuerConfig| Ok((open(issuer, authorities, public_url, clock)?, issuer.label.clone()));
        Ok(Self(Arc::new(issuers.iter().map(opened).collect::<anyhow::Result<_>>()?)))
    }

    /// What pages need to know of them.
    #[must_use]
    pub fn shown(&self) -> Arc<[CardIssuer]> {
        let shown = |(issuer, label): &(Issuer, String)| CardIssuer {
            key: issuer.settings().key.clone(),
            label: label.clone(),
            origin: Url::parse(&issuer.settings().issuer).map_or_else(|_| String::new(), |url| url.origin().ascii_serialization()),
        };
        self.0.iter().map(shown).collect()
    }

    fn find(&self, key: &str) -> Option<&Issuer> {
        self.0.iter().map(|(issuer, _)| issuer).find(|issuer| issuer.settings().key == key)
    }
}

fn open(config: &IssuerConfig, authorities: &[u8], public_url: &str, clock: &Clock) -> anyhow::Result<Issuer> {
    let auth = match &config.auth {
        Auth::Secret(secret) => ClientAuth::Secret(secret.clone()),
        Auth::KeyFiles(files) => {
            let read = |file: &std::path::PathBuf| {
                let pem = std::fs::read_to_string(file).with_context(|| format!("the key file {} cannot be read", file.display()))?;
                SigningKey::from_pem(&pem).with_context(|| format!("the key file {} cannot be used", file.display()))
            };
            ClientAuth::PrivateKeys(files.iter().map(read).collect::<anyhow::Result<_>>()?)
        }
    };
    let settings = cis2::Settings {
        key: config.key.clone(),
        issuer: config.issuer.clone(),
        client_id: config.client_id.clone(),
        auth,
        scopes: config.scopes.clone(),
        acr_values: config.acr_values.clone(),
        limits: config.limits,
        redirect: Url::parse(&format!("{public_url}/sign-in/card/{}/back", config.key))?,
        signed_out: Url::parse(&format!("{public_url}/"))?,
    };
    Ok(Issuer::new(settings, clock.clone(), authorities)?)
}

#[derive(Clone)]
struct Card {
    cards: Cards,
    site: Site,
}

/// What a person's browser asks for.
pub fn routes(cards: Cards, site: Site) -> Router {
    Router::new().route("/sign-in/card/{key}", post(begin)).route("/sign-in/card/{key}/back", get(back)).with_state(Card { cards, site })
}

/// What the issuer asks for. Outside the check against forged forms: no cookie is needed and none is read.
pub fn issuer_routes(cards: Cards, site: Site) -> Router {
    Router::new().route("/sign-in/card/{key}/logout", post(end)).route("/sign-in/keys.json", get(keys)).with_state(Card { cards, site })
}

async fn keys(State(card): State<Card>) -> Response {
    let keys: Vec<_> = card.cards.0.iter().flat_map(|(issuer, _)| issuer.public_keys()).collect();
    ([(header::CACHE_CONTROL, "public, max-age=300")], Json(serde_json::json!({ "keys": keys }))).into_response()
}
