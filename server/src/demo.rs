//! What only a demonstration has, beside pages of `app`: the HTML of what was sent.

use axum::Router;
use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::get;
use services::Services;

/// The routes; merged in only where the service runs as a demonstration.
pub fn routes(services: Services) -> Router {
    Router::new().route("/demo/mail/{id}/html", get(mail)).with_state(services)
}

/// The HTML part of a mail, as its reader sees it: only its own style, no script, no pictures.
async fn mail(State(services): State<Services>, Path(id): Path<String>) -> Response {
    // PostgreSQL does not take it, and no id holds it.
    match services::outbox::show(&services, &id.replace('\0', "")).await {
        Ok(mail) => {
            let policy =
                format!("default-src 'none'; style-src '{}'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'", mail.style);
            ([(header::CONTENT_SECURITY_POLICY, policy)], Html(mail.html)).into_response()
        }
        Err(services::Error::NotFound) => StatusCode::NOT_FOUND.into_response(),
        Err(error) => {
            tracing::error!(%error, "a mail could not be shown");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}
