//! The session of a person: how it begins, and what is known of it while it lasts.

use axum::http::{HeaderMap, header};
use chrono::{DateTime, Utc};
use domain::accounts::{Method, Viewer, device};
use services::Services;
use tower_sessions::Session;

use super::card::CARD_KEY;
use super::resume;
use crate::errors::PageError;
use crate::request::ACCOUNT_KEY;

/// Under this key a session keeps how it began; the server has a column for it.
pub const METHOD_KEY: &str = "method";
/// Under this key, in what browser.
pub const DEVICE_KEY: &str = "device";
/// Under this key, when: it lasts so long from then, whatever is written to it.
pub const BEGAN_KEY: &str = "began";
/// Under this key, with which role: another one gets another id.
pub const ROLE_KEY: &str = "role";

/// The session of the person who asks, put into each request's extensions by the server.
#[derive(Clone, Debug)]
pub struct CurrentSession {
    /// Names it in the database.
    pub id_hash: String,
    /// When it ends if nothing is done.
    pub ends_at: DateTime<Utc>,
    /// Whether the person has accepted the agreement in force.
    pub agreed: bool,
}

/// That the session which a request names has ended, put into its extensions by the server.
#[derive(Clone, Debug)]
pub struct EndedSession {
    /// Named it in the database.
    pub id_hash: String,
}

/// Makes the session a person's, under a new id, so that one known from before is worth nothing. Every way of signing in ends here.
///
/// # Errors
/// When the session cannot be written.
pub async fn start(services: &Services, session: &Session, viewer: &Viewer, method: Method, headers: &HeaderMap) -> Result<(), PageError> {
    let user_agent = headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    session.cycle_id().await.map_err(PageError::fault)?;
    resume::take_up(session, &viewer.account_id).await?;
    // What an earlier smartcard gave is not this account's.
    session.remove_value(CARD_KEY).await.map_err(PageError::fault)?;
    session.insert(BEGAN_KEY, services.clock.now()).await.map_err(PageError::fault)?;
    for (key, value) in [
        (ACCOUNT_KEY, viewer.account_id.as_str()),
        (METHOD_KEY, method.word()),
        (DEVICE_KEY, &device(user_agent)),
        (ROLE_KEY, viewer.role.word()),
    ] {
        session.insert(key, value).await.map_err(PageError::fault)?;
    }
    Ok(())
}

/// Gives the session another id once the person's role is another than when it got this one.
///
/// # Errors
/// When the session cannot be read or written.
pub async fn rotate_with_role(session: &Session, viewer: &Viewer) -> Result<(), tower_sessions::session::Error> {
    let before: Option<String> = session.get(ROLE_KEY).await?;
    if before.is_some_and(|role| role != viewer.role.word()) {
        session.cycle_id().await?;
        session.insert(ROLE_KEY, viewer.role.word()).await?;
    }
    Ok(())
}
