//! `/practices/{ods}/slots`, `…/slots/{slot}/book` and `…/slots/cancel`.

use domain::organisations::{OdsCode, Route};
use domain::slots::BookingRefusal;
use domain::stage::Stage;
use domain::time::format_day;
use leptos::prelude::*;
use services::slots::{Booked, Offer, SlotsView};

use super::actions::{BookSlot, CancelSlot, MoveSlot};
use super::view::{booked_list, caption, offers_table, refusal_words};
use crate::actions::path_of;
use crate::components::{Button, InsetText, Row, SummaryList, Textarea, WarningCallout};
use crate::confirmation::{confirm_form, confirmed};
use crate::errors::PageError;
use crate::islands::PlacesLeft;
use crate::page::{Page, PageResult};
use crate::request::Request;

/// The name of the forms that book and move.
pub(super) const BOOK: &str = "book";
/// The name of the form that cancels.
pub(super) const CANCEL: &str = "cancel";

const TITLE: &str = "EMIS date";

async fn load(request: &Request) -> Result<(OdsCode, SlotsView), PageError> {
    let (viewer, ods) = (request.viewer()?, request.code("ods")?);
    Ok((ods.clone(), services::slots::load(&request.services, viewer, &ods).await?))
}

/// A page about the practice's date; what stands in `wide` takes the whole width.
fn page(ods: &OdsCode, view: &SlotsView, title: &str, body: impl IntoView + 'static, wide: Option<AnyView>) -> Page {
    let (caption, heading) = (caption(view), title.to_owned());
    let content = view! {
        <div class="nhsuk-grid-row">
            <div class="nhsuk-grid-column-two-thirds">
                <h1><span class="nhsuk-caption-l">{caption}</span>{heading}</h1>
                {body}
            </div>
        </div>
        {wide}
    };
    Page::new(title, content).under("/practices", "Practices").under(format!("/practices/{ods}"), &view.practice.name)
}

/// The practice's date, or the dates it can choose from.
pub async fn slots(request: Request) -> PageResult {
    let (ods, view) = load(&request).await?;
    if view.practice.supplier.route() != Route::Emis {
        return Ok(page(&ods, &view, TITLE, other_route(&ods, &view), None));
    }
    let confirmed = view.confirmation.as_ref().filter(|_| view.stage == Stage::SwitchedOn);
    let has_come = view.booked.as_ref().is_some_and(|booked| booked.has_come);
    let body = match (&view.booked, confirmed) {
        (_, Some(record)) => view! {
            <h2>"Switched on"</h2>
            {confirmed_view(&request, &ods, &view, record)}
        }
        .into_any(),
        (Some(booked), None) => booked_view(&request, &ods, &view, booked).into_any(),
        (None, None) => unbooked_view(&ods, &view).into_any(),
    };
    let may_choose = view.may_work && view.booked.as_ref().map_or(view.refusal.is_none(), |booked| booked.may_change);
    let offers = (confirmed.is_none() && !(has_come && view.offers.is_empty())).then(|| offers_view(&view, may_choose));
    Ok(page(&ods, &view, TITLE, body, offers))
}

fn other_route(ods: &OdsCode, view: &SlotsView) -> impl IntoView + use<> {
    let words = format!(
        "{} does not use EMIS ({} is recorded as its system), so it books no date.",
        view.practice.name,
        view.practice.supplier.name()
    );
    view! {
        <p>{words}</p>
        <p><a class="nhsuk-link" href=format!("/practices/{ods}/self-switch")>"See how this practice switches on"</a></p>
    }
}

fn confirmed_view(request: &Request, ods: &OdsCode, view: &SlotsView, record: &services::confirmation::Record) -> impl IntoView + use<> {
    confirmed(request, ods.as_str(), "slots", record, view.may_work)
}

fn booked_view(request: &Request, ods: &OdsCode, view: &SlotsView, booked: &Booked) -> impl IntoView + use<> {
    let date = format_day(booked.slot.facts.date);
    let confirm = (booked.has_come && view.may_work).then(|| {
        view! {
            <h2>"Has it worked?"</h2>
            <p>{format!("EMIS was due to switch you on on {date}. Look at a few patients' records, then tell us what you saw.")}</p>
            {confirm_form(request, ods.as_str(), "slots", format!("You booked {date}. For example, 31 10 2023"), "For example: three patients with the NHS App can see a note from today")}
        }
    });
    let cancel = (booked.may_change && view.may_work && !booked.has_come)
        .then(|| view! { <p><a class="nhsuk-link" href=format!("/practices/{ods}/slots/cancel")>"Cancel this booking"</a></p> });
    let too_late = (!booked.may_change && !booked.has_come && view.may_work).then(|| {
        view! { <InsetText><p>"The last day to move or cancel has passed. If the date no longer suits you, ask your ICB for help."</p></InsetText> }
    });
    view! {
        <h2>"Your date"</h2>
        {booked_list(booked)}
        {cancel}
        {too_late}
        {confirm}
    }
}

fn unbooked_view(ods: &OdsCode, view: &SlotsView) -> impl IntoView + use<> {
    let home = format!("/practices/{ods}");
    let not_ready = (view.refusal == Some(BookingRefusal::NotReady)).then(|| {
        view! {
            <WarningCallout heading="Finish your checklist first">
                <p>"You can book a date once every required item is done and your EMIS settings are confirmed."</p>
                <p><a href=home>"See what is still to do"</a></p>
            </WarningCallout>
        }
    });
    view! {
        <p>"On the date that you book, EMIS gives your patients aged 16 and over access to new entries, unless a code in their record says otherwise."</p>
        <p>"There are only a few dates, and each has a limited number of places."</p>
        {not_ready}
    }
}

fn offers_view(view: &SlotsView, may_choose: bool) -> AnyView {
    if view.offers.is_empty() {
        return view! {
            <InsetText><p>"No date is on offer at the moment. Ask your ICB whether another one is planned."</p></InsetText>
        }
        .into_any();
    }
    let heading = match (view.booked.is_some(), may_choose) {
        (true, _) => "All dates",
        (false, true) => "Choose a date",
        (false, false) => "Dates on offer",
    };
    view! {
        <h2>{heading}</h2>
        {offers_table(view, may_choose)}
    }
    .into_any()
}

/// The check before a date is booked or a booking moved.
pub async fn book(request: Request) -> PageResult {
    let (ods, view) = load(&request).await?;
    let id = request.param("slot");
    let offer = view.offers.iter().find(|offer| offer.slot.id == id).ok_or(PageError::NotFound)?;
    if !view.may_work {
        return Err(PageError::Forbidden);
    }
    let refusal = offer.refusal.or(view.refusal.filter(|refusal| *refusal != BookingRefusal::AlreadyBooked));
    let locked = view.booked.as_ref().is_some_and(|booked| !booked.may_change);
    let list = format!("/practices/{ods}/slots");
    if refusal.is_some() || locked {
        let words = refusal.map_or("too late to move your booking", refusal_words);
        let body = view! {
            <p>{format!("You cannot take {}: {}.", format_day(offer.slot.facts.date), words.to_lowercase())}</p>
            <p><a class="nhsuk-link" href=list.clone()>"See all dates"</a></p>
        };
        return Ok(page(&ods, &view, "This date cannot be taken", body, None).back_to(list, "Back to all dates"));
    }
    let title = if view.booked.is_some() { "Check before you move" } else { "Check before you book" };
    let body = check(&ods, &view, offer);
    Ok(page(&ods, &view, title, body, None).back_to(list, "Back to all dates"))
}

fn check(ods: &OdsCode, view: &SlotsView, offer: &Offer) -> impl IntoView + use<> {
    let facts = &offer.slot.facts;
    let from = view.booked.as_ref().map(|booked| Row::new("Your date now", format_day(booked.slot.facts.date)));
    let moving = from.is_some();
    let mut rows = vec![Row::new("Practice", caption(view))];
    rows.extend(from);
    rows.push(Row::new(if moving { "New date" } else { "Date" }, view! { <strong>{format_day(facts.date)}</strong> }));
    rows.push(Row::new("Last day to move or cancel", format_day(facts.cutoff)));
    rows.push(Row::new("Places", view! { <PlacesLeft id=offer.slot.id.clone() left=facts.places_left() /> }));
    let late = offer.after_deadline.then(|| {
        view! {
            <WarningCallout heading="This date is after the deadline">
                <p>"You can book it, but your practice will be counted as late."</p>
            </WarningCallout>
        }
    });
    let (to, word) = if moving { (path_of::<MoveSlot>(), "Move to this date") } else { (path_of::<BookSlot>(), "Book this date") };
    view! {
        {late}
        <SummaryList rows />
        <p>
            "On this date EMIS reads the codes in your patients' records once. Patients who may be at risk must be reviewed and coded before it."
        </p>
        <form method="post" action=to novalidate>
            <input type="hidden" name="ods" value=ods.to_string() />
            <input type="hidden" name="slot" value=offer.slot.id.clone() />
            <Button>{word}</Button>
        </form>
    }
}

/// Asks why, before a booking is cancelled.
pub async fn cancel(request: Request) -> PageResult {
    let (ods, view) = load(&request).await?;
    if !view.may_work {
        return Err(PageError::Forbidden);
    }
    let list = format!("/practices/{ods}/slots");
    let Some(booked) = view.booked.as_ref().filter(|booked| booked.may_change) else { return Err(PageError::Redirect(list)) };
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
