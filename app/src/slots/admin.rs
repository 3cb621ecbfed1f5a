//! `/admin/slots`: every date, and a form for another.

use chrono::NaiveDate;
use domain::slots::SlotStatus;
use domain::time::format_day;
use leptos::prelude::*;
use services::slots::Listed;

use super::admin_actions::AddSlot;
use super::import::PATH as IMPORT;
use super::view::mark;
use crate::legacy::path_of;
use crate::web::components::{Button, Checkboxes, Choice, Colour, Column, DateField, Details, Table, Tag, TextInput};
use crate::web::page::{Page, PageResult};
use crate::web::request::Request;

/// The address of the list.
pub(super) const LIST: &str = "/admin/slots";
/// The name of the form that adds a date.
pub(super) const ADD: &str = "add";

/// Every date, and a form for another.
pub async fn slots(request: Request) -> PageResult {
    let slots = services::slots::all(&request.services, request.viewer()?).await?;
    let (passed, ahead): (Vec<_>, Vec<_>) = slots.iter().partition(|listed| listed.slot.facts.date < request.today());
    let none = slots.is_empty().then(|| view! { <p>"There is no date yet."</p> });
    let before = (!passed.is_empty()).then(|| {
        let (summary, list) = (format!("Dates that have passed ({})", passed.len()), table(&request, "Dates that have passed", &passed));
        view! { <Details summary>{list}</Details> }
    });
    let body = view! {
        <h1>"EMIS dates"</h1>
        {none}
        {(!ahead.is_empty()).then(|| table(&request, "Dates to come", &ahead))}
        {before}
        <div class="nhsuk-grid-row">
            <div class="nhsuk-grid-column-two-thirds">{add_form(&request)}</div>
        </div>
    };
    Ok(Page::new("EMIS dates", body).under("/admin", "Admin"))
}

/// What a date offers on `today`, the first reason against it first.
pub(super) fn status(listed: &Listed, today: NaiveDate) -> impl IntoView + use<> {
    let facts = &listed.slot.facts;
    let (colour, text) = match facts.status {
        SlotStatus::Cancelled => (Colour::Red, "Cancelled"),
        SlotStatus::Done => (Colour::White, "Done"),
        _ if facts.date < today => (Colour::White, "Past"),
        SlotStatus::Draft => (Colour::Grey, "Draft"),
        SlotStatus::Closed => (Colour::Grey, "Closed"),
        SlotStatus::Open if today > facts.cutoff => (Colour::White, "Sign-up over"),
        SlotStatus::Open if facts.places_left() == 0 => (Colour::Orange, "Full"),
        SlotStatus::Open => (Colour::Green, "Open"),
    };
    view! { <Tag colour text /> }
}

fn table(request: &Request, caption: &'static str, slots: &[&Listed]) -> impl IntoView + use<> {
    let [date, cutoff, status] = ["Date", "Sign up by", "Status"].map(Column::new);
    let columns = vec![date, cutoff, Column::number("Places taken"), Column::number("Waiting"), status];
    let rows = slots.iter().map(|listed| row(request, listed)).collect();
    view! { <Table caption caption_hidden=true columns rows /> }
}

/// A date with a link to where it is changed. Few cells, because each is a line on a phone.
fn row(request: &Request, listed: &Listed) -> Vec<AnyView> {
    let (facts, href) = (&listed.slot.facts, format!("{LIST}/{}", listed.slot.id));
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
    let form = request.form(ADD);
    let defaults = &request.services.programme.slots;
    let cutoff_hint = format!("Leave empty for {} days before the date", defaults.cutoff_days_before);
    let places = defaults.places.to_string();
    let draft = vec![Choice::new("yes", "Add it as a draft, which practices do not see yet")];
    view! {
        <h2>"Add a date"</h2>
        <p><a class="nhsuk-link" href=IMPORT>"Add many dates from a spreadsheet"</a></p>
        <form method="post" action={path_of::<AddSlot>()} novalidate>
            <DateField form=form.clone() name="date" legend="On which day does EMIS switch practices on?" />
            <DateField form=form.clone() name="cutoff" legend="What is the last day to sign up?" hint=cutoff_hint />
            <TextInput form=form.clone() name="places" label="How many practices can it take?" value=places width=5 inputmode="numeric" />
            <Checkboxes form name="draft" legend="Draft (optional)" choices=draft />
            <Button>"Add the date"</Button>
        </form>
    }
}
