//! `/sign-in/sent`: what to do once a link was asked for.

use leptos::prelude::*;
use services::accounts::LINK_MINUTES;

use crate::web::address::SIGN_IN;
use crate::web::outcome::PageResult;
use crate::web::page::Page;
use crate::web::request::Request;

/// Its address.
pub const PATH: &str = "/sign-in/sent";

/// Says the same to everybody, so that nobody learns who has an account.
pub async fn get(request: Request) -> PageResult {
    let demo = request.services.settings.demo;
    Ok(Page::new(
        "Check your email",
        Page::two_thirds(view! {
            <h1>"Check your email"</h1>
            <p>"If there is an account for the address you entered, we have sent it a link."</p>
            <ul>
                <li>{format!("The link works once, for {LINK_MINUTES} minutes.")}</li>
                <li>"Open it on this device."</li>
                <li>"If nothing comes, look in your junk folder, then "<a href=SIGN_IN>"ask for another link"</a>"."</li>
            </ul>
            {demo.then(|| view! { <p><a href="/demo/mail">"This is a demonstration: see what was sent"</a></p> })}
        }),
    ))
}
