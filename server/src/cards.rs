//! Signing in by smartcard, over HTTP: to the issuer and back, the issuer's word that a session has ended, and our public keys.

use std::sync::Arc;

use anyhow::Context;
use app::accounts::actions::{NewId, remember_next};
use app::accounts::card::{CardIssuer, CardSession, start_by_card};
use app::accounts::refusals::CardRefused;
use app::errors::PageError;
use app::request::{Request, Site};
use app::shell::respond;
use axum::extract::{Form, FromRequest, Path, Query, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use axum::{Extension, Json, Router};
use cis2::{Answer, CardHolder, ClientAuth, Error, Issuer, Pending, Refusal, SigningKey};
use domain::clock::Clock;
use serde::Deserialize;
use services::accounts::{Admission, CardSignIn, admit, log_out};
use tower_sessions::Session;
use url::Url;

use crate::config::issuers::{Auth, IssuerConfig};

/// Where a session keeps a sign-in that was begun, until the person is back.
const PENDING_KEY: &str = "card-pending";

/// The issuers that people can sign in with, and how their buttons are called.
#[derive(Clone, Default)]
pub struct Cards(Arc<Vec<(Issuer, String)>>);

impl Cards {
    /// The issuers of the settings. The clock is the machine's, for their tokens are of the world's time.
    ///
    /// # Errors
    /// In one sentence, the key file that does not read.
    pub fn new(issuers: &[IssuerConfig], public_url: &str, clock: &Clock) -> anyhow::Result<Self> {
        let all: anyhow::Result<Vec<_>> =
            issuers.iter().map(|issuer| Ok((open(issuer, public_url, clock)?, issuer.label.clone()))).collect();
        Ok(Self(Arc::new(all?)))
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

fn open(config: &IssuerConfig, public_url: &str, clock: &Clock) -> anyhow::Result<Issuer> {
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
    Ok(Issuer::new(settings, clock.clone())?)
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

#[derive(Deserialize)]
struct Begin {
    #[serde(default)]
    next: String,
}

async fn begin(
    State(card): State<Card>,
    Path(key): Path<String>,
    Extension(session): Extension<Session>,
    request: axum::extract::Request,
) -> Response {
    let (parts, body) = request.into_parts();
    let page = Request::of_page(card.site.clone(), parts.clone()).await;
    let form = Form::<Begin>::from_request(axum::extract::Request::from_parts(parts, body), &()).await;
    let next = form.map(|Form(Begin { next })| next).unwrap_or_default();
    let Some(issuer) = card.cards.find(&key) else { return respond(&page, Err(PageError::NotFound)) };
    let (url, pending) = match issuer.begin().await {
        Ok(begun) => begun,
        Err(error) => return refuse(&page, &told(&error)),
    };
    match keep(&session, &next, &pending).await {
        Ok(()) => Redirect::to(url.as_str()).into_response(),
        Err(error) => respond(&page, Err(error)),
    }
}

async fn keep(session: &Session, next: &str, pending: &Pending) -> Result<(), PageError> {
    remember_next(session, next).await?;
    session.insert(PENDING_KEY, pending).await.map_err(PageError::fault)
}

async fn back(
    State(card): State<Card>,
    Path(key): Path<String>,
    Query(answer): Query<Answer>,
    Extension(session): Extension<Session>,
    request: axum::extract::Request,
) -> Response {
    let page = Request::of_page(card.site.clone(), request.into_parts().0).await;
    let Some(issuer) = card.cards.find(&key) else { return respond(&page, Err(PageError::NotFound)) };
    // Taken out before it is used: it answers one sign-in, whatever becomes of that.
    let pending = match session.remove::<Pending>(PENDING_KEY).await {
        Ok(pending) => pending,
        Err(error) => return respond(&page, Err(PageError::fault(error))),
    };
    if let Err(error) = session.save().await {
        return respond(&page, Err(PageError::fault(error)));
    }
    let Some(pending) = pending else { return refuse(&page, &told(&Refusal::State.into())) };
    let holder = match issuer.finish(pending, answer).await {
        Ok(holder) => holder,
        Err(error) => return refuse(&page, &told(&error)),
    };
    match admit_holder(&page, &session, holder).await {
        Ok(Ok(next)) => Redirect::to(&next).into_response(),
        Ok(Err(refused)) => refuse(&page, &refused),
        Err(error) => respond(&page, Err(error)),
    }
}

async fn admit_holder(page: &Request, session: &Session, holder: CardHolder) -> Result<Result<String, CardRefused>, PageError> {
    let CardHolder { issuer, subject, sid, name, email, email_verified, roles, at, end_session } = holder;
    let id = NewId::random();
    let sign_in =
        CardSignIn { issuer: issuer.clone(), subject: subject.clone(), name, email, email_verified, roles, at, session: id.reference() };
    Ok(match admit(&page.services, sign_in).await? {
        Admission::Admitted { account, views } => {
            let card = CardSession { issuer, subject, sid, at: Some(at), end_session, views, chosen: None };
            Ok(start_by_card(page, session, &id, account, card).await?)
        }
        Admission::Nothing(nothing) => Err(CardRefused::Nothing(nothing)),
        Admission::Suspended => Err(CardRefused::Suspended),
    })
}

fn refuse(page: &Request, refused: &CardRefused) -> Response {
    let mut response = respond(page, Ok(refused.page(&page.services.help)));
    *response.status_mut() = refused.status();
    response
}

/// What the person is told; the rest is for the log.
fn told(error: &Error) -> CardRefused {
    match error {
        Error::Unreachable(_) => {
            // As a text, in quotes and escaped: it holds words of others.
            tracing::error!(error = error.to_string(), "a smartcard sign-in failed");
            CardRefused::Unreachable
        }
        Error::Refused(refusal) => {
            tracing::warn!(refusal = refusal.to_string(), "a smartcard sign-in was refused");
            match refusal {
                Refusal::State | Refusal::OtherIssuer => CardRefused::NotBegun,
                Refusal::Denied(_) => CardRefused::NotFinished,
                Refusal::Code(_) | Refusal::Token(_) => CardRefused::NotChecked,
                Refusal::Unproven(unproven) => CardRefused::Unproven(*unproven),
            }
        }
    }
}

#[derive(Deserialize)]
struct Logout {
    logout_token: String,
}

/// OpenID Connect Back-Channel Logout: 200 or 400, never kept by a cache.
async fn end(State(card): State<Card>, Path(key): Path<String>, Form(form): Form<Logout>) -> Response {
    let status = match card.cards.find(&key) {
        Some(issuer) => match ended(&card, issuer, &form.logout_token).await {
            Ok(()) => StatusCode::OK,
            Err(why) => {
                tracing::warn!(why, "a logout token was refused");
                StatusCode::BAD_REQUEST
            }
        },
        None => StatusCode::NOT_FOUND,
    };
    (status, [(header::CACHE_CONTROL, "no-store")]).into_response()
}

async fn ended(card: &Card, issuer: &Issuer, token: &str) -> Result<(), String> {
    let token = issuer.read_logout(token).await.map_err(|error| error.to_string())?;
    let done = log_out(&card.site.services, &token.issuer, &token.subject, token.sid.as_deref(), token.issued_at).await;
    let sessions = done.map_err(|error| error.to_string())?;
    tracing::info!(sessions, "sessions ended at the issuer's word");
    Ok(())
}

async fn keys(State(card): State<Card>) -> Response {
    let keys: Vec<_> = card.cards.0.iter().flat_map(|(issuer, _)| issuer.public_keys()).collect();
    ([(header::CACHE_CONTROL, "public, max-age=300")], Json(serde_json::json!({ "keys": keys }))).into_response()
}
