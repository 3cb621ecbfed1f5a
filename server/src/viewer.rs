//! Who asks: from the session to the account, once a request.

use app::accounts::card::{CARD_KEY, CardSession, CurrentCard};
use app::request::{ACCOUNT_KEY, CurrentViewer};
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use domain::accounts::Viewer;
use services::Services;
use tower_sessions::Session;

/// Puts a [`CurrentViewer`] into the request.
pub async fn load(State(services): State<Services>, mut request: Request, next: Next) -> Response {
    let session = request.extensions().get::<Session>().cloned();
    match find(&services, session).await {
        Ok((current, card)) => {
            request.extensions_mut().insert(CurrentViewer(current));
            request.extensions_mut().insert(CurrentCard(card));
            next.run(request).await
        }
        Err(error) => {
            tracing::error!(%error, "the session or its account could not be read");
            StatusCode::SERVICE_UNAVAILABLE.into_response()
        }
    }
}

/// The person, and the smartcard by which they came: then what they do and see is what its chosen view says.
async fn find(services: &Services, session: Option<Session>) -> anyhow::Result<(Option<Viewer>, Option<CardSession>)> {
    let Some(session) = session else { return Ok((None, None)) };
    let Some(account_id) = session.get::<String>(ACCOUNT_KEY).await? else { return Ok((None, None)) };
    let Some(account) = services::accounts::current(services, &account_id).await? else { return Ok((None, None)) };
    match session.get::<CardSession>(CARD_KEY).await? {
        Some(card) => Ok((card.viewer(account), Some(card))),
        None => Ok((Some(account), None)),
    }
}
