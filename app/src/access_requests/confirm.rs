//! `/request-access/{token}`: the link in the mail to somebody who asked for access.

use domain::time::format_instant;
use leptos::prelude::*;
use services::access_requests::{CONFIRM_HOURS, RequestLink, confirm, look_at_link};

use super::view::worked;
use crate::web::address::{REQUEST_ACCESS, access_request};
use crate::web::components::{Button, LinkButton};
use crate::web::outcome::{FormResult, PageResult, go};
use crate::web::page::Page;
use crate::web::request::Request;

/// Its address.
pub const PATH: &str = "/request-access/{token}";

/// Opening a link changes nothing, because mail scanners open links: the button confirms.
pub async fn get(request: Request) -> PageResult {
    Ok(match look_at_link(&request.services, request.param("token")).await? {
        RequestLink::Usable(record) => {
            let organisation = format!("{} ({})", record.organisation.name, record.organisation.code);
            let body = view! {
                <h1>"Confirm that you ask for access"</h1>
                <p>{format!("To {organisation}, as {}.", record.role.name().to_lowercase().replace("icb", "ICB"))}</p>
                <form method="post" novalidate>
                    <Button>"Confirm my request"</Button>
                </form>
            };
            Page::new("Confirm that you ask for access", Page::two_thirds(body))
        }
        RequestLink::Confirmed(next) => {
            let body = view! {
                <h1>"Your request is confirmed"</h1>
                <p>{worked(&request)}</p>
                <p>{format!("We will email you the answer after {}. You do not need to do anything else.", format_instant(next))}</p>
                <p>"To see what you need for signing in with a smartcard, "<a href="/smartcards">"check your smartcard"</a>"."</p>
            };
            Page::new("Your request is confirmed", Page::two_thirds(body))
        }
        RequestLink::Spent => {
            let words = format!("It is more than {CONFIRM_HOURS} hours old, or not all of it was copied.");
            let body = view! {
                <h1>"This link no longer works"</h1>
                <p>{words}</p>
                <LinkButton href=REQUEST_ACCESS>"Ask for access"</LinkButton>
            };
            Page::new("This link no longer works", Page::two_thirds(body))
        }
    })
}

/// Confirms the address of the request.
pub async fn post(request: Request) -> FormResult {
    let token = request.param("token");
    confirm(&request.services, token).await?;
    Ok(go(access_request(token)))
}
