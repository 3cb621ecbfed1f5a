//! A form that was sent after its session had ended: what was typed comes back once the same person has signed in again.

use serde::{Deserialize, Serialize};
use services::accounts::owner_of_ended;
use tower_sessions::Session;

use crate::web::address::SIGN_IN;
use crate::web::document::here;
use crate::web::errors::PageError;
use crate::web::fields::Fields;
use crate::web::flash::Flash;
use crate::web::form::NAME;
use crate::web::request::Request;
use crate::web::session::{EndedSession, NEXT_KEY};

const KEY: &str = "unsent";

/// The most that is kept of a form, in bytes. Only who knows the id of a session that has ended can have it kept.
const LIMIT: usize = 64 * 1024;

/// What stands behind [`SIGN_IN`] when what was typed is kept, and when it is not.
pub(crate) const KEPT: &str = "kept";
pub(crate) const LOST: &str = "lost";

/// A form that waits for its sender.
#[derive(Debug, Serialize, Deserialize)]
struct Unsent {
    /// Nobody else gets to see it, not even at the same computer.
    account_id: String,
    /// The page that the form stood on.
    page: String,
    values: Fields,
}

/// Keeps a form whose sender is not signed in any more; the answer leads to signing in.
pub(crate) async fn keep(request: &Request) -> PageError {
    match try_to_keep(request, here(request)).await {
        // The session remembers the page.
        Ok(true) => PageError::Redirect(format!("{SIGN_IN}?ended={KEPT}")),
        Ok(false) => lost(request),
        Err(error) => error,
    }
}

/// To sign in and go back to the page. That something was lost is said where somebody was signed in, or typed something.
pub(crate) fn lost(request: &Request) -> PageError {
    let was_signed_in = request.parts.extensions.get::<EndedSession>().is_some();
    if !was_signed_in && request.typed.with(NAME, "") == Fields::default() {
        return PageError::SignIn;
    }
    PageError::Redirect(format!("{SIGN_IN}?{}", Fields::from([("ended", LOST), ("next", here(request))]).encode()))
}

/// Whether it is kept: only where it is known whose it is.
async fn try_to_keep(request: &Request, page: &str) -> Result<bool, PageError> {
    let Some(ended) = request.parts.extensions.get::<EndedSession>() else { return Ok(false) };
    let owner = owner_of_ended(&request.services, &ended.id_hash).await?;
    let (Some(account_id), Some(session)) = (owner, request.session()) else { return Ok(false) };
    if request.typed.encode().len() > LIMIT {
        return Ok(false);
    }
    session.insert(NEXT_KEY, page).await.map_err(PageError::fault)?;
    let unsent = Unsent { account_id, page: page.to_owned(), values: request.typed.clone() };
    session.insert(KEY, unsent).await.map_err(PageError::fault)?;
    Ok(true)
}

/// Has the page show what was typed before, if it was typed by the person who has just signed in.
///
/// # Errors
/// When the session cannot be read or written.
pub(super) async fn take_up(session: &Session, account_id: &str) -> Result<(), PageError> {
    let Some(unsent) = session.remove::<Unsent>(KEY).await.map_err(PageError::fault)? else { return Ok(()) };
    if unsent.account_id == account_id {
        Flash::unsent(&unsent.page, unsent.values).keep(session).await.map_err(PageError::fault)?;
    }
    Ok(())
}
