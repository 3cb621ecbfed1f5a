//! `/sign-out`: where the button at the top of every page posts to.

use leptos::prelude::*;

use crate::web::address::{SIGN_IN, SIGN_OUT};
use crate::web::components::{Button, LinkButton};
use crate::web::errors::PageError;
use crate::web::outcome::{FormResult, PageResult, go};
use crate::web::page::Page;
use crate::web::request::Request;

/// Its address.
pub const PATH: &str = SIGN_OUT;

/// The same button, for whoever opens the address: opening a page changes nothing.
pub async fn get(request: Request) -> PageResult {
    let body = if request.viewer_if_any().is_some() {
        view! {
            <h1>"Sign out"</h1>
            <p>"You are signed in."</p>
            <form method="post" novalidate><Button>"Sign out"</Button></form>
        }
        .into_any()
    } else {
        view! {
            <h1>"Sign out"</h1>
            <p>"You are not signed in."</p>
            <LinkButton href=SIGN_IN>"Sign in"</LinkButton>
        }
        .into_any()
    };
    Ok(Page::new("Sign out", Page::two_thirds(body)))
}

/// Ends the session.
pub async fn post(request: Request) -> FormResult {
    if let Some(viewer) = request.viewer_if_any() {
        services::accounts::sign_out(&request.services, viewer).await?;
    }
    request.own_session()?.flush().await.map_err(PageError::fault)?;
    // Who came by smartcard is signed out at the issuer, too; it sends them back here.
    let end = request.card().and_then(|card| card.end_session.as_deref());
    Ok(go(end.unwrap_or("/")))
}
