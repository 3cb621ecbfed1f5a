//! The practices that have an EMIS date or wait for it, as an administrator sees them.

use domain::time::{format_day, format_instant};
use leptos::prelude::*;
use services::practices::Named;
use services::slots::{BookedPractice, EntryStatus, Reported, SlotPractices, WaitingEntry};

use crate::web::address;
use crate::web::components::{Cell, Colour, Column, Table, Tag};

/// Both lists; nothing where nobody is on them.
pub fn lists(on: &SlotPractices, has_passed: bool) -> impl IntoView + use<> {
    view! {
        {has(&on.has, has_passed)}
        {waits(&on.waits)}
    }
}

/// Who has the date; once it has passed, also what each says of it.
fn has(practices: &[BookedPractice], has_passed: bool) -> Option<AnyView> {
    let mut columns = vec![Column::new("Practice"), Column::new("ICB"), Column::new("Booked")];
    columns.extend(has_passed.then(|| Column::new("After the date")));
    let rows = practices.iter().map(|one| {
        let mut cells = vec![named(&one.practice), icb(&one.practice), format_instant(one.booked_at).into_any()];
        cells.extend(has_passed.then(|| said(one.said)));
        cells
    });
    let caption = format!("Practices that {} it ({})", if has_passed { "had" } else { "have" }, practices.len());
    (!practices.is_empty()).then(|| view! { <Table caption columns rows=rows.collect() /> }.into_any())
}

fn said(said: Reported) -> Cell {
    match said {
        Reported::Works(day) => format!("Confirmed: access from {}", format_day(day)).into_any(),
        Reported::DidNotWork => view! { <Tag colour=Colour::Red text="Did not work" /> }.into_any(),
        Reported::Nothing => view! { <Tag colour=Colour::Yellow text="Not confirmed" /> }.into_any(),
    }
}

/// Who waits, with the number on the list that the practice itself reads.
fn waits(practices: &[WaitingEntry]) -> Option<AnyView> {
    let columns = ["Practice", "ICB", "On the list since", "State"].map(Column::new).to_vec();
    let rows = practices.iter().map(|one| {
        let state = match one.state {
            EntryStatus::Waits(place) => format!("Number {place}"),
            EntryStatus::Offered(until) => format!("A place is kept for it until {}", format_instant(until)),
            EntryStatus::RanOut => "It did not take its place in time".to_owned(),
        };
        vec![named(&one.practice), icb(&one.practice), format_instant(one.joined_at).into_any(), state.into_any()]
    });
    let caption = format!("On the waiting list ({})", practices.len());
    (!practices.is_empty()).then(|| view! { <Table caption columns rows=rows.collect() /> }.into_any())
}

fn named(practice: &Named) -> Cell {
    let (href, code) = (address::practice(&practice.code).slots(), practice.code.to_string());
    view! { <span><a class="nhsuk-link" href=href>{practice.name.clone()}</a><span class="app-line">{code}</span></span> }.into_any()
}

fn icb(practice: &Named) -> Cell {
    practice.icb.clone().unwrap_or_else(|| "Not known".to_owned()).into_any()
}
