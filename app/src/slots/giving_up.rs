//! `/practices/{ods}/slots/cancel`, `…/slots/defer` and, from the day after the date, `…/slots/did-not-work`.

use domain::time::format_day;
use leptos::prelude::*;

use super::actions::{CancelSlot, DeferSlot, SlotDidNotWork};
use super::pages::{load, page};
use crate::actions::path_of;
use crate::components::{Button, DateField, Textarea};
use crate::errors::PageError;
use crate::page::PageResult;
use crate::request::Request;

/// The name of the form that cancels.
pub(super) const CANCEL: &str = "cancel";
/// The name of the form that puts a date off.
pub(super) const DEFER: &str = "defer";
/// The name of the form that says that a date did not work.
pub(super) const DID_NOT_WORK: &str = "did-not-work";

/// Asks why, before a booking is cancelled.
pub async fn cancel(request: Request) -> PageResult {
    let (ods, view) = load(&request).await?;
    if !view.may_change {
        return Err(PageError::Forbidden);
    }
    let list = format!("/practices/{ods}/slots");
    let Some(booked) = view.booked.as_ref().filter(|booked| booked.may_change && !booked.has_come) else {
        return Err(PageError::Redirect(list));
    };
    let form = request.form(CANCEL);
    let date = format_day(booked.slot.facts.date);
    let body = view! {
        <p>{format!("Your place on {date} goes to another practice. You can book another date while there are places left.")}</p>
        <form method="post" action={path_of::<CancelSlot>()} novalidate>
            <input type="hidden" name="ods" value=ods.to_string() />
            <Textarea form name="reason" label="Why are you cancelling?" rows=3 limit=1000 />
            <Button kind="warning">"Cancel the booking"</Button>
        </form>
        <p><a class="nhsuk-link" href=list.clone()>"Keep the booking"</a></p>
    };
    Ok(page(&ods, &view, "Cancel your booking", body, None).back_to(list, "Back to your date"))
}

/// Asks why and until when, before a date is put off.
pub async fn defer(request: Request) -> PageResult {
    let (ods, view) = load(&request).await?;
    if !view.may_change {
        return Err(PageError::Forbidden);
    }
    let list = format!("/practices/{ods}/slots");
    let Some(booked) = view.booked.as_ref().filter(|booked| booked.may_change && !booked.has_come) else {
        return Err(PageError::Redirect(list));
    };
    let form = request.form(DEFER);
    let date = format_day(booked.slot.facts.date);
    let body = view! {
        <p>{format!("Your place on {date} goes to another practice. Choose another date when you are ready.")}</p>
        <p>"If you know the date that you want instead, move to it: then you keep your place until you have the new one."</p>
        <form method="post" action={path_of::<DeferSlot>()} novalidate>
            <input type="hidden" name="ods" value=ods.to_string() />
            <Textarea form=form.clone() name="reason" label="Why are you putting it off?" rows=3 limit=1000 />
            <DateField form name="wanted_from" legend="From when do you want another date?" />
            <Button kind="warning">"Put the date off"</Button>
        </form>
        <p><a class="nhsuk-link" href=list.clone()>"Keep the booking"</a></p>
    };
    Ok(page(&ods, &view, "Put your date off", body, None).back_to(list, "Back to your date"))
}

/// Asks what was seen, where patients have no access after the date.
pub async fn did_not_work(request: Request) -> PageResult {
    let (ods, view) = load(&request).await?;
    if !view.may_change {
        return Err(PageError::Forbidden);
    }
    let list = format!("/practices/{ods}/slots");
    if !view.may_say_it_did_not_work {
        return Err(PageError::Redirect(list));
    }
    let form = request.form(DID_NOT_WORK);
    let hint = "For example: the NHS App shows no note from today. Do not write anything about patients.";
    let body = view! {
        <p>"The practice then no longer has this date, and can book another. The practice's people and its ICB sub-group are sent what you write."</p>
        <form method="post" action={path_of::<SlotDidNotWork>()} novalidate>
            <input type="hidden" name="ods" value=ods.to_string() />
            <Textarea form name="reason" label="What did you see instead?" hint rows=4 limit=1000 />
            <Button>"Say that it did not work"</Button>
        </form>
        <p><a class="nhsuk-link" href=list.clone()>"Keep the date"</a></p>
    };
    Ok(page(&ods, &view, "Patients do not have access", body, None).back_to(list, "Back to your date"))
}
