//! Who asks: from the session to the account, once a request; and whether they may go on without the agreement.

use app::accounts::agreement::opens_without;
use app::accounts::session::rotate_with_role;
use app::web::document::respond;
use app::web::errors::PageError;
use app::web::request::Site;
use app::web::session::{ACCOUNT_KEY, BEGAN_KEY, CARD_KEY, CardSession, CurrentCard, CurrentSession, CurrentViewer, EndedSession};
use axum::extract::{Request, State};
use axum::http::{Extensions, HeaderMap, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Utc};
use domain::accounts::{Agreement, Viewer, worth_noting};
use services::Services;
use services::accounts::session_reference;
use tower_sessions::Session;

use crate::sessions::{OWNER_KEY, Owner, SEEN_KEY, hashed};

/// Where a page redirects when its session has ended. Redirects do not count as activity.
const SIGNED_OUT: &str = "/signed-out";

/// Puts a [`CurrentViewer`] into the request, and lets nobody past who has not accepted the agreement.
pub async fn load(State(site): State<Site>, mut request: Request, next: Next) -> Response {
    let counts = is_use(request.uri().path(), request.headers());
    match find(&site.services, request.extensions_mut(), counts).await {
        Ok(true) => next.run(request).await,
        Ok(false) if opens_without(request.uri().path()) => next.run(request).await,
        Ok(false) => {
            let (parts, _) = request.into_parts();
            respond(&app::web::request::Request::bare(site, parts), Err(PageError::Agreement))
        }
        Err(error) => {
            tracing::error!(%error, "the session or its account could not be read");
            StatusCode::SERVICE_UNAVAILABLE.into_response()
        }
    }
}

/// Whether a request is something that a person did: islands ask by themselves, for JSON.
fn is_use(path: &str, headers: &HeaderMap) -> bool {
    let asks_for_json = headers.get(header::ACCEPT).is_some_and(|accept| accept.as_bytes().starts_with(b"application/json"));
    path != SIGNED_OUT && !asks_for_json
}

/// Fills the extensions; false where somebody is signed in who has not accepted the agreement.
async fn find(services: &Services, extensions: &mut Extensions, counts: bool) -> anyhow::Result<bool> {
    let session = extensions.get::<Session>().cloned();
    let Some((session, id_hash)) = session.and_then(|session| session.id().map(|id| (session, hashed(&id)))) else {
        extensions.insert(CurrentViewer(None));
        return Ok(true);
    };
    if session.get::<String>(ACCOUNT_KEY).await?.is_none() {
        extensions.insert(CurrentViewer(None));
        extensions.insert(EndedSession { id_hash });
        return Ok(true);
    }
    let Some(owner) = session.get::<Owner>(OWNER_KEY).await? else {
        extensions.insert(CurrentViewer(None));
        return Ok(true);
    };
    let agreed = Agreement::current().is_accepted_by(owner.accepted);
    let account = owner.viewer();
    // After a smartcard, what the person does and sees is what the card's chosen view says.
    let card = session.get::<CardSession>(CARD_KEY).await?;
    let viewer = card.as_ref().map_or(Some(account.clone()), |card| card.viewer(account));
    extensions.insert(CurrentCard(card));
    let Some(viewer) = viewer else {
        extensions.insert(CurrentViewer(None));
        return Ok(true);
    };
    let Some(id_hash) = rotated(services, &session, &viewer, id_hash).await? else {
        extensions.insert(CurrentViewer(None));
        return Ok(true);
    };
    let viewer = Viewer { session: Some(session_reference(&id_hash)), ..viewer };
    let current = current(services, &session, id_hash, agreed, counts).await?;
    extensions.insert(current);
    extensions.insert(CurrentViewer(Some(viewer)));
    Ok(agreed)
}

/// The hash of the session's id, another one where the role has changed; none where it ended this very moment.
async fn rotated(services: &Services, session: &Session, viewer: &Viewer, id_hash: String) -> anyhow::Result<Option<String>> {
    match rotate_with_role(services, session, viewer).await {
        Ok(another) => Ok(another.or(Some(id_hash))),
        Err(PageError::SignIn) => Ok(None),
        Err(error) => Err(anyhow::anyhow!("the session could not be given another id: {error:?}")),
    }
}

async fn current(services: &Services, session: &Session, id_hash: String, agreed: bool, counts: bool) -> anyhow::Result<CurrentSession> {
    let now = services.clock.now();
    let seen = session.get::<DateTime<Utc>>(SEEN_KEY).await?.unwrap_or(now);
    if counts && worth_noting(seen, now) {
        services::accounts::note_use(services, &id_hash).await?;
    }
    let began = session.get::<DateTime<Utc>>(BEGAN_KEY).await?.unwrap_or(now);
    let ends_at = services.access.lifetime.ends_at(began, if counts { now } else { seen });
    Ok(CurrentSession { id_hash, ends_at, agreed })
}
