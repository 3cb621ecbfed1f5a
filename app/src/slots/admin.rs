//! `/admin/slots`: every date, and a form for another.

use chrono::NaiveDate;
use domain::slots::SlotStatus;
use domain::time::format_day;
use leptos::prelude::*;
use services::slots::Listed;

use super::admin_actions::AddSlot;
use super::sheet;
use super::view::marked_day;
use crate::actions::path_of;
use crate::components::{Button, Checkboxes, Choice, Colour, Column, DateField, Table, Tag, TextInput};
use crate::page::{Page, PageResult};
use crate::request::Request;

/// The address of the list.
pub(super) const LIST: &str = "/admin/slots";
/// The name of the form that adds a date.
pub(super) const ADD: &str = "add";

/// Every date, and a form for another.
pub async fn slots(request: Request) -> PageResult {
    let slots = services::slots::all(&request.services, request.viewer()?).await?;
    let columns = vec![
        Column::new("Date"),
        Column::new("Sign up by"),
        Column::number("Places"),
        Column::number("Held back"),
        Column::number("Taken"),
        Column::number("Waiting"),
        Column::new("Status"),
        Column::new("Change"),
    ];
    let rows: Vec<_> = slots.iter().map(|listed| row(&request, listed)).collect();
    let list = if rows.is_empty() {
        view! { <p>"There is no date yet."</p> }.into_any()
    } else {
        view! { <Table caption="Dates" caption_hidden=true columns rows /> }.into_any()
    };
    let body = view! {
        <h1>"EMIS dates"</h1>
        {list}
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

fn row(request: &Request, listed: &Listed) -> Vec<AnyView> {
    let (facts, date) = (&listed.slot.facts, format_day(listed.slot.facts.date));
    let hidden = format!(" {date}");
    let href = format!("{LIST}/{}", listed.slot.id);
    let change = view! { <a class="nhsuk-link" href=href>"Change"<span class="nhsuk-u-visually-hidden">{hidden}</span></a> };
    vec![
        marked_day(facts.date, request.services.programme.deadline),
        format_day(facts.cutoff).into_any(),
        facts.places.into_any(),
        facts.held.into_any(),
        facts.taken.into_any(),
        (listed.waiting + listed.offered).into_any(),
        status(listed, request.today()).into_any(),
        change.into_any(),
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
        <p><a class="nhsuk-link" href=sheet::PAGE>"Add many dates from a spreadsheet"</a></p>
        <form method="post" action={path_of::<AddSlot>()} novalidate>
            <DateField form=form.clone() name="date" legend="On which day does EMIS switch practices on?" />
            <DateField form=form.clone() name="cutoff" legend="What is the last day to sign up?" hint=cutoff_hint />
            <TextInput form=form.clone() name="places" label="How many practices can it take?" value=places width=5 inputmode="numeric" />
            <Checkboxes form name="draft" legend="Draft (optional)" choices=draft />
            <Button>"Add the date"</Button>
        </form>
    }
}
