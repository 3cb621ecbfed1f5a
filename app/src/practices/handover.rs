//! `/practices/{ods}/handover`: one page to print for whoever takes over.

use domain::checklist::{Answer, Checklist, outstanding};
use domain::organisations::{OdsCode, Route};
use domain::time::{format_day, format_instant};
use leptos::prelude::*;
use services::practices::{HISTORY, Overview, handover as load};

use super::contacts::who_does_what;
use super::overview::{headline, next_sentence, tags};
use super::timeline::timeline;
use crate::web::address::practice;
use crate::web::components::{Row, SummaryList};
use crate::web::outcome::PageResult;
use crate::web::page::Page;
use crate::web::request::Request;

/// Its address.
pub const PATH: &str = "/practices/{ods}/handover";

/// Where the practice is, what is open, what is booked, the notes, who to ask, and the last changes.
pub async fn get(request: Request) -> PageResult {
    let (viewer, ods) = (request.viewer()?, request.code("ods")?);
    let overview = load(&request.services, viewer, &ods).await?;
    let (programme, checklist) = (request.services.programme, overview.checklist);
    let (name, now) = (overview.practice.name.clone(), format_instant(request.services.clock.now()));
    let history = overview.history.iter().take(HISTORY as usize);
    let body = view! {
        <div class="nhsuk-grid-row">
            <div class="nhsuk-grid-column-two-thirds app-handover">
                <h1 class="nhsuk-heading-l">
                    <span class="nhsuk-caption-l">{format!("{name}, {ods}")}</span>
                    "Handover"
                </h1>
                <p>{format!("As it stood on {now}. Print this page, or send its address to who takes over: they need an account.")}</p>
                <h2 class="nhsuk-heading-m">"Where we are"</h2>
                {tags(&overview)}
                {headline(&overview, programme)}
                <p>{format!("Next: {}", next_sentence(&overview))}</p>
                <h2 class="nhsuk-heading-m">"What is booked or recorded"</h2>
                {recorded(&overview)}
                <h2 class="nhsuk-heading-m">"What is open in the checklist"</h2>
                {open(checklist, &overview, &ods)}
                <h2 class="nhsuk-heading-m">"Notes and evidence"</h2>
                {notes(checklist, &overview)}
                {who_does_what(overview.contacts.as_deref())}
                <h2 class="nhsuk-heading-m">"Last changes"</h2>
                {timeline(history, checklist)}
                <p class="app-no-print"><a href=practice(&ods).history()>"Full history"</a></p>
            </div>
        </div>
    };
    let page = Page::new(format!("Handover: {name}"), body);
    Ok(page.under_practice(&ods, name))
}

fn recorded(overview: &Overview) -> impl IntoView + use<> {
    let day = |day: Option<chrono::NaiveDate>| day.map_or_else(|| "Not yet".to_owned(), format_day);
    let facts = &overview.facts;
    let confirmed = || Row::new("Confirmed that patients have access", day(facts.confirmed_on));
    let rows = match facts.route {
        Route::Emis => vec![Row::new("EMIS date", day(facts.booked_on)), confirmed()],
        Route::Tpp => vec![
            Row::new("Switched on for new accounts", day(facts.self_switch.default_on)),
            Row::new("Existing accounts updated", day(facts.self_switch.existing_updated)),
        ],
        Route::Other => vec![confirmed()],
    };
    view! { <SummaryList rows /> }
}

fn open(checklist: &'static Checklist, overview: &Overview, ods: &OdsCode) -> AnyView {
    let items = outstanding(checklist, overview.facts.route, &overview.answers);
    if items.is_empty() {
        return view! { <p>"Nothing: every required item is complete."</p> }.into_any();
    }
    let items = items.into_iter().filter_map(|item| checklist.item(&item.code)).map(|(section, item)| {
        let href = practice(ods).checklist(&section.code);
        view! { <li><a href=href>{item.title.clone()}</a>{format!(" ({})", section.title)}</li> }
    });
    view! { <ul class="nhsuk-list nhsuk-list--bullet">{items.collect_view()}</ul> }.into_any()
}

/// What people wrote beside their answers, in the order of the checklist.
fn notes(checklist: &'static Checklist, overview: &Overview) -> AnyView {
    let written = |answer: &&Answer| [&answer.note, &answer.evidence_url, &answer.reason].iter().any(|text| !text.is_empty());
    let answer_of = |code: &str| overview.answers.iter().find(|answer| answer.item == code).filter(written);
    let rows: Vec<_> = checklist
        .items_for(overview.facts.route)
        .filter_map(|item| answer_of(&item.code).map(|answer| Row::new(item.title.clone(), note(answer))))
        .collect();
    if rows.is_empty() {
        return view! { <p>"Nobody has written any."</p> }.into_any();
    }
    view! { <SummaryList rows /> }.into_any()
}

fn note(answer: &Answer) -> impl IntoView + use<> {
    let lines = [("", &answer.note), ("Does not apply: ", &answer.reason), ("Evidence: ", &answer.evidence_url)];
    let lines = lines.into_iter().filter(|(_, text)| !text.is_empty());
    let lines = lines.map(|(word, text)| view! { <span class="app-multiline app-handover__note">{format!("{word}{text}")}</span> });
    let by = format!("{}, {}", answer.updated_by, format_instant(answer.updated_at));
    view! {
        {lines.collect_view()}
        <span class="app-line">{by}</span>
    }
}
