//! Who asks: from the session to the account, once a request.

use app::request::{ACCOUNT_KEY, CurrentViewer};
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use domain::accounts::Viewer;
use services::Services;
use tower_sessions::Session;

use crate::sessions;

/// Puts a [`CurrentViewer`] into the request.
pub async fn load(State(services): State<Services>, mut request: Request, next: Next) -> Response {
    let session = request.extensions().get::<Session>().cloned();
    match find(&services, session).await {
        Ok(current) => {
            request.extensions_mut().insert(current);
            next.run(request).await
        }
        Err(error) => {
            tracing::error!(%error, "the session or its account could not be read");
            StatusCode::SERVICE_UNAVAILABLE.into_response()
        }
    }
}

async fn find(services: &Services, session: Option<Session>) -> anyhow::Result<CurrentViewer> {
    let Some(session) = session else { return Ok(CurrentViewer(None)) };
    let Some(account_id) = session.get::<String>(ACCOUNT_KEY).await? else { return Ok(CurrentViewer(None)) };
    let viewer = services::accounts::current(services, &account_id).await?;
    Ok(CurrentViewer(viewer.map(|viewer| Viewer { session: session.id().map(|id| sessions::reference(&id)), ..viewer })))
}
