//! `/practices/{ods}/slots/{slot}/book`: the check before a date is booked, moved to, or taken from the waiting list.

use domain::organisations::OdsCode;
use domain::slots::DECLARATION;
use domain::time::{format_day, format_instant, format_weekday};
use leptos::prelude::*;
use services::slots::{Offer, SlotsView};

use super::actions::{BookSlot, MoveSlot, TakeUpSlot};
use super::list::{BOOK, load, page};
use super::view::caption;
use crate::legacy::path_of;
use crate::web::components::{Button, Checkboxes, Choice, Row, SummaryList, Textarea, WarningCallout};
use crate::web::errors::PageError;
use crate::islands::PlacesLeft;
use crate::web::page::PageResult;
use crate::web::request::Request;

/// The check before a date is booked or a booking moved.
pub async fn book(request: Request) -> PageResult {
    let (ods, view) = load(&request).await?;
    let id = request.param("slot");
    let offer = view.offers.iter().find(|offer| offer.slot.id == id).ok_or(PageError::NotFound)?;
    if !(view.may_work || view.booked.is_some() && view.may_change) {
        return Err(PageError::Forbidden);
    }
    let list = format!("/practices/{ods}/slots");
    if let Some(refusal) = offer.refusal {
        let wait = offer.may_wait.then(|| {
            view! { <p><a class="nhsuk-link" href=format!("{list}/{id}/wait")>"Join the waiting list"</a></p> }
        });
        let body = view! {
            <p>{format!("You cannot take {}: {refusal}.", format_day(offer.slot.facts.date))}</p>
            {wait}
            <p><a class="nhsuk-link" href=list.clone()>"See all dates"</a></p>
        };
        return Ok(page(&ods, &view, "This date cannot be taken", body, None).back_to(list, "Back to all dates"));
    }
    let title = if view.booked.is_some() { "Check before you move" } else { "Check before you book" };
    let body = check(&request, &ods, &view, offer);
    Ok(page(&ods, &view, title, body, None).back_to(list, "Back to all dates"))
}

fn check(request: &Request, ods: &OdsCode, view: &SlotsView, offer: &Offer) -> impl IntoView + use<> {
    let (facts, form) = (&offer.slot.facts, request.form(BOOK));
    let from = view.booked.as_ref().map(|booked| Row::new("Your date now", format_weekday(booked.slot.facts.date)));
    let moving = from.is_some();
    let kept = offer.wait.as_ref().and_then(|wait| wait.offered_until);
    let mut rows = vec![Row::new("Practice", caption(view))];
    rows.extend(from);
    rows.push(Row::new(if moving { "New date" } else { "Date" }, view! { <strong>{format_weekday(facts.date)}</strong> }));
    rows.push(Row::new("Last day to move or cancel", format_day(facts.cutoff)));
    rows.push(match kept {
        Some(until) => Row::new("A place is kept for you", format!("until {}", format_instant(until))),
        None => {
            let (id, practice) = (offer.slot.id.clone(), ods.to_string());
            Row::new("Places", view! { <PlacesLeft id=id practice=practice left=offer.left /> })
        }
    });
    let late = offer.after_deadline.then(|| {
        view! {
            <WarningCallout heading="This date is after the deadline">
                <p>"You can book it, but your practice will be counted as late."</p>
            </WarningCallout>
        }
    });
    let (to, word) = match (kept.is_some(), moving) {
        (true, _) => (path_of::<TakeUpSlot>(), "Take this place"),
        (false, true) => (path_of::<MoveSlot>(), "Move to this date"),
        (false, false) => (path_of::<BookSlot>(), "Book this date"),
    };
    let why = (moving && kept.is_none()).then(|| {
        view! { <Textarea form=form.clone() name="reason" label="Why are you moving?" rows=2 limit=1000 /> }
    });
    let declared = vec![Choice::new("yes", DECLARATION)];
    view! {
        {late}
        <SummaryList rows />
        <p>
            "On this date EMIS reads the codes in your patients' records once. Patients who may be at risk must be reviewed and coded before it."
        </p>
        <form method="post" action=to novalidate>
            <input type="hidden" name="ods" value=ods.to_string() />
            <input type="hidden" name="slot" value=offer.slot.id.clone() />
            {why}
            <Checkboxes form name="declared" legend="What do you declare?" choices=declared />
            <Button>{word}</Button>
        </form>
    }
}
