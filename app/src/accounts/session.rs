//! The session of a person: how it begins, and what is known of it while it lasts.

use axum::http::{HeaderMap, header};
use domain::accounts::{Method, Viewer, device};
use serde::{Deserialize, Serialize};
use services::Services;
use services::accounts::{rename_session, session_reference};
use services::tokens;
use tower_sessions::Session;
use tower_sessions::session::Id;

use super::resume;
use crate::web::errors::PageError;
use crate::web::session::{ACCOUNT_KEY, BEGAN_KEY, CARD_KEY, DEVICE_KEY, METHOD_KEY, NEW_ID_KEY, ROLE_KEY};

/// The id that a session gets when it is next written, chosen before, so that its row and the audit trail can name it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct NewId {
    /// As it stands in the cookie.
    pub id: String,
    /// Whether its row is there already. Where that is gone by the time of writing the session has ended, and stays so.
    pub has_row: bool,
}

impl NewId {
    /// An id that nobody knows, for a session that begins.
    #[must_use]
    pub fn random() -> Self {
        Self { id: Id::default().to_string(), has_row: false }
    }

    /// What the audit trail calls the session.
    #[must_use]
    pub fn reference(&self) -> String {
        session_reference(&tokens::hash(&self.id))
    }
}

/// Makes the session a person's, under the id `new`, so that one known from before is worth nothing. Every way of signing in ends here.
///
/// # Errors
/// When the session cannot be written.
pub async fn start(
    services: &Services,
    session: &Session,
    new: &NewId,
    viewer: &Viewer,
    method: Method,
    headers: &HeaderMap,
) -> Result<(), PageError> {
    let user_agent = headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    session.cycle_id().await.map_err(PageError::fault)?;
    session.insert(NEW_ID_KEY, new).await.map_err(PageError::fault)?;
    resume::take_up(session, &viewer.account_id).await?;
    // What an earlier smartcard gave is not this account's.
    session.remove_value(CARD_KEY).await.map_err(PageError::fault)?;
    session.insert(BEGAN_KEY, services.clock.now()).await.map_err(PageError::fault)?;
    for (key, value) in [
        (ACCOUNT_KEY, viewer.account_id.as_str()),
        (METHOD_KEY, method.key()),
        (DEVICE_KEY, &device(user_agent)),
        (ROLE_KEY, viewer.role.key()),
    ] {
        session.insert(key, value).await.map_err(PageError::fault)?;
    }
    Ok(())
}

/// Gives the session of somebody who is signed in another id; its hash.
///
/// The row gets it first, by one UPDATE of the row under the old one. So a session that is ended meanwhile, by its owner or by an issuer on
/// another process, is found ended here, or under its new id: it never comes back.
///
/// # Errors
/// [`PageError::SignIn`] where the session has ended, or when it cannot be written.
pub async fn rotate(services: &Services, session: &Session) -> Result<String, PageError> {
    let old = session.id().ok_or(PageError::SignIn)?;
    let new = NewId { has_row: true, ..NewId::random() };
    let hash = tokens::hash(&new.id);
    if !rename_session(services, &tokens::hash(&old.to_string()), &hash).await? {
        return Err(PageError::SignIn);
    }
    session.insert(NEW_ID_KEY, new).await.map_err(PageError::fault)?;
    // The library deletes the row under the old id, where there is none any more, and lets the store name the session when it is written.
    session.cycle_id().await.map_err(PageError::fault)?;
    session.save().await.map_err(PageError::fault)?;
    Ok(hash)
}

/// Gives the session another id once the person's role is another than when it got this one; its hash then.
///
/// # Errors
/// As [`rotate`], or when the session cannot be read.
pub async fn rotate_with_role(services: &Services, session: &Session, viewer: &Viewer) -> Result<Option<String>, PageError> {
    let before: Option<String> = session.get(ROLE_KEY).await.map_err(PageError::fault)?;
    if before.is_none_or(|role| role == viewer.role.key()) {
        return Ok(None);
    }
    let hash = rotate(services, session).await?;
    session.insert(ROLE_KEY, viewer.role.key()).await.map_err(PageError::fault)?;
    Ok(Some(hash))
}
