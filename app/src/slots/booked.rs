//! The date that a practice has, and from that day on the question whether it has worked.

use domain::organisations::OdsCode;
use domain::time::{format_day, format_instant};
use leptos::prelude::*;
use services::practices::Contact;
use services::slots::{Booked, SlotsView};

use super::practice::whom;
use crate::confirmation::confirm_form;
use crate::web::address::practice;
use crate::web::components::{Button, InsetText, Row, SummaryList};
use crate::web::format::by;
use crate::web::request::Request;

/// What the second button of the form that confirms sends: patients do not have access.
pub const NOT_YET: &str = "not-yet";

/// The date, and what can be done about it.
pub fn booked(request: &Request, ods: &OdsCode, view: &SlotsView, booked: &Booked, ask: &[Contact]) -> impl IntoView + use<> {
    let date = format_day(booked.slot.facts.date);
    // Who confirms has a button for it beside, which keeps what was typed.
    let did_not_work = (view.may_say_it_did_not_work && !view.may_work)
        .then(|| view! { <p>"If not: "<a class="nhsuk-link" href=practice(ods).did_not_work()>"Patients do not have access"</a></p> });
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
        let no = view
            .may_say_it_did_not_work
            .then(|| view! { <Button kind="secondary" name="verdict" value=NOT_YET>"Patients do not have access"</Button> }.into_any());
        confirm_form(request, day, hint, no)
    });
    let change = (booked.may_change && !booked.has_come).then(|| {
        view! {
            <ul class="nhsuk-list">
                <li><a class="nhsuk-link" href=practice(ods).defer()>"Give up this date and choose later"</a></li>
                <li><a class="nhsuk-link" href=practice(ods).cancel()>"Cancel your booking"</a></li>
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
        {summary(booked)}
        {to_come}
        {change}
        {too_late}
        {has_come}
        {confirm}
    }
}

fn summary(booked: &Booked) -> impl IntoView + use<> {
    let rows = vec![
        Row::new("Date", view! { <strong>{format_day(booked.slot.facts.date)}</strong> }),
        Row::new("Booked", by(format_instant(booked.booking.booked_at), &booked.booking.booked_by)),
        Row::new("Last day to move or cancel", format_day(booked.slot.facts.cutoff)),
    ];
    view! { <SummaryList rows /> }
}
