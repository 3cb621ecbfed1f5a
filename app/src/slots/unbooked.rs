//! A practice without a date: what it can do, and why it cannot book, if so.

use domain::organisations::OdsCode;
use domain::slots::BookingRefusal;
use domain::time::format_day;
use leptos::prelude::*;
use services::practices::Contact;
use services::slots::SlotsView;

use super::practice::whom;
use crate::web::address::practice;
use crate::web::components::{InsetText, WarningCallout};
use crate::web::request::Request;

/// What it can do.
pub fn unbooked(request: &Request, ods: &OdsCode, view: &SlotsView, ask: &[Contact]) -> impl IntoView + use<> {
    let put_off = view.put_off.as_ref().and_then(|booking| booking.wanted_from).map(|from| {
        view! { <InsetText><p>{format!("You gave up your date and want another from {}.", format_day(from))}</p></InsetText> }
    });
    let did_not_work = came_to_nothing(view).filter(|_| !view.missed_all);
    let did_not_work = did_not_work.map(|words| view! { <WarningCallout heading="The date did not work"><p>{words}</p></WarningCallout> });
    let missed = view.missed_all.then(|| {
        let (ask, manual) = (whom(request, ask), practice(ods).manual());
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
    let home = practice(ods).page();
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
