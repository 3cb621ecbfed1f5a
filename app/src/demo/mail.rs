//! `/demo/mail`: what was sent, since nothing leaves a demonstration.

use domain::time::format_instant;
use leptos::prelude::*;
use services::outbox::{MailState, list, show};

use crate::web::components::{Cell, Colour, Column, Row, SummaryList, Table, Tag};
use crate::web::outcome::PageResult;
use crate::web::page::Page;
use crate::web::request::Request;

/// How many mails the list shows.
const SHOWN: u64 = 200;

/// The mails written last.
pub async fn mails(request: Request) -> PageResult {
    let mails = list(&request.services, SHOWN).await?;
    let rows = mails.into_iter().map(|mail| -> Vec<Cell> {
        let href = format!("/demo/mail/{}", mail.id);
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
    Ok(Page::new("E-mails", view! { <h1>"E-mails"</h1>{body} }).under("/demo/sign-in", "Demonstration"))
}

/// One mail, its text part.
pub async fn mail(request: Request) -> PageResult {
    let mail = show(&request.services, request.param("id")).await?;
    let title = mail.listed.subject.clone();
    let html = format!("/demo/mail/{}/html", mail.listed.id);
    let facts = vec![
        Row::new("To", mail.listed.recipient),
        Row::new("Written", format_instant(mail.listed.written_at)),
        Row::new("State", tag(mail.listed.state)),
    ];
    let calendar = mail.calendar.map(|entry| view! { <h2>"Calendar entry"</h2>{lines(&entry)} });
    Ok(Page::new(
        title.clone(),
        view! {
            <div class="nhsuk-grid-row">
                <div class="nhsuk-grid-column-two-thirds">
                    <h1>{title}</h1>
                    <SummaryList rows=facts />
                    <h2>"Text"</h2>
                    {mail.text.split("\n\n").map(lines).collect_view()}
                    <p><a href=html>"See the same as HTML"</a></p>
                    {calendar}
                </div>
            </div>
        },
    )
    .under("/demo/sign-in", "Demonstration")
    .under("/demo/mail", "E-mails"))
}

fn tag(state: MailState) -> AnyView {
    let (colour, text) = match state {
        MailState::Waiting => (Colour::Yellow, "Waiting"),
        MailState::Sent => (Colour::Green, "Sent"),
        MailState::Failed => (Colour::Red, "Failed"),
    };
    view! { <Tag colour text /> }.into_any()
}

/// A paragraph that keeps its lines; a line that is an address becomes a link.
fn lines(paragraph: &str) -> impl IntoView + use<> {
    let line = |(index, line): (usize, &str)| {
        let line = line.to_owned();
        let text = if line.starts_with("http") { view! { <a href=line.clone()>{line.clone()}</a> }.into_any() } else { line.into_any() };
        view! { {(index > 0).then(|| view! { <br /> })}{text} }
    };
    view! { <p>{paragraph.lines().enumerate().map(line).collect_view()}</p> }
}
