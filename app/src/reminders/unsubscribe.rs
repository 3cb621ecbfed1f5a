//! `/unsubscribe/{token}`, reached from the foot of a reminder.

use leptos::prelude::*;
use services::reminders::wants_reminders;

use crate::web::address::ACCOUNT;
use crate::web::components::Button;
use crate::web::outcome::PageResult;
use crate::web::page::Page;
use crate::web::request::Request;

/// Its address.
pub const PATH: &str = "/unsubscribe/{token}";

/// Opening the link changes nothing, because mail scanners open links: the button stops the reminders, or the mail reader's own does,
/// by the same POST.
pub async fn get(request: Request) -> PageResult {
    let wants = wants_reminders(&request.services, request.param("token")).await?;
    let (title, body) = if wants {
        let form = view! {
            <p>"You will no longer get emails that remind you of the deadline. You will still get those about the dates you book."</p>
            <form method="post" novalidate>
                <Button name="confirm" value="stop">"Stop reminders"</Button>
            </form>
        };
        ("Stop reminders", form.into_any())
    } else {
        let done = view! {
            <p>"You will get no more emails that remind you of the deadline. You will still get those about the dates you book."</p>
            <p><a href=ACCOUNT>"Turn reminders on again in your account"</a></p>
        };
        ("Reminders are stopped", done.into_any())
    };
    Ok(Page::new(
        title,
        view! {
            <div class="nhsuk-grid-row">
                <div class="nhsuk-grid-column-two-thirds">
                    <h1>{title}</h1>
                    {body}
                </div>
            </div>
        },
    ))
}
