//! What the forms of signing in and out do.

use domain::accounts::Method;
use leptos::prelude::*;
use tower_sessions::Session;

use super::pages::FORM;
use crate::legacy::{Outcome, action, go, mistakes};
use crate::web::errors::PageError;
use crate::web::request::Request;
use crate::web::session::NEXT_KEY;
use crate::web::address::SIGN_IN;

pub use super::session::{NewId, start};

/// Sends a link to the address, if it has an account.
#[server(prefix = "/api", endpoint = "accounts/request-link")]
pub async fn request_link() -> Result<(), ServerFnError> {
    action(async |request| {
        let email = request.typed.get("email");
        remember_next(session(&request)?, request.typed.get("next")).await?;
        match services::accounts::request_link(&request.services, email).await {
            Ok(()) => Ok(go("/sign-in/sent")),
            Err(error) => mistakes(SIGN_IN, FORM, error),
        }
    })
    .await
}

/// Uses a link up and signs in.
#[server(prefix = "/api", endpoint = "accounts/sign-in")]
pub async fn use_link() -> Result<(), ServerFnError> {
    action(async |request| {
        let token = request.typed.get("token").to_owned();
        let id = NewId::random();
        let viewer = match services::accounts::sign_in(&request.services, &token, &id.reference()).await {
            Ok(viewer) => viewer,
            // The page of the link says what can be done.
            Err(services::Error::Conflict(_)) => return Ok(go(format!("{SIGN_IN}/{}", path_segment(&token)))),
            Err(error) => return Err(error.into()),
        };
        let session = session(&request)?;
        let next: Option<String> = session.remove(NEXT_KEY).await.map_err(PageError::fault)?;
        start(&request.services, session, &id, &viewer, Method::Link, request.headers()).await?;
        Ok(go(next.as_deref().and_then(local_path).unwrap_or("/")))
    })
    .await
}

/// Ends the session.
#[server(prefix = "/api", endpoint = "accounts/sign-out")]
pub async fn sign_out() -> Result<(), ServerFnError> {
    action(async |request| {
        if let Some(viewer) = request.viewer_if_any() {
            services::accounts::sign_out(&request.services, viewer).await?;
        }
        session(&request)?.flush().await.map_err(PageError::fault)?;
        // Who came by smartcard is signed out at the issuer, too; it sends them back here.
        let end = request.card().and_then(|card| card.end_session.as_deref());
        Ok::<Outcome, PageError>(go(end.unwrap_or("/")))
    })
    .await
}

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

pub(super) fn session(request: &Request) -> Result<&Session, PageError> {
    request.session().ok_or_else(|| PageError::fault("the request has no session"))
}

/// `path` if it leads to a page of ours, never elsewhere.
#[must_use]
pub fn local_path(path: &str) -> Option<&str> {
    let ours =
        path.len() <= 1000 && path.starts_with('/') && !path.starts_with("//") && !path.contains(|c: char| c == '\\' || c.is_control());
    ours.then_some(path)
}

/// A token as it stands in an address; anything that is none becomes harmless.
fn path_segment(token: &str) -> String {
    token.chars().filter(|c| c.is_ascii_alphanumeric() || "-_".contains(*c)).collect()
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("/practices/X10001?tab=a", true)]
    #[case("/", true)]
    #[case("//elsewhere.example", false)]
    #[case("/\\elsewhere.example", false)]
    #[case("/\t/elsewhere.example", false)]
    #[case("/\u{1}", false)]
    #[case("/\u{85}", false)]
    #[case("https://elsewhere.example", false)]
    #[case("", false)]
    fn only_our_own_pages(#[case] path: &str, #[case] ours: bool) {
        assert_eq!(local_path(path).is_some(), ours);
    }
}
