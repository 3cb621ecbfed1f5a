//! Where somebody wanted to go before signing in.

use tower_sessions::Session;

use crate::web::address::local_path;
use crate::web::errors::PageError;
use crate::web::session::NEXT_KEY;

/// Keeps the page that somebody wanted before signing in, if it is one of ours.
///
/// # Errors
/// When the session cannot be written.
pub async fn remember_next(session: &Session, next: &str) -> Result<(), PageError> {
    match local_path(next).filter(|next| *next != "/") {
        Some(next) => session.insert(NEXT_KEY, next).await.map_err(PageError::fault),
        None => Ok(()),
    }
}

/// The page that somebody wanted before signing in, or the first one; it is wanted once.
///
/// # Errors
/// When the session cannot be read or written.
pub(super) async fn take_next(session: &Session) -> Result<String, PageError> {
    let next: Option<String> = session.remove(NEXT_KEY).await.map_err(PageError::fault)?;
    Ok(next.as_deref().and_then(local_path).unwrap_or("/").to_owned())
}
