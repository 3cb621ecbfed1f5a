//! `/sign-in/{token}`: a link that was sent.

use domain::accounts::Method;
use leptos::prelude::*;
use services::accounts::{LINK_MINUTES, LinkState, look_at_link};

use super::next::take_next;
use super::session::{NewId, start};
use crate::web::address::SIGN_IN;
use crate::web::components::{Button, LinkButton};
use crate::web::outcome::{FormResult, PageResult, go, keep};
use crate::web::page::Page;
use crate::web::request::Request;

/// Its address.
pub const PATH: &str = "/sign-in/{token}";

/// Opening a link changes nothing, because mail scanners open links: the button signs in.
pub async fn get(request: Request) -> PageResult {
    match look_at_link(&request.services, request.param("token")).await? {
        LinkState::Usable => Ok(Page::new(
            "Confirm that you want to sign in",
            Page::two_thirds(view! {
                <h1>"Confirm that you want to sign in"</h1>
                <form method="post" novalidate>
                    <Button>"Sign in"</Button>
                </form>
            }),
        )),
        LinkState::Spent => Ok(Page::new(
            "This link no longer works",
            Page::two_thirds(view! {
                <h1>"This link no longer works"</h1>
                <p>{format!("It was used, a newer one was sent, or it is more than {LINK_MINUTES} minutes old.")}</p>
                <LinkButton href=SIGN_IN>"Ask for a new link"</LinkButton>
            }),
        )),
    }
}

/// Uses the link up and signs in.
pub async fn post(request: Request) -> FormResult {
    let id = NewId::random();
    let viewer = match services::accounts::sign_in(&request.services, request.param("token"), &id.reference()).await {
        Ok(viewer) => viewer,
        // The page says what can be done.
        Err(services::Error::Conflict(_)) => return Ok(keep()),
        Err(error) => return Err(error.into()),
    };
    let session = request.own_session()?;
    let next = take_next(session).await?;
    start(&request.services, session, &id, &viewer, Method::Link, request.headers()).await?;
    Ok(go(next))
}
