//! `/practices/{ods}/slots/cancel`, `…/slots/defer` and, from the day after the date, `…/slots/did-not-work`.

use domain::organisations::OdsCode;
use domain::time::format_day;
use leptos::prelude::*;
use services::slots::{Booked, SlotsView};

use super::actions::{CancelSlot, DeferSlot, SlotDidNotWork};
use super::list::{load, page};
use crate::legacy::path_of;
use crate::web::components::{Button, DateField, Textarea};
use crate::confirmation::{TEXT_MAX, seen};
use crate::web::errors::PageError;
use crate::web::page::{Page, PageResult};
use crate::web::request::Request;

/// The name of the form that cancels.
pub(super) const CANCEL: &str = "cancel";
/// The name of the form that puts a date off.
pub(super) const DEFER: &str = "defer";
/// The name of the form that says that a date did not work.
pub(super) const DID_NOT_WORK: &str = "did-not-work";

/// A practice with the date that it gives up, and where its dates are.
struct Asked {
    ods: OdsCode,
    view: SlotsView,
    list: String,
    date: String,
}

/// Who may change the practice's date is asked, where `may` says that there is something to ask; the page of the date has the rest.
async fn asked(request: &Request, may: impl FnOnce(&SlotsView, &Booked) -> bool) -> Result<Asked, PageError> {
    let (ods, view) = load(request).await?;
    if !view.may_change {
        return Err(PageError::Forbidden);
    }
    let list = format!("/practices/{ods}/slots");
    match view.booked.as_ref().filter(|booked| may(&view, booked)) {
        Some(booked) => Ok(Asked { date: format_day(booked.slot.facts.date), ods, list, view }),
        None => Err(PageError::Redirect(list)),
    }
}

fn can_be_given_up(_: &SlotsView, booked: &Booked) -> bool {
    booked.may_change && !booked.has_come
}

impl Asked {
    fn page(self, title: &str, body: impl IntoView + 'static) -> Page {
        page(&self.ods, &self.view, title, body, None).back_to(self.list, "Back to your date")
    }

    /// The way out, below a form.
    fn keep(&self, words: &'static str) -> impl IntoView + use<> {
        view! { <p><a class="nhsuk-link" href=self.list.clone()>{words}</a></p> }
    }
}

/// Asks why, before a booking is cancelled.
pub async fn cancel(request: Request) -> PageResult {
    let asked = asked(&request, can_be_given_up).await?;
    let form = request.form(CANCEL);
    let body = view! {
        <p>{format!("Your place on {} goes to another practice. You can book another date while there are places left.", asked.date)}</p>
        <form method="post" action={path_of::<CancelSlot>()} novalidate>
            <input type="hidden" name="ods" value=asked.ods.to_string() />
            <Textarea form name="reason" label="Why are you cancelling?" rows=3 limit=1000 />
            <Button kind="warning">"Cancel the booking"</Button>
        </form>
        {asked.keep("Keep the booking")}
    };
    Ok(asked.page("Cancel your booking", body))
}

/// Asks why and until when, before a date is put off.
pub async fn defer(request: Request) -> PageResult {
    let asked = asked(&request, can_be_given_up).await?;
    let form = request.form(DEFER);
    let body = view! {
        <p>{format!("Your place on {} goes to another practice. Choose another date when you are ready.", asked.date)}</p>
        <p>"If you know the date that you want instead, move to it: then you keep your place until you have the new one."</p>
        <form method="post" action={path_of::<DeferSlot>()} novalidate>
            <input type="hidden" name="ods" value=asked.ods.to_string() />
            <Textarea form=form.clone() name="reason" label="Why are you putting it off?" rows=3 limit=1000 />
            <DateField form name="wanted_from" legend="From when do you want another date?" />
            <Button kind="warning">"Put the date off"</Button>
        </form>
        {asked.keep("Keep the booking")}
    };
    Ok(asked.page("Put your date off", body))
}

/// Where a practice says that its date did not work.
pub(crate) fn address(ods: &OdsCode) -> String {
    format!("/practices/{ods}/slots/did-not-work")
}

/// Asks what was seen, where patients have no access after the date; what was typed about it beside the date stands there already.
pub async fn did_not_work(request: Request) -> PageResult {
    let asked = asked(&request, |view, _| view.may_say_it_did_not_work).await?;
    let (form, value) = (request.form(DID_NOT_WORK), seen(&request));
    let hint = "For example: the NHS App shows no note from today. Do not write anything about patients.";
    let body = view! {
        <p>"When you send this, the practice no longer has this date and can book another. The practice's people and its ICB sub-group are sent what you write."</p>
        <form method="post" action={path_of::<SlotDidNotWork>()} novalidate>
            <input type="hidden" name="ods" value=asked.ods.to_string() />
            <Textarea form name="reason" label="What did you see instead?" hint value rows=4 limit=TEXT_MAX />
            <Button>"Say that it did not work"</Button>
        </form>
        {asked.keep("Keep the date")}
    };
    Ok(asked.page("Patients do not have access", body))
}
