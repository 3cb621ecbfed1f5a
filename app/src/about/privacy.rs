//! `/privacy`.

use leptos::prelude::*;

use crate::web::outcome::PageResult;
use crate::web::page::Page;
use crate::web::request::Request;

/// Its address.
pub const PATH: &str = "/privacy";

/// What is kept about people.
pub async fn get(_: Request) -> PageResult {
    Ok(Page::text(
        "Privacy",
        view! {
            <p>"The service holds no information about patients. About the people who use it, it keeps:"</p>
            <ul>
                <li>"your name, work email address, role and the organisations you work for"</li>
                <li>"when you signed in, how, and in which kind of browser; when you accepted the access agreement"</li>
                <li>"what you recorded and when, so that a practice's history can be read"</li>
                <li>"what you wrote when you asked for access; a request that is not confirmed is removed after a day"</li>
                <li>"where a practice notes it, what you still need for signing in with a smartcard: no data of the card"</li>
                <li>"which messages were sent to you in the last 400 days, and whether that worked"</li>
            </ul>
            <p>"Other people who may see a practice see the names of those who recorded something for it. Log files hold no names and no email addresses."</p>
        },
    ))
}
