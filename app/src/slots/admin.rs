//! `/admin/slots` and `/admin/slots/{slot}`.

use chrono::NaiveDate;
use domain::slots::{BookingRefusal, SlotStatus, is_open};
use domain::time::format_day;
use leptos::prelude::*;
use services::slots::Slot;

use super::admin_actions::{AddSlot, SetSlotOpen, SetSlotPlaces};
use crate::actions::path_of;
use crate::components::{Button, Colour, Column, DateField, Row, SummaryList, Table, Tag, TextInput};
use crate::errors::PageError;
use crate::page::{Page, PageResult};
use crate::request::Request;

/// The address of the list.
pub(super) const LIST: &str = "/admin/slots";
/// The name of the form that adds a date.
pub(super) const ADD: &str = "add";
/// The name of the form that changes the places of one.
pub(super) const CHANGE: &str = "places";

/// Every date, and a form for another.
pub async fn slots(request: Request) -> PageResult {
    let slots = services::slots::all(&request.services, request.viewer()?).await?;
    let columns = vec![
        Column::new("Date"),
        Column::new("Sign up by"),
        Column::number("Places"),
        Column::number("Taken"),
        Column::new("Status"),
        Column::new("Change"),
    ];
    let rows: Vec<_> = slots.iter().map(|slot| row(slot, request.today())).collect();
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
fn status(slot: &Slot, today: NaiveDate) -> impl IntoView + use<> {
    let (colour, text) = match is_open(&slot.facts, today) {
        _ if slot.facts.date < today => (Colour::White, "Past"),
        Err(BookingRefusal::PastCutoff) => (Colour::White, "Sign-up over"),
        Err(BookingRefusal::Full) => (Colour::Orange, "Full"),
        Err(_) => (Colour::Grey, "Closed"),
        Ok(()) => (Colour::Green, "Open"),
    };
    view! { <Tag colour text /> }
}

fn row(slot: &Slot, today: NaiveDate) -> Vec<AnyView> {
    let (facts, date) = (&slot.facts, format_day(slot.facts.date));
    let hidden = format!(" {date}");
    let href = format!("{LIST}/{}", slot.id);
    let change = view! { <a class="nhsuk-link" href=href>"Change"<span class="nhsuk-u-visually-hidden">{hidden}</span></a> };
    vec![
        date.into_any(),
        format_day(facts.cutoff).into_any(),
        facts.places.into_any(),
        facts.taken.into_any(),
        status(slot, today).into_any(),
        change.into_any(),
    ]
}

fn add_form(request: &Request) -> impl IntoView + use<> {
    let form = request.form(ADD);
    let defaults = &request.services.programme.slots;
    let cutoff_hint = format!("Leave empty for {} days before the date", defaults.cutoff_days_before);
    let places = defaults.places.to_string();
    view! {
        <h2>"Add a date"</h2>
        <form method="post" action={path_of::<AddSlot>()} novalidate>
            <DateField form=form.clone() name="date" legend="On which day does EMIS switch practices on?" />
            <DateField form=form.clone() name="cutoff" legend="What is the last day to sign up?" hint=cutoff_hint />
            <TextInput form name="places" label="How many practices can it take?" value=places width=5 inputmode="numeric" />
            <Button>"Add the date"</Button>
        </form>
    }
}

/// One date, to change its places, close or open it.
pub async fn slot(request: Request) -> PageResult {
    let slots = services::slots::all(&request.services, request.viewer()?).await?;
    let slot = slots.iter().find(|slot| slot.id == request.param("slot")).ok_or(PageError::NotFound)?;
    let date = format_day(slot.facts.date);
    let rows = vec![
        Row::new("Sign up by", format_day(slot.facts.cutoff)),
        Row::new("Places taken", slot.facts.taken),
        Row::new("Status", status(slot, request.today())),
    ];
    let open = slot.facts.status == SlotStatus::Open;
    let (word, next, words) = if open {
        ("Close this date", "no", "A closed date takes no more bookings. Practices that have it keep it.")
    } else {
        ("Open this date", "yes", "An open date can be booked while places are left and its sign-up day has not passed.")
    };
    let form = request.form(CHANGE);
    let (heading, id) = (date.clone(), slot.id.clone());
    let body = view! {
        <div class="nhsuk-grid-row">
            <div class="nhsuk-grid-column-two-thirds">
                <h1><span class="nhsuk-caption-l">"EMIS date"</span>{heading}</h1>
                <SummaryList rows />
                <form method="post" action={path_of::<SetSlotPlaces>()} novalidate>
                    <input type="hidden" name="slot" value=id.clone() />
                    <TextInput
                        form
                        name="places"
                        label="How many practices can it take?"
                        value=slot.facts.places.to_string()
                        width=5
                        inputmode="numeric"
                    />
                    <Button>"Save the places"</Button>
                </form>
                <h2>{word}</h2>
                <p>{words}</p>
                <form method="post" action={path_of::<SetSlotOpen>()} novalidate>
                    <input type="hidden" name="slot" value=id />
                    <input type="hidden" name="open" value=next />
                    <Button kind="secondary">{word}</Button>
                </form>
            </div>
        </div>
    };
    Ok(Page::new(date, body).under("/admin", "Admin").under(LIST, "EMIS dates"))
}
