//! `/accessibility`.

use leptos::prelude::*;

use crate::web::components::contact;
use crate::web::outcome::PageResult;
use crate::web::page::Page;
use crate::web::request::Request;

/// Its address.
pub const PATH: &str = "/accessibility";

/// How to use the service with any device, and what is known not to work.
pub async fn get(request: Request) -> PageResult {
    let admin = contact::admin(&request.services.help);
    Ok(Page::text(
        "Accessibility",
        view! {
            <p>"Everything here works without script, from the keyboard, at 400% zoom and on a phone. Charts are repeated as tables."</p>
            <p>"Every page is checked automatically against the rules of WCAG 2.2 AA before a change goes live. It has not yet been audited by people who use assistive technology."</p>
            <p>"If something does not work for you, tell "{admin}" what you were doing and which device you use."</p>
        },
    ))
}
