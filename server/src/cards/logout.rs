//! The issuer's word that a session has ended (OpenID Connect Back-Channel Logout 1.0), from machine to machine.

use app::web::fields::Fields;
use app::web::form_body;
use axum::Json;
use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use cis2::{Error, Issuer, LogoutToken};
use services::accounts::{IssuerLogout, log_out};

use super::Card;

/// After how many seconds an issuer whose keys we could not get is to say it again.
const AGAIN: HeaderValue = HeaderValue::from_static("30");

/// Why a session was not ended.
enum Refused {
    /// The token is invalid and will stay so: do not retry.
    Invalid(String),
    /// It may be a good one, but that cannot be told, or done, at present.
    Later(String),
}

pub(super) async fn end(State(card): State<Card>, request: axum::extract::Request) -> Response {
    let (parts, body) = request.into_parts();
    let mut page = app::web::request::Request::of_page(card.site.clone(), parts).await;
    let answer = match card.cards.find(page.param("key")) {
        Some(issuer) => {
            // A body that is not a form has no token.
            page.typed = form_body::form(page.headers(), body).await.unwrap_or_default();
            answer(ended(&card, issuer, &page.typed).await)
        }
        None => (StatusCode::NOT_FOUND, Json(serde_json::json!({ "error": "invalid_request" }))).into_response(),
    };
    ([(header::CACHE_CONTROL, "no-store")], answer).into_response()
}

fn answer(ended: Result<(), Refused>) -> Response {
    match ended {
        Ok(()) => StatusCode::OK.into_response(),
        Err(Refused::Invalid(why)) => {
            tracing::warn!(why, "a logout token was refused");
            (StatusCode::BAD_REQUEST, Json(serde_json::json!({ "error": "invalid_request" }))).into_response()
        }
        // The specification has 400 for every failure. But an issuer takes that for the last word, and the session would go on; what HTTP
        // says of 503 is that the same request may do better later, and those that try again at all do so after that.
        Err(Refused::Later(why)) => {
            tracing::error!(why, "a logout token could not be dealt with");
            let body = Json(serde_json::json!({ "error": "temporarily_unavailable" }));
            (StatusCode::SERVICE_UNAVAILABLE, [(header::RETRY_AFTER, AGAIN)], body).into_response()
        }
    }
}

async fn ended(card: &Card, issuer: &Issuer, form: &Fields) -> Result<(), Refused> {
    let token = issuer.read_logout(token(form)?).await.map_err(|error| match error {
        Error::Refused(refusal) => Refused::Invalid(refusal.to_string()),
        Error::Unreachable(_) | Error::Unusable(_) => Refused::Later(error.to_string()),
    })?;
    let LogoutToken { issuer, subject, sid, issued_at } = token;
    let done = log_out(&card.site.services, &IssuerLogout { issuer, subject, sid, issued_at }).await;
    let sessions = done.map_err(|error| match error {
        services::Error::NotFound | services::Error::Conflict(_) => Refused::Invalid(error.to_string()),
        _ => Refused::Later(error.to_string()),
    })?;
    tracing::info!(sessions, "sessions ended at the issuer's word");
    Ok(())
}

/// The one token of a form.
fn token(form: &Fields) -> Result<&str, Refused> {
    let mut tokens = form.all("logout_token");
    match (tokens.next(), tokens.next()) {
        (Some(token), None) => Ok(token),
        _ => Err(Refused::Invalid("it is no form with one logout_token".to_owned())),
    }
}
