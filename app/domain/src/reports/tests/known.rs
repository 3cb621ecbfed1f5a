//! A report of a past day is made of what was known then.

use super::*;
use crate::stage::{Reading, Reason};

/// X10000 is ready on EMIS, in XS1 under the ICB XC1; X10005 too, in XS3 under XC2.
fn ready(slot_changes: Vec<SlotRow>) -> Register {
    let mut register = Register { slots: vec!["s".into()], slot_changes, ..register() };
    register.practices.push(Practice { supplier: Supplier::Emis, ..practice(5, Some(2)) });
    register.stages = [0, 5].map(|practice| StageRow { practice, stage: Stage::Ready, effective_on: day("2023-09-01") }).into();
    register
}

fn reads(register: &Register, at: usize, as_at: &str) -> (Rag, String) {
    let states = register.as_at(day(as_at));
    let Reading { rag, reason, .. } = register.readings(&states, &Programme::current().yardstick(day(as_at)))[at];
    (rag, reason.map_or_else(String::new, Reason::sentence))
}

fn booked(practice: usize, made_on: &str, ended_on: Option<&str>) -> BookingRow {
    BookingRow { practice, slot: 0, pool: Pool::National, made_on: day(made_on), ended_on: ended_on.map(day) }
}

#[test]
fn a_date_that_moved_is_told_as_it_stood_on_the_day() {
    let mut register = ready(vec![slot("2023-08-01", "2023-10-18", 1), slot("2023-09-18", "2023-11-15", 1)]);
    register.bookings = vec![booked(0, "2023-09-04", None)];
    register.stages.push(StageRow { practice: 0, stage: Stage::DateBooked, effective_on: day("2023-09-04") });
    let on = |as_at: &str| register.as_at(day(as_at))[0].arranged.booked_on;
    assert_eq!([on("2023-09-03"), on("2023-09-17"), on("2023-09-18")], [None, Some(day("2023-10-18")), Some(day("2023-11-15"))]);
    assert_eq!([reads(&register, 0, "2023-09-17").0, reads(&register, 0, "2023-09-18").0], [Rag::Green, Rag::Red]);
}

#[test]
fn a_ready_practice_reads_by_the_places_of_the_day() {
    let mut register = ready(vec![slot("2023-08-01", "2023-10-25", 1)]);
    register.bookings = vec![booked(0, "2023-09-11", Some("2023-09-14"))];
    let rags = ["2023-07-31", "2023-09-08", "2023-09-11", "2023-09-13", "2023-09-14"].map(|as_at| reads(&register, 5, as_at).0);
    assert_eq!(rags, [Rag::Green, Rag::Green, Rag::Red, Rag::Red, Rag::Green], "no dates yet, a place, none, none, one again");
    assert_eq!(reads(&register, 5, "2023-09-11").1, "Every EMIS date by the deadline is full.");
    assert_eq!(reads(&register, 5, "2023-10-05").1, "Sign-up for the last EMIS date by the deadline closed on 4 October 2023.");
}

#[test]
fn places_held_back_and_kept_are_those_of_the_day() {
    let held = SlotRow { holds: vec![(code("XC1"), 1)], ..slot("2023-09-11", "2023-10-25", 1) };
    let mut register = ready(vec![slot("2023-08-01", "2023-10-25", 1), held]);
    let both = |register: &Register, as_at: &str| [0, 5].map(|at| reads(register, at, as_at).0);
    assert_eq!(both(&register, "2023-09-08"), [Rag::Green, Rag::Green]);
    assert_eq!(both(&register, "2023-09-11"), [Rag::Green, Rag::Red], "held back for the ICB of the first");
    let (offered_on, expires_on) = (day("2023-09-12"), day("2023-09-14"));
    let pool = Pool::Held(code("XC1"));
    register.offers = vec![OfferRow { practice: 5, slot: 0, pool, offered_on, expires_on, ended_on: Some(day("2023-09-18")) }];
    assert_eq!(both(&register, "2023-09-11"), [Rag::Green, Rag::Red]);
    assert_eq!(both(&register, "2023-09-14"), [Rag::Red, Rag::Green], "kept for the other");
    assert_eq!(both(&register, "2023-09-15"), [Rag::Red, Rag::Red], "run out, and not given back");
    assert_eq!(both(&register, "2023-09-18"), [Rag::Green, Rag::Red]);
}

#[test]
fn a_practice_reads_by_the_checklist_of_the_day() {
    let mut register = ready(vec![slot("2023-08-01", "2023-10-25", 9)]);
    let row = |recorded_on: &str, settled, signed_off| ProgressRow {
        practice: 0,
        recorded_on: day(recorded_on),
        settled,
        required: 12,
        settings_confirmed: true,
        signed_off,
    };
    register.progress = vec![row("2023-09-04", 2, false), row("2023-09-06", 12, true), row("2023-09-06", 11, false)];
    let work = |as_at: &str| reads(&register, 0, as_at).1.rsplit(' ').next().unwrap().to_owned();
    assert_eq!([work("2023-09-04"), work("2023-09-05"), work("2023-09-06")], ["11.", "11.", "2."]);
    register.checklists = vec![
        ChecklistRow { live_on: None, version: 1, required: [12, 11, 10] },
        ChecklistRow { live_on: Some(day("2023-09-11")), version: 2, required: [14, 11, 10] },
    ];
    register.stages.clear();
    register.progress.clear();
    let work = |as_at: &str| reads(&register, 0, as_at).1.rsplit(' ').next().unwrap().to_owned();
    assert_eq!([work("2023-09-10"), work("2023-09-11")], ["13.", "15."], "of a practice that has not begun");
}

#[test]
fn a_step_counts_from_its_day_on() {
    let mut register = ready(Vec::new());
    register.practices[0].supplier = Supplier::Tpp;
    let self_switch = crate::self_switch::SelfSwitch { default_on: Some(day("2023-09-06")), existing_updated: None };
    register.next = vec![NextRow { practice: 0, self_switch, ..NextRow::default() }];
    let work = |as_at: &str| reads(&register, 0, as_at).1.rsplit(' ').next().unwrap().to_owned();
    assert_eq!([work("2023-09-05"), work("2023-09-06")], ["10.", "5."]);
}
