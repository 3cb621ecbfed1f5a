//! A form that was sent after its session had ended: what was typed comes back once the same person has signed in again.

use axum::http::header;
use serde::{Deserialize, Serialize};
use services::accounts::owner_of_ended;
use tower_sessions::Session;

use super::actions::{NEXT_KEY, local_path};
use super::session::EndedSession;
use crate::errors::PageError;
use crate::fields::Fields;
use crate::flash::Flash;
use crate::request::Request;
use crate::shell::SIGN_IN;

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
pub(crate) async fn keep(request: &Request, typed: &Fields) -> PageError {
    let page = came_from(request);
    match try_to_keep(request, page.as_deref(), typed).await {
        // The session remembers the page.
        Ok(true) => PageError::Redirect(format!("{SIGN_IN}?ended={KEPT}")),
        Ok(false) => lost(request, page.as_deref()),
        Err(error) => error,
    }
}

/// To sign in and go back to the page. Who was never signed in, and sent it from no page of ours, just signs in.
fn lost(request: &Request, page: Option<&str>) -> PageError {
    match page {
        Some(page) => {
            let next: String = url::form_urlencoded::byte_serialize(page.as_bytes()).collect();
            PageError::Redirect(format!("{SIGN_IN}?ended={LOST}&next={next}"))
        }
        None if request.parts.extensions.get::<EndedSession>().is_some() => PageError::Redirect(format!("{SIGN_IN}?ended={LOST}")),
        None => PageError::SignIn,
    }
}

/// Whether it is kept: only where it is known whose it is.
async fn try_to_keep(request: &Request, page: Option<&str>, typed: &Fields) -> Result<bool, PageError> {
    let Some(ended) = request.parts.extensions.get::<EndedSession>() else { return Ok(false) };
    let owner = owner_of_ended(&request.services, &ended.id_hash).await?;
    let (Some(account_id), Some(page), Some(session)) = (owner, page.map(str::to_owned), request.session()) else { return Ok(false) };
    if typed.encode().len() > LIMIT {
        return Ok(false);
    }
    session.insert(NEXT_KEY, &page).await.map_err(PageError::fault)?;
    session.insert(KEY, Unsent { account_id, page, values: typed.clone() }).await.map_err(PageError::fault)?;
    Ok(true)
}

/// The page of ours that the browser says the form stood on.
fn came_from(request: &Request) -> Option<String> {
    let headers = &request.parts.headers;
    let (referer, host) = (headers.get(header::REFERER)?.to_str().ok()?, headers.get(header::HOST)?.to_str().ok()?);
    let page = url::Url::parse(referer).ok()?;
    let from = page.host_str().map(|name| page.port().map_or_else(|| name.to_owned(), |port| format!("{name}:{port}")));
    let path = match page.query() {
        Some(query) => format!("{}?{query}", page.path()),
        None => page.path().to_owned(),
    };
    local_path(&path).filter(|_| from.as_deref() == Some(host)).map(str::to_owned)
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
