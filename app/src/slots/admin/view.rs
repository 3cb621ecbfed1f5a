//! Dates in words, as those read them who set them up.

use chrono::NaiveDate;
use domain::field::capital;
use domain::slots::{SlotStatus, unusual};
use domain::time::format_day;
use leptos::prelude::*;
use services::slots::SlotSummary;

use crate::web::components::{Colour, Tag};

/// The title of the list.
pub const TITLE: &str = "EMIS dates";

/// What a date offers on `today`, the first reason against it first.
pub fn status(listed: &SlotSummary, today: NaiveDate) -> impl IntoView + use<> {
    let facts = &listed.slot.facts;
    let (colour, text) = match facts.status {
        SlotStatus::Cancelled => (Colour::Red, "Cancelled"),
        SlotStatus::Done => (Colour::White, "Done"),
        _ if facts.date < today => (Colour::White, "Past"),
        SlotStatus::Draft => (Colour::Grey, "Draft"),
        SlotStatus::Closed => (Colour::Grey, "Closed"),
        SlotStatus::Open if today > facts.cutoff => (Colour::White, "Sign-up over"),
        SlotStatus::Open if facts.places_left() == 0 => (Colour::Orange, "Full"),
        SlotStatus::Open => (Colour::Green, "Open"),
    };
    view! { <Tag colour text /> }
}

/// A date with what to look at again.
pub fn marked_day(date: NaiveDate, deadline: NaiveDate) -> AnyView {
    view! { <span class="app-day">{format_day(date)}</span> {mark(date, deadline)} }.into_any()
}

/// What to look at again in a date, beside it: "On a Saturday".
pub fn mark(date: NaiveDate, deadline: NaiveDate) -> Option<impl IntoView> {
    let unusual = unusual(date, deadline);
    (!unusual.is_empty()).then(|| view! { <br /><span class="nhsuk-body-s">{capital(&unusual.join(", "))}</span> })
}

/// What to look at again in a date that was just made or moved, as a sentence after another; empty for most.
pub fn look_again(date: NaiveDate, deadline: NaiveDate) -> String {
    match unusual(date, deadline) {
        unusual if unusual.is_empty() => String::new(),
        unusual => format!(" Look at the day again: it is {}.", unusual.join(" and ")),
    }
}
