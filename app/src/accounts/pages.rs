//! `/sign-in` and the pages behind it.

use leptos::prelude::*;
use services::accounts::{LINK_MINUTES, LinkState, look_at_link};

use super::actions::{RequestLink, UseLink, local_path};
use super::resume::{KEPT, LOST};
use crate::legacy::path_of;
use crate::web::components::{Button, InsetText, LinkButton, TextInput};
use crate::web::errors::PageError;
use crate::web::fields::Fields;
use crate::web::page::{Page, PageResult};
use crate::web::request::Request;
use crate::web::address::SIGN_IN;

/// The name of the form that asks for a link.
pub(super) const FORM: &str = "request-link";

/// Asks for an address to send a link to.
pub async fn sign_in(request: Request) -> PageResult {
    let next = local_path(request.query.get("next")).unwrap_or("/").to_owned();
    if request.viewer_if_any().is_some() {
        return Err(PageError::Redirect(next));
    }
    if request.card().is_some() {
        return Err(PageError::Redirect(crate::web::address::VIEWS.to_owned()));
    }
    let form = request.form(FORM);
    let next = form.value("next", &next);
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
        two_thirds(view! {
            <h1>"Sign in"</h1>
            {ended.map(|words| view! { <InsetText><p>{words}</p></InsetText> })}
            {super::card::buttons(&request, &next)}
            <p>"We will send you an e-mail with a link that signs you in. There is no password."</p>
            <form method="post" action={path_of::<RequestLink>()} novalidate>
                <input type="hidden" name="next" value=next />
                <TextInput
                    form=form
                    name="email"
                    label="Your work e-mail address"
                    hint="The one that your account was made with"
                    kind="email"
                    autocomplete="email"
                />
                <Button>"Send me a link"</Button>
            </form>
            <p>"No account? "<a href="/request-access">"Ask for access"</a>", and see "<a href="/smartcards">"what you need for a smartcard"</a>"."</p>
            {demo.then(|| view! { <p><a href="/demo/sign-in">"This is a demonstration: sign in as one of its people"</a></p> })}
        }),
    ))
}

/// Says the same to everybody, so that nobody learns who has an account.
pub async fn sent(request: Request) -> PageResult {
    let demo = request.services.settings.demo;
    Ok(Page::new(
        "Check your e-mail",
        two_thirds(view! {
            <h1>"Check your e-mail"</h1>
            <p>"If the address you entered has an account, a link is on its way to it."</p>
            <ul>
                <li>{format!("The link works once, for {LINK_MINUTES} minutes.")}</li>
                <li>"Open it on this device."</li>
                <li>"If nothing comes, look in your junk folder, then "<a href=SIGN_IN>"ask for another link"</a>"."</li>
            </ul>
            {demo.then(|| view! { <p><a href="/demo/mail">"This is a demonstration: see what was sent"</a></p> })}
        }),
    ))
}

/// Opening a link changes nothing, because mail scanners open links: the button signs in.
pub async fn link(request: Request) -> PageResult {
    let token = request.param("token").to_owned();
    match look_at_link(&request.services, &token).await? {
        LinkState::Usable => Ok(Page::new(
            "Confirm that you want to sign in",
            two_thirds(view! {
                <h1>"Confirm that you want to sign in"</h1>
                <form method="post" action={path_of::<UseLink>()} novalidate>
                    <input type="hidden" name="token" value=token />
                    <Button>"Sign in"</Button>
                </form>
            }),
        )),
        LinkState::Spent => Ok(Page::new(
            "This link no longer works",
            two_thirds(view! {
                <h1>"This link no longer works"</h1>
                <p>{format!("It was used, a newer one was sent, or it is more than {LINK_MINUTES} minutes old.")}</p>
                <LinkButton href=SIGN_IN>"Ask for a new link"</LinkButton>
            }),
        )),
    }
}

/// Where a page leads by itself once its session has ended. In another tab the person may have gone on; coming here is no use of it, or
/// two tabs would keep each other signed in.
pub async fn signed_out(request: Request) -> PageResult {
    let next = local_path(request.query.get("next")).unwrap_or("/").to_owned();
    if request.viewer_if_any().is_some() {
        return Ok(Page::new(
            "You are still signed in",
            two_thirds(view! {
                <h1>"You are still signed in"</h1>
                <p>"You used the service in another window meanwhile."</p>
                <LinkButton href=next>"Go back to the page"</LinkButton>
            }),
        ));
    }
    let minutes = request.services.access.lifetime.idle.num_minutes();
    // Sessions of a demonstration outlast its clock.
    let after = if minutes < 24 * 60 { format!("{minutes} minutes") } else { "some time".to_owned() };
    let again = format!("{SIGN_IN}?{}", Fields::from([("next", next.as_str())]).encode());
    Ok(Page::new(
        "You have been signed out",
        two_thirds(view! {
            <h1>"You have been signed out"</h1>
            <p>{format!("We sign people out after {after} without use, to keep what they see safe. Everything you saved is still there.")}</p>
            <LinkButton href=again>"Sign in again"</LinkButton>
        }),
    ))
}

/// A page of text.
pub(super) fn two_thirds(content: impl IntoView + 'static) -> impl IntoView {
    view! {
        <div class="nhsuk-grid-row">
            <div class="nhsuk-grid-column-two-thirds">{content}</div>
        </div>
    }
}
