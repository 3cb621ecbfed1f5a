//! `/practices/{ods}/slots/{slot}/book`: the check before a date is booked, moved to, or taken from the waiting list.

use domain::accounts::Action;
use domain::field::FieldError;
use domain::organisations::OdsCode;
use domain::slots::{BookingRefusal, DECLARATION};
use domain::time::{format_day, format_instant, format_weekday};
use leptos::prelude::*;
use services::practice_access::for_action;
use services::slots::{PracticeRecord, Slot, SlotChoice, SlotsView, TooLate};

use super::practice::{caption, load, page};
use crate::islands::PlacesLeft;
use crate::web::address::practice;
use crate::web::components::{Button, Checkboxes, Choice, FormName, Row, SummaryList, Textarea, WarningCallout};
use crate::web::errors::PageError;
use crate::web::outcome::{FormResult, PageResult, succeed};
use crate::web::page::Page;
use crate::web::request::Request;
use crate::web::told::told;

/// Its address.
pub const PATH: &str = "/practices/{ods}/slots/{slot}/book";
/// The name of the form that books the date for a practice that has none.
pub const BOOK: &str = "book";
/// The name of the form that moves the practice's booking to the date.
pub const MOVE: &str = "move";
/// The name of the form that takes the place that is kept for the practice.
pub const TAKE_UP: &str = "take-up";

const BOOKED: &str = "Your date is booked.";
const MOVED: &str = "Your booking is moved.";

/// The check before a date is booked or a booking moved.
pub async fn get(request: Request) -> PageResult {
    let (viewer, id) = (request.viewer()?, request.param("slot"));
    if request.flash.conflict
        && let Some(told) = services::slots::too_late(&request.services, viewer, &request.code("ods")?, id).await?
    {
        let TooLate { practice, slot, refusal, may_wait } = told;
        return Ok(refused(&practice, &slot, refusal, may_wait));
    }
    let (ods, view) = load(&request).await?;
    let offer = view.offers.iter().find(|offer| offer.slot.id == id).ok_or(PageError::NotFound)?;
    if !(view.may_work || view.booked.is_some() && view.may_change) {
        return Err(PageError::Forbidden);
    }
    if let Some(refusal) = offer.refusal {
        return Ok(refused(&view.practice, &offer.slot, refusal, offer.may_wait));
    }
    let title = if view.booked.is_some() { "Check before you move" } else { "Check before you book" };
    Ok(back_to_dates(page(&view.practice, title, check(&request, &ods, &view, offer)), &ods))
}

fn back_to_dates(page: Page, ods: &OdsCode) -> Page {
    page.back_to(practice(ods).slots(), "Back to all dates")
}

fn refused(record: &PracticeRecord, slot: &Slot, refusal: BookingRefusal, may_wait: bool) -> Page {
    let ods = &record.hierarchy.practice;
    let wait = may_wait.then(|| {
        view! { <p><a class="nhsuk-link" href=practice(ods).slot(&slot.id).wait()>"Join the waiting list"</a></p> }
    });
    let body = view! {
        <p>{format!("You cannot take {}: {refusal}.", format_day(slot.facts.date))}</p>
        {wait}
        <p><a class="nhsuk-link" href=practice(ods).slots()>"See all dates"</a></p>
    };
    back_to_dates(page(record, "This date cannot be taken", body), ods)
}

fn check(request: &Request, ods: &OdsCode, view: &SlotsView, offer: &SlotChoice) -> impl IntoView + use<> {
    let late = offer.after_deadline.then(|| {
        view! {
            <WarningCallout heading="This date is after the deadline">
                <p>"You can book it, but your practice will be counted as late."</p>
            </WarningCallout>
        }
    });
    view! {
        {late}
        <SummaryList rows=rows(ods, view, offer) />
        <p>
            "On this date EMIS reads the codes in your patients' records once. Patients who may be at risk must be reviewed and coded before it."
        </p>
        {declare(request, view, offer)}
    }
}

fn kept_until(offer: &SlotChoice) -> Option<String> {
    offer.wait.as_ref()?.offered_until.map(format_instant)
}

fn rows(ods: &OdsCode, view: &SlotsView, offer: &SlotChoice) -> Vec<Row> {
    let facts = &offer.slot.facts;
    let from = view.booked.as_ref().map(|booked| Row::new("Your date now", format_weekday(booked.slot.facts.date)));
    let date = if from.is_some() { "New date" } else { "Date" };
    let mut rows = vec![Row::new("Practice", caption(&view.practice))];
    rows.extend(from);
    rows.push(Row::new(date, view! { <strong>{format_weekday(facts.date)}</strong> }));
    rows.push(Row::new("Last day to move or cancel", format_day(facts.cutoff)));
    rows.push(match kept_until(offer) {
        Some(until) => Row::new("A place is kept for you", format!("until {until}")),
        None => {
            let (id, practice) = (offer.slot.id.clone(), ods.to_string());
            Row::new("Places", view! { <PlacesLeft id=id practice=practice left=offer.left /> })
        }
    });
    rows
}

/// The form: which of the three it is follows from what the practice has.
fn declare(request: &Request, view: &SlotsView, offer: &SlotChoice) -> impl IntoView + use<> {
    let (name, word) = match (kept_until(offer).is_some(), view.booked.is_some()) {
        (true, _) => (TAKE_UP, "Take this place"),
        (false, true) => (MOVE, "Move to this date"),
        (false, false) => (BOOK, "Book this date"),
    };
    let form = request.form(name);
    let why = (name == MOVE).then(|| {
        view! { <Textarea form=form.clone() name="reason" label="Why are you moving?" rows=2 limit=1000 /> }
    });
    let declared = vec![Choice::new("yes", DECLARATION)];
    view! {
        <form method="post" novalidate>
            <FormName name />
            {why}
            <Checkboxes form name="declared" legend="What do you declare?" choices=declared />
            <Button>{word}</Button>
        </form>
    }
}

/// Books the date for a practice that has none.
pub async fn book(request: Request) -> FormResult {
    let ods = declared(&request, Action::WorkJourney).await?;
    let arranged = services::slots::book(&request.services, request.viewer()?, &ods, request.param("slot")).await?;
    Ok(succeed(practice(&ods).slots(), format!("{BOOKED} {}", told(&arranged.told, "the practice"))))
}

/// Moves the practice's booking to the date.
pub async fn move_to(request: Request) -> FormResult {
    let ods = declared(&request, Action::ChangeBooking).await?;
    let reason = request.typed.raw("reason").unwrap_or_default();
    let arranged = services::slots::move_to(&request.services, request.viewer()?, &ods, request.param("slot"), reason).await?;
    Ok(succeed(practice(&ods).slots(), format!("{MOVED} {}", told(&arranged.told, "the practice"))))
}

/// Takes the place that is kept for the practice.
pub async fn take_up(request: Request) -> FormResult {
    let ods = declared(&request, Action::WorkJourney).await?;
    let arranged = services::slots::take_up(&request.services, request.viewer()?, &ods, request.param("slot")).await?;
    Ok(succeed(practice(&ods).slots(), format!("{BOOKED} {}", told(&arranged.told, "the practice"))))
}

/// The declaration is part of each form: without it nothing is tried.
async fn declared(request: &Request, may: Action) -> Result<OdsCode, PageError> {
    let (viewer, ods) = (request.viewer()?, request.code("ods")?);
    if request.typed.get("declared") == "yes" {
        return Ok(ods);
    }
    for_action(request.services.store.read(), viewer, may, &ods).await?;
    Err(FieldError::new("declared", "Tick the box to declare this").into())
}
