//! Dates and bookings in words.

use chrono::NaiveDate;
use domain::slots::BookingRefusal;
use domain::time::{format_day, format_instant};
use leptos::prelude::*;
use services::slots::{Booked, Offer, SlotsView};

use crate::components::{Column, Row, SummaryList, Table};
use crate::islands::PlacesLeft;

/// "Alder Surgery, X10001" above the heading of a page.
pub fn caption(view: &SlotsView) -> String {
    format!("{}, {}", view.practice.name, view.practice.place.practice)
}

/// Why a date cannot be taken, for its line in the table.
pub fn refusal_words(refusal: BookingRefusal) -> &'static str {
    match refusal {
        BookingRefusal::SameDate => "Your date",
        BookingRefusal::PastCutoff => "Too late to sign up",
        BookingRefusal::Full => "Full",
        BookingRefusal::Closed => "Closed",
        BookingRefusal::NotEmis | BookingRefusal::NotReady | BookingRefusal::AlreadySwitchedOn | BookingRefusal::AlreadyBooked => {
            "Not for you now"
        }
    }
}

/// The dates ahead, each with a link to take it where the person may.
pub fn offers_table(view: &SlotsView, may_choose: bool) -> impl IntoView + use<> {
    let ods = view.practice.place.practice.clone();
    let moving = view.booked.is_some();
    let last = if moving { "Move" } else { "Book" };
    let columns = ["Date", "Sign up by", "Places", last].map(Column::new).to_vec();
    let rows = view.offers.iter().map(|offer| {
        let facts = &offer.slot.facts;
        let late = offer.after_deadline.then(|| view! { <br /><span class="nhsuk-body-s">"After the deadline"</span> });
        let take = match offer.refusal {
            Some(refusal) => refusal_words(refusal).into_any(),
            None if may_choose => take_link(&format!("/practices/{ods}/slots/{}/book", offer.slot.id), moving, &format_day(facts.date)),
            None => "Open".into_any(),
        };
        vec![view! { {day(facts.date)} {late} }.into_any(), day(facts.cutoff).into_any(), places(offer), take]
    });
    view! { <Table caption="Dates on offer" caption_hidden=true columns rows=rows.collect() /> }
}

fn day(day: NaiveDate) -> impl IntoView {
    view! { <span class="app-day">{format_day(day)}</span> }
}

fn take_link(href: &str, moving: bool, date: &str) -> AnyView {
    let (word, hidden) = if moving { ("Move", format!(" to {date}")) } else { ("Book", format!(" {date}")) };
    view! { <a class="nhsuk-link" href=href.to_owned()>{word}<span class="nhsuk-u-visually-hidden">{hidden}</span></a> }.into_any()
}

/// Places left, kept up to date where they can still be taken.
fn places(offer: &Offer) -> AnyView {
    match offer.refusal {
        Some(BookingRefusal::PastCutoff | BookingRefusal::Closed) => "None on offer".into_any(),
        _ => view! { <PlacesLeft id=offer.slot.id.clone() left=offer.slot.facts.places_left() /> }.into_any(),
    }
}

/// The date a practice has.
pub fn booked_list(booked: &Booked) -> impl IntoView + use<> {
    let rows = vec![
        Row::new("Date", view! { <strong>{format_day(booked.slot.facts.date)}</strong> }),
        Row::new("Booked", format!("{} by {}", format_instant(booked.booking.booked_at), booked.booking.booked_by)),
        Row::new("Last day to move or cancel", format_day(booked.slot.facts.cutoff)),
    ];
    view! { <SummaryList rows /> }
}
