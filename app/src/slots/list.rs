//! `/practices/{ods}/slots`.

use domain::accounts::Role;
use domain::organisations::{OdsCode, Route};
use domain::slots::BookingRefusal;
use domain::stage::Stage;
use domain::time::format_day;
use leptos::prelude::*;
use services::practices::{Contact, sub_group};
use services::slots::{Booked, SlotsView};

use super::calendar::calendar;
use super::cancel;
use super::view::{booked_list, caption, offers_table};
use crate::web::components::{Details, InsetText, WarningCallout, contact};
use crate::confirmation::{confirm_form, confirmed};
use crate::web::errors::PageError;
use crate::web::page::{Page, PageResult};
use crate::web::request::Request;

/// The name of the forms that book and move.
pub(super) const BOOK: &str = "book";

const TITLE: &str = "EMIS date";

pub(super) async fn load(request: &Request) -> Result<(OdsCode, SlotsView), PageError> {
    let (viewer, ods) = (request.viewer()?, request.code("ods")?);
    Ok((ods.clone(), services::slots::load(&request.services, viewer, &ods).await?))
}

/// A page about the practice's date; what stands in `wide` takes the whole width.
pub(super) fn page(ods: &OdsCode, view: &SlotsView, title: &str, body: impl IntoView + 'static, wide: Option<AnyView>) -> Page {
    Page::captioned(caption(view), title, body).wide(wide).under_practice(ods, &view.practice.name)
}

/// The practice's date, or the dates it can choose from.
pub async fn slots(request: Request) -> PageResult {
    let (ods, view) = load(&request).await?;
    if view.practice.supplier.route() != Route::Emis {
        return Ok(page(&ods, &view, TITLE, other_route(&ods, &view), None));
    }
    let ask = if asks(&view) { sub_group(&request.services, request.viewer()?, &ods).await? } else { Vec::new() };
    let switched_on = view.confirmation.as_ref().filter(|_| view.stage == Stage::SwitchedOn);
    let has_come = view.booked.as_ref().is_some_and(|booked| booked.has_come);
    let body = match (&view.booked, switched_on) {
        (_, Some(record)) => view! {
            <h2>"Switched on"</h2>
            {confirmed(ods.as_str(), record, view.may_work)}
        }
        .into_any(),
        (Some(booked), None) => booked_view(&request, &ods, &view, booked, &ask).into_any(),
        (None, None) => unbooked_view(&request, &ods, &view, &ask).into_any(),
    };
    let may_choose = view.booked.as_ref().map_or(view.may_work && view.refusal.is_none(), |booked| booked.may_change);
    let offers = switched_on.is_none() && !((has_come || view.missed_all) && view.offers.is_empty());
    let offers = offers.then(|| offers_view(&request, &view, may_choose, &ask));
    Ok(page(&ods, &view, TITLE, body, offers))
}

/// Whether the page says whom to ask: where there is nothing to choose, or only others can still change what was chosen.
fn asks(view: &SlotsView) -> bool {
    view.missed_all || view.offers.is_empty() || view.booked.as_ref().is_some_and(|booked| !booked.may_change && !booked.has_come)
}

/// Whom to ask about dates: its ICB sub-group for a practice, the programme admin for everybody else.
fn whom(request: &Request, sub_group: &[Contact]) -> AnyView {
    match request.viewer_if_any().map(|viewer| viewer.role) {
        Some(Role::PracticeManager) => contact::sub_group(sub_group, &request.services.help),
        _ => contact::admin(&request.services.help),
    }
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

fn booked_view(request: &Request, ods: &OdsCode, view: &SlotsView, booked: &Booked, ask: &[Contact]) -> impl IntoView + use<> {
    let date = format_day(booked.slot.facts.date);
    // Who confirms has a button for it beside, which keeps what was typed.
    let did_not_work = (view.may_say_it_did_not_work && !view.may_work)
        .then(|| view! { <p>"If not: "<a class="nhsuk-link" href=cancel::address(ods)>"Patients do not have access"</a></p> });
    let has_come = booked.has_come.then(|| {
        view! {
            <h2>"Has it worked?"</h2>
            <p>{format!("EMIS was due to give patients access on {date}. Look at a few patients' records, then say here what you saw.")}</p>
            {did_not_work}
        }
    });
    let confirm = (booked.has_come && view.may_work).then(|| {
        let day = (Some(booked.slot.facts.date), format!("You booked {date}. Change the day if it was later"));
        let hint = "For example: three patients with the NHS App can see a note from today";
        confirm_form(request, ods.as_str(), "slots", day, hint, view.may_say_it_did_not_work)
    });
    let change = (booked.may_change && !booked.has_come).then(|| {
        let (cancel, defer) = (format!("/practices/{ods}/slots/cancel"), format!("/practices/{ods}/slots/defer"));
        view! {
            <ul class="nhsuk-list">
                <li><a class="nhsuk-link" href=defer>"Put this date off"</a></li>
                <li><a class="nhsuk-link" href=cancel>"Cancel this booking"</a></li>
            </ul>
        }
    });
    let too_late = (!booked.may_change && !booked.has_come && view.may_work).then(|| {
        let ask = whom(request, ask);
        view! { <InsetText><p>"The last day to move or cancel has passed. If the date no longer suits you, ask "{ask}". It can still be changed there."</p></InsetText> }
    });
    let to_come = (!booked.has_come && view.may_work)
        .then(|| view! { <p>{format!("After {date}, look whether patients have access and say here what you saw.")}</p> });
    view! {
        <h2>"Your date"</h2>
        {booked_list(booked)}
        {to_come}
        {change}
        {too_late}
        {has_come}
        {confirm}
    }
}

fn unbooked_view(request: &Request, ods: &OdsCode, view: &SlotsView, ask: &[Contact]) -> impl IntoView + use<> {
    let home = format!("/practices/{ods}");
    let put_off = view.put_off.as_ref().and_then(|booking| booking.wanted_from).map(|from| {
        view! { <InsetText><p>{format!("You have put your date off, and want another from {} on.", format_day(from))}</p></InsetText> }
    });
    let did_not_work = came_to_nothing(view).filter(|_| !view.missed_all);
    let did_not_work = did_not_work.map(|words| view! { <WarningCallout heading="The date did not work"><p>{words}</p></WarningCallout> });
    let missed = view.missed_all.then(|| {
        let manual = format!("/practices/{ods}/slots/manual");
        let ask = whom(request, ask);
        let behind = came_to_nothing(view).map(|words| view! { <p>{words}</p> });
        view! {
            <WarningCallout heading="No date is left">
                {behind}
                <p>"There is no date left that you can book or wait for. Until there is, give patients access by hand."</p>
                <p>"To hear whether another date is planned, ask "{ask}"."</p>
                <p><a href=manual>"See what to do by hand"</a></p>
            </WarningCallout>
        }
    });
    let not_ready = (view.refusal == Some(BookingRefusal::NotReady)).then(|| {
        view! {
            <WarningCallout heading="Finish your checklist first">
                <p>"You can book a date once every required item is done, your EMIS settings are confirmed and the checklist is signed off."</p>
                <p><a href=home>"See what is still to do"</a></p>
            </WarningCallout>
        }
    });
    let excepted = view.excepted.then(|| {
        view! { <InsetText><p>"This practice has an exception. While it lasts, the practice can book a free place but cannot join a waiting list."</p></InsetText> }
    });
    view! {
        {did_not_work}
        {missed}
        <p>"On the date that you book, EMIS gives your patients aged 16 and over access to new entries, unless a code in their record says otherwise."</p>
        <p>"There are only a few dates, and each has a limited number of places."</p>
        {not_ready}
        {excepted}
        {put_off}
    }
}

/// That the last date came and went, and what follows where a date is left.
fn came_to_nothing(view: &SlotsView) -> Option<String> {
    let date = format_day(view.did_not_work?);
    let (whose, next) = match (view.may_work, view.missed_all) {
        (true, true) => ("Your", ""),
        (true, false) => ("Your", " Choose another below."),
        (false, _) => ("The practice's", " It needs another."),
    };
    Some(format!("{whose} EMIS date, {date}, did not work: patients do not have access.{next}"))
}

fn offers_view(request: &Request, view: &SlotsView, may_choose: bool, ask: &[Contact]) -> AnyView {
    if view.offers.is_empty() {
        let ask = whom(request, ask);
        let words = "No date is on offer at the moment. To hear whether one is planned, ask ";
        return view! { <InsetText><p>{words}{ask}"."</p></InsetText> }.into_any();
    }
    let heading = match (view.booked.is_some() || view.missed_all, may_choose) {
        (true, _) => "All dates",
        (false, true) => "Choose a date",
        (false, false) => "Dates on offer",
    };
    let calendar = calendar(view).into_any();
    view! {
        <h2>{heading}</h2>
        {offers_table(view, may_choose)}
        <Details summary="See the dates in a calendar">{calendar}</Details>
    }
    .into_any()
}
