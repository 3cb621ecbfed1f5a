//! `/admin/slots`: every EMIS date, and a form for another.

use chrono::TimeDelta;
use domain::accounts::Action;
use domain::field::FieldError;
use domain::time::format_day;
use leptos::prelude::*;
use services::slots::{NewSlot, SlotSummary, add, all};

use super::places_field::{places_field, typed_places};
use super::view::{TITLE, look_again, mark, status};
use crate::web::address::{EMIS_DATES, IMPORT_DATES, emis_date};
use crate::web::components::{Button, Checkboxes, Choice, Column, DateField, Details, Table};
use crate::web::errors::PageError;
use crate::web::outcome::{FormResult, PageResult, succeed};
use crate::web::page::Page;
use crate::web::request::Request;

/// Its address.
pub const PATH: &str = EMIS_DATES;

/// Every date, and a form for another.
pub async fn get(request: Request) -> PageResult {
    let slots = all(&request.services, request.viewer()?).await?;
    let (passed, ahead): (Vec<_>, Vec<_>) = slots.iter().partition(|listed| listed.slot.facts.date < request.today());
    let none = slots.is_empty().then(|| view! { <p>"There is no date yet."</p> });
    let before = (!passed.is_empty()).then(|| {
        let (summary, list) = (format!("Dates that have passed ({})", passed.len()), table(&request, "Dates that have passed", &passed));
        view! { <Details summary>{list}</Details> }
    });
    let body = view! {
        <h1>{TITLE}</h1>
        {none}
        {(!ahead.is_empty()).then(|| table(&request, "Dates to come", &ahead))}
        {before}
        <div class="nhsuk-grid-row">
            <div class="nhsuk-grid-column-two-thirds">{add_form(&request)}</div>
        </div>
    };
    Ok(Page::new(TITLE, body).under("/admin", "Admin"))
}

fn table(request: &Request, caption: &'static str, slots: &[&SlotSummary]) -> impl IntoView + use<> {
    let [date, cutoff, status] = ["Date", "Sign up by", "Status"].map(Column::new);
    let columns = vec![date, cutoff, Column::number("Places taken"), Column::number("Waiting"), status];
    let rows = slots.iter().map(|listed| row(request, listed)).collect();
    view! { <Table caption caption_hidden=true columns rows /> }
}

/// A date with a link to where it is changed. Few cells, because each is a line on a phone.
fn row(request: &Request, listed: &SlotSummary) -> Vec<AnyView> {
    let (facts, href) = (&listed.slot.facts, emis_date(&listed.slot.id).page());
    let date = view! {
        <a class="nhsuk-link app-day" href=href>{format_day(facts.date)}</a>
        {mark(facts.date, request.services.programme.deadline)}
    };
    let held = (facts.held > 0).then(|| view! { <span class="app-line">{format!("{} held back", facts.held)}</span> });
    let taken = view! { <span>{format!("{} of {}", facts.taken, facts.places)}{held}</span> };
    vec![
        date.into_any(),
        format_day(facts.cutoff).into_any(),
        taken.into_any(),
        (listed.waiting + listed.offered).into_any(),
        status(listed, request.today()).into_any(),
    ]
}

fn add_form(request: &Request) -> impl IntoView + use<> {
    let form = request.only_form();
    let defaults = &request.services.programme.slots;
    let cutoff_hint = format!("Leave empty for {} days before the date", defaults.cutoff_days_before);
    let places = defaults.places.to_string();
    let draft = vec![Choice::new("yes", "Add it as a draft, which practices do not see yet")];
    view! {
        <h2>"Add a date"</h2>
        <p><a class="nhsuk-link" href=IMPORT_DATES>"Add many dates from a spreadsheet"</a></p>
        <form method="post" novalidate>
            <DateField form=form.clone() name="date" legend="On which day does EMIS switch practices on?" />
            <DateField form=form.clone() name="cutoff" legend="What is the last day to sign up?" hint=cutoff_hint />
            {places_field(&form, places)}
            <Checkboxes form name="draft" legend="Draft (optional)" choices=draft />
            <Button>"Add the date"</Button>
        </form>
    }
}

/// Adds a date.
pub async fn post(request: Request) -> FormResult {
    let viewer = request.viewer()?;
    services::authorise(viewer, Action::ManageSlots, None)?;
    let new = typed(&request).map_err(PageError::Invalid)?;
    let word = if new.draft { "as a draft" } else { "and open" };
    let date = add(&request.services, viewer, new).await?.facts.date;
    let again = look_again(date, request.services.programme.deadline);
    Ok(succeed(EMIS_DATES, format!("{} is added {word}.{again}", format_day(date))))
}

/// The date that was typed.
fn typed(request: &Request) -> Result<NewSlot, Vec<FieldError>> {
    let date = request.typed.date("date").parse("date", "The date");
    let cutoff = match request.typed.date("cutoff") {
        // Left empty it is as long before the date as usual.
        typed if typed.is_empty() => {
            let before = TimeDelta::days(request.services.programme.slots.cutoff_days_before.into());
            date.clone().map(|date| date - before)
        }
        typed => typed.parse("cutoff", "The last day to sign up"),
    };
    match (date, cutoff, typed_places(request)) {
        (Ok(date), Ok(cutoff), Ok(places)) => Ok(NewSlot { date, cutoff, places, draft: request.typed.get("draft") == "yes" }),
        (date, cutoff, places) => {
            let mut mistakes: Vec<_> = [date.err(), cutoff.err(), places.err()].into_iter().flatten().collect();
            mistakes.dedup();
            Err(mistakes)
        }
    }
}
