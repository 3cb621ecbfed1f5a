//! `POST /unsubscribe/{token}`: stops reminders without a session, by a mail reader's one click (RFC 8058) or by the button of the page.

use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::post;
use services::reminders::unsubscribe;
use services::{Error, Services};

/// What the button of the page sends; everything else is a mail reader, which must not be redirected.
const BUTTON: &[u8] = b"confirm=stop";

/// The most that is read, in bytes: a mail reader sends thirty.
const BODY_LIMIT: usize = 4 * 1024;

/// The route. It stands outside the check against forged forms, since it needs no cookie and reads none.
pub fn routes(services: Services) -> Router {
    Router::new().route("/unsubscribe/{token}", post(stop)).layer(DefaultBodyLimit::max(BODY_LIMIT)).with_state(services)
}

async fn stop(State(services): State<Services>, Path(token): Path<String>, body: Bytes) -> Response {
    // PostgreSQL does not take it, and no token holds it.
    let token = token.replace('\0', "");
    match unsubscribe(&services, &token).await {
        Ok(()) if body == BUTTON => Redirect::to(&format!("/unsubscribe/{token}")).into_response(),
        Ok(()) => "Reminders are stopped.\n".into_response(),
        Err(Error::NotFound) => StatusCode::NOT_FOUND.into_response(),
        Err(error) => {
            tracing::error!(%error, "reminders could not be stopped");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}
