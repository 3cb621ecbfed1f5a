//! `/request-access/sent`: what comes after asking, the same for everybody.

use leptos::prelude::*;
use services::access_requests::CONFIRM_HOURS;

use super::view::worked;
use crate::web::address::{REQUEST_ACCESS, REQUEST_ACCESS_SENT};
use crate::web::outcome::PageResult;
use crate::web::page::Page;
use crate::web::request::Request;

/// Its address.
pub const PATH: &str = REQUEST_ACCESS_SENT;

/// What comes next.
pub async fn get(request: Request) -> PageResult {
    let demo = request.services.settings.demo;
    let body = view! {
        <h1>"Confirm your email address"</h1>
        <p>"We have sent a link to the address you entered. Open it and select the button. We cannot look at your request until you do."</p>
        <ul>
            <li>{format!("The link works for {CONFIRM_HOURS} hours.")}</li>
            <li>"If nothing comes, look in your junk folder, then "<a href=REQUEST_ACCESS>"ask again"</a>"."</li>
        </ul>
        <h2>"When to expect an answer"</h2>
        <p>{worked(&request)}</p>
        {demo.then(|| view! { <p><a href="/demo/mail">"This is a demonstration: see what was sent"</a></p> })}
    };
    Ok(Page::new("Confirm your email address", Page::two_thirds(body)))
}
