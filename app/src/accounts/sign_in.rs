//! `/sign-in`: asks for an address to send a link to, or for a smartcard.

use leptos::prelude::*;

use super::next::remember_next;
use super::resume::{KEPT, LOST};
use crate::web::address::{REQUEST_ACCESS, SIGN_IN, VIEWS, local_path};
use crate::web::components::{Button, InsetText, TextInput};
use crate::web::errors::PageError;
use crate::web::outcome::{FormResult, PageResult, go};
use crate::web::page::Page;
use crate::web::request::Request;

/// Its address.
pub const PATH: &str = SIGN_IN;

/// The form, and a button for each issuer of smartcards.
pub async fn get(request: Request) -> PageResult {
    let next = local_path(request.query.get("next")).unwrap_or("/").to_owned();
    if request.viewer_if_any().is_some() {
        return Err(PageError::Redirect(next));
    }
    if request.card().is_some() {
        return Err(PageError::Redirect(VIEWS.to_owned()));
    }
    let form = request.only_form();
    let ended = match request.query.get("ended") {
        KEPT => Some("You were signed out before the form was sent. Sign in again: what you typed is kept, and you can then send it."),
        LOST => Some(
            "You were signed out before the form was sent, and what you typed could not be kept. Sign in again to go back to the page.",
        ),
        _ => None,
    };
    let demo = request.services.settings.demo;
    Ok(Page::new(
        "Sign in",
        Page::two_thirds(view! {
            <h1>"Sign in"</h1>
            {ended.map(|words| view! { <InsetText><p>{words}</p></InsetText> })}
            {super::card::buttons(&request, &next)}
            <p>"We will send you an email with a link that signs you in. There is no password."</p>
            <form method="post" novalidate>
                <TextInput
                    form=form
                    name="email"
                    label="Your work email address"
                    hint="The one that your account was made with"
                    kind="email"
                    autocomplete="email"
                />
                <Button>"Send me a link"</Button>
            </form>
            <p>"No account? "<a href=REQUEST_ACCESS>"Ask for access"</a>", and see "<a href="/smartcards">"what you need for a smartcard"</a>"."</p>
            {demo.then(|| view! { <p><a href="/demo/sign-in">"This is a demonstration: sign in as one of its people"</a></p> })}
        }),
    ))
}

/// Sends a link to the address, if it has an account.
pub async fn post(request: Request) -> FormResult {
    services::accounts::request_link(&request.services, request.typed.get("email")).await?;
    remember_next(request.own_session()?, request.query.get("next")).await?;
    Ok(go(super::sent::PATH))
}
