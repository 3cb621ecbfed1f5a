//! The dates ahead, as a table and as months, each with what a practice can do with it.

use chrono::NaiveDate;
use domain::slots::BookingRefusal;
use domain::time::{format_day, format_instant, weekday};
use leptos::prelude::*;
use services::practices::Contact;
use services::slots::{SlotChoice, SlotsView, Wait};

use super::calendar::{anchor, calendar};
use super::practice::whom;
use crate::islands::PlacesLeft;
use crate::web::address::{Slot, practice};
use crate::web::components::{Column, Details, InsetText, Table};
use crate::web::request::Request;

/// The dates, or whom to ask where there is none.
pub fn offers(request: &Request, view: &SlotsView, may_choose: bool, ask: &[Contact]) -> AnyView {
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
        {table(view, may_choose)}
        <Details summary="See the dates in a calendar">{calendar}</Details>
    }
    .into_any()
}

/// The dates ahead, each with a link to take it where the person may.
fn table(view: &SlotsView, may_choose: bool) -> impl IntoView + use<> {
    let moving = view.booked.is_some();
    let last = if moving { "Move" } else { "Book" };
    let columns = ["Date", "Sign up by", "Places", last].map(Column::new).to_vec();
    let rows = view.offers.iter().map(|offer| {
        let facts = &offer.slot.facts;
        let late = offer.after_deadline.then(|| view! { <br /><span class="nhsuk-body-s">"After the deadline"</span> });
        let weekday = view! { <span class="app-day">{weekday(facts.date)}</span> };
        let date = view! { <span id=anchor(offer)>{weekday}" "{day(facts.date)}</span> {late} }.into_any();
        vec![date, day(facts.cutoff).into_any(), places(view, offer), take(view, offer, may_choose)]
    });
    view! { <Table caption="Dates on offer" caption_hidden=true columns rows=rows.collect() /> }
}

fn day(day: NaiveDate) -> impl IntoView {
    view! { <span class="app-day">{format_day(day)}</span> }
}

/// What can be done with a date: take it, wait for it, or nothing, and why.
fn take(view: &SlotsView, offer: &SlotChoice, may_choose: bool) -> AnyView {
    let here = practice(&view.practice.hierarchy.practice).slot(&offer.slot.id);
    let date = format_day(offer.slot.facts.date);
    if let Some(wait) = offer.wait.as_ref().filter(|_| view.may_work) {
        return waiting(view, offer, wait, &here).into_any();
    }
    match offer.refusal {
        // That it is full stands beside, in the column of places.
        Some(BookingRefusal::Full) if offer.may_wait && view.may_work => {
            link(here.wait(), "Join the waiting list", &format!(" for {date}"))
        }
        Some(refusal) => refusal_words(refusal, offer.is_open).into_any(),
        None if may_choose && view.booked.is_some() => link(here.book(), "Move", &format!(" to {date}")),
        None if may_choose => link(here.book(), "Book", &format!(" {date}")),
        None => "Open".into_any(),
    }
}

/// Where a practice stands on the list of a date, and what it can do; also why it could not take a place.
fn waiting(view: &SlotsView, offer: &SlotChoice, wait: &Wait, here: &Slot) -> impl IntoView + use<> {
    let hidden = format!(" for {}", format_day(offer.slot.facts.date));
    let words = match wait.offered_until {
        Some(until) => format!("A place is kept for you until {}", format_instant(until)),
        None => format!("You are number {} on the waiting list", wait.position),
    };
    let barred = offer.refusal.filter(|refusal| *refusal != BookingRefusal::Full);
    let barred_words = barred.map(|refusal| view! { <br />{refusal_words(refusal, offer.is_open || offer.is_kept())} });
    // A place that came free while the practice was passed over is there for whoever books it.
    let book = (offer.refusal.is_none() && wait.offered_until.is_none()).then(|| {
        let word = if view.booked.is_some() { "Move" } else { "Book" };
        view! { <br />{link(here.book(), word, &hidden)} }
    });
    let word = match (wait.offered_until, barred) {
        (Some(_), None) => "Take it or turn it down",
        (Some(_), Some(_)) => "Turn it down",
        (None, _) => "Leave the list",
    };
    view! { <span>{words}{barred_words}{book}<br />{link(here.wait(), word, &hidden)}</span> }
}

fn link(href: String, word: &'static str, hidden: &str) -> AnyView {
    let hidden = hidden.to_owned();
    view! { <a class="nhsuk-link" href=href>{word}<span class="nhsuk-u-visually-hidden">{hidden}</span></a> }.into_any()
}

/// Places left for this practice, kept up to date where they can still be taken.
fn places(view: &SlotsView, offer: &SlotChoice) -> AnyView {
    if !offer.is_open {
        return "Closed".into_any();
    }
    let (id, practice) = (offer.slot.id.clone(), view.practice.hierarchy.practice.to_string());
    view! { <PlacesLeft id=id practice=practice left=offer.left /> }.into_any()
}

/// Why a date cannot be taken, for its line in the table: that nobody can comes before that this practice cannot.
fn refusal_words(refusal: BookingRefusal, is_open: bool) -> &'static str {
    match refusal {
        BookingRefusal::SameDate => "Your date",
        BookingRefusal::Closed => "Closed",
        BookingRefusal::PastCutoff => "Sign-up has closed",
        _ if !is_open => "Sign-up has closed",
        BookingRefusal::Full => "Full",
        BookingRefusal::NotReady => "Finish your checklist first",
        BookingRefusal::TooLateToMove => "Too late to move",
        BookingRefusal::NotEmis | BookingRefusal::AlreadySwitchedOn | BookingRefusal::AlreadyBooked => "Not for you now",
    }
}
