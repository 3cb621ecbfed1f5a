//! `/demo/mail`: what was sent, since nothing leaves a demonstration.

use domain::time::format_instant;
use leptos::prelude::*;
use services::outbox::{MailState, list};

use crate::web::components::{Cell, Colour, Column, Table, Tag};
use crate::web::outcome::PageResult;
use crate::web::page::Page;
use crate::web::request::Request;

/// Its address.
pub const PATH: &str = "/demo/mail";

/// How many mails the list shows.
const SHOWN: u64 = 200;

/// The mails written last.
pub async fn get(request: Request) -> PageResult {
    let mails = list(&request.services, SHOWN).await?;
    let rows = mails.into_iter().map(|mail| -> Vec<Cell> {
        let href = format!("{PATH}/{}", mail.id);
        vec![
            view! { <a href=href>{mail.subject}</a> }.into_any(),
            mail.recipient.into_any(),
            format_instant(mail.written_at).into_any(),
            tag(mail.state),
        ]
    });
    let rows: Vec<_> = rows.collect();
    let body = if rows.is_empty() {
        view! { <p>"Nothing was written yet. Ask for a sign-in link, book a date, or move the clock to a day with a reminder."</p> }
            .into_any()
    } else {
        let columns = ["Subject", "To", "Written", "State"].map(Column::new).to_vec();
        view! { <Table caption="The newest first" columns rows /> }.into_any()
    };
    Ok(Page::new("Emails", view! { <h1>"Emails"</h1>{body} }).under("/demo/sign-in", "Demonstration"))
}

/// Whether a mail was sent.
pub(super) fn tag(state: MailState) -> AnyView {
    let (colour, text) = match state {
        MailState::Waiting => (Colour::Yellow, "Waiting"),
        MailState::Sent => (Colour::Green, "Sent"),
        MailState::Failed => (Colour::Red, "Failed"),
    };
    view! { <Tag colour text /> }.into_any()
}
