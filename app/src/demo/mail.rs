//! `/demo/mail/{id}`: one mail, its text part.

use domain::time::format_instant;
use leptos::prelude::*;
use services::outbox::show;

use super::mails::{PATH as MAILS, tag};
use crate::web::components::{Row, SummaryList};
use crate::web::outcome::PageResult;
use crate::web::page::Page;
use crate::web::request::Request;

/// Its address.
pub const PATH: &str = "/demo/mail/{id}";

/// The mail.
pub async fn get(request: Request) -> PageResult {
    let mail = show(&request.services, request.param("id")).await?;
    let title = mail.listed.subject.clone();
    let html = format!("{MAILS}/{}/html", mail.listed.id);
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
    .under(MAILS, "Emails"))
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
