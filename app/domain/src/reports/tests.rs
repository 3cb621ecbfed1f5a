mod known;

use chrono::{DateTime, NaiveDate};
use proptest::prelude::*;
use rstest::rstest;

use super::*;
use crate::accounts::Scope;
use crate::organisations::{OdsCode, Spells, Supplier};
use crate::programme::Programme;
use crate::slots::{Pool, SlotStatus};
use crate::stage::{Rag, Stage};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn code(text: &str) -> OdsCode {
    text.parse().unwrap()
}

fn place(text: &str, parent: Option<usize>) -> Area {
    Area { code: code(text), name: format!("Name of {text}").into(), parent }
}

fn practice(number: usize, sub_icb: Option<usize>) -> Practice {
    Practice {
        code: code(&format!("X{}", 10_000 + number)),
        name: format!("Practice {number}").into(),
        sub_icb,
        pcn: sub_icb,
        supplier: Supplier::ALL[number % 5],
        list_size: Some(1_000),
        is_open: true,
        spells: Spells::of_days(true, None, None),
    }
}

/// Two regions, three ICBs, four locations with a PCN each; five practices, the last with no place.
fn register() -> Register {
    Register {
        regions: vec![place("XR1", None), place("XR2", None)],
        icbs: vec![place("XC1", Some(0)), place("XC2", Some(0)), place("XC3", Some(1))],
        sub_icbs: vec![place("XS1", Some(0)), place("XS2", Some(0)), place("XS3", Some(1)), place("XS4", Some(2))],
        pcns: vec![place("XP1", Some(0)), place("XP2", Some(1)), place("XP3", Some(2)), place("XP4", Some(3))],
        practices: vec![practice(0, Some(0)), practice(1, Some(1)), practice(2, Some(2)), practice(3, Some(3)), practice(4, None)],
        ..Register::default()
    }
}

fn question(by: By, within: Option<&str>, as_at: &str) -> Question {
    Question { by: Some(by), within: within.map(code), as_at: day(as_at) }
}

fn report(register: &Register, scope: &Scope, question: &Question) -> Option<DeadlineReport> {
    deadline(register, scope, question, Programme::current(), DateTime::UNIX_EPOCH)
}

fn england(register: &Register, question: &Question) -> DeadlineReport {
    report(register, &Scope::england(), question).unwrap()
}

fn names(report: &DeadlineReport) -> Vec<(String, u32)> {
    let label = |row: &Row| row.code.as_ref().map_or_else(|| row.name.to_string(), ToString::to_string);
    report.rows.iter().map(|row| (label(row), row.figures.practices)).collect()
}

fn owned(rows: &[(&str, u32)]) -> Vec<(String, u32)> {
    rows.iter().map(|(label, practices)| ((*label).to_owned(), *practices)).collect()
}

#[rstest]
#[case(By::Region, None, &[("XR1", 3), ("XR2", 1), ("Not known", 1)])]
#[case(By::Icb, None, &[("XC1", 2), ("XC2", 1), ("XC3", 1), ("Not known", 1)])]
#[case(By::Icb, Some("XR1"), &[("XC1", 2), ("XC2", 1)])]
#[case(By::SubIcb, Some("xc1"), &[("XS1", 1), ("XS2", 1)])]
#[case(By::Pcn, Some("XS3"), &[("XP3", 1)])]
#[case(By::Practice, Some("XP4"), &[("X10003", 1)])]
#[case(By::Region, Some("X10003"), &[("XR2", 1)])]
#[case(By::Supplier, None, &[("EMIS", 1), ("TPP", 1), ("Vision", 1), ("Other supplier", 1), ("Not known", 1)])]
fn rows_at_each_level(#[case] by: By, #[case] within: Option<&str>, #[case] expected: &[(&str, u32)]) {
    let got = england(&register(), &question(by, within, "2023-09-18"));
    assert_eq!(names(&got), owned(expected));
    assert_eq!(got.total.practices, expected.iter().map(|row| row.1).sum::<u32>());
}

#[rstest]
#[case::by_location(Scope::sub_icbs([code("XS1")]), &[("XC1", 1)])]
#[case::by_region(Scope { regions: [code("XR1")].into(), ..Scope::default() }, &[("XC1", 2), ("XC2", 1)])]
#[case::own_practice(Scope::practices([code("X10003")]), &[("XC3", 1)])]
#[case::nothing(Scope::default(), &[])]
fn only_what_the_person_may_see(#[case] scope: Scope, #[case] expected: &[(&str, u32)]) {
    let got = report(&register(), &scope, &question(By::Icb, None, "2023-09-18")).unwrap();
    assert_eq!(names(&got), owned(expected));
}

#[rstest]
#[case(Scope::england(), "XZ9", false)]
#[case(Scope::sub_icbs([code("XS1")]), "XS2", false)]
#[case(Scope::sub_icbs([code("XS1")]), "X10001", false)]
#[case(Scope::sub_icbs([code("XS1")]), "XS1", true)]
#[case(Scope::sub_icbs([code("XS1")]), "XR1", true)]
fn what_is_not_there_and_what_may_not_be_seen_look_the_same(#[case] scope: Scope, #[case] within: &str, #[case] there: bool) {
    assert_eq!(report(&register(), &scope, &question(By::Icb, Some(within), "2023-09-18")).is_some(), there);
}

#[test]
fn the_way_down_names_every_level() {
    let got = england(&register(), &question(By::Practice, Some("X10001"), "2023-09-18"));
    let codes: Vec<_> = got.within.iter().map(|crumb| crumb.place.code.to_string()).collect();
    assert_eq!(codes, ["XR1", "XC1", "XS2", "XP2", "X10001"]);
}

#[rstest]
#[case::day_before_closing("2023-06-29", 5)]
#[case::day_of_closing("2023-06-30", 4)]
#[case::day_before_opening("2023-05-01", 4)]
#[case::day_of_opening("2023-05-02", 5)]
fn only_practices_open_on_the_day(#[case] as_at: &str, #[case] expected: u32) {
    let mut register = register();
    register.practices[0].spells = Spells::of_days(false, None, Some(day("2023-06-30")));
    register.practices[0].is_open = false;
    register.practices[1].spells = Spells::of_days(true, Some(day("2023-05-02")), None);
    assert_eq!(england(&register, &question(By::Region, None, as_at)).total.practices, expected);
}

#[rstest]
#[case::before_both("2023-04-30", "XS2")]
#[case::between("2023-05-01", "XS3")]
#[case::after_both("2023-07-03", "XS1")]
fn a_practice_counts_where_it_was(#[case] as_at: &str, #[case] expected: &str) {
    let mut register = register();
    register.moves = vec![
        MoveRow { practice: 0, dated: day("2023-07-03"), before: Some(2) },
        MoveRow { practice: 0, dated: day("2023-05-01"), before: Some(1) },
    ];
    let got = england(&register, &question(By::Practice, Some("X10000"), as_at));
    let line = got.rows[0].practice.as_ref().unwrap();
    assert_eq!(line.sub_icb.as_ref().unwrap().code, code(expected));
}

#[test]
fn of_two_moves_on_one_day_the_first_tells_where_a_practice_was_before() {
    let mut register = register();
    let moved = |before| MoveRow { practice: 0, dated: day("2023-05-01"), before: Some(before) };
    register.moves = vec![moved(1), moved(2)];
    let got = england(&register, &question(By::Practice, Some("X10000"), "2023-04-30"));
    assert_eq!(got.rows[0].practice.as_ref().unwrap().sub_icb.as_ref().unwrap().code, code("XS2"));
}

/// The date "s" with its cut-off three weeks before, as it was set up on a day.
fn slot(recorded_on: &str, date: &str, places: i32) -> SlotRow {
    let (recorded_on, date) = (day(recorded_on), day(date));
    let cutoff = date - chrono::TimeDelta::days(21);
    SlotRow { slot: 0, recorded_on, date, cutoff, places, status: SlotStatus::Open, holds: Vec::new() }
}

fn stages(rows: &[(Stage, &str)]) -> Register {
    let stages = rows.iter().map(|(stage, on)| StageRow { practice: 0, stage: *stage, effective_on: day(on) }).collect();
    Register { stages, ..register() }
}

#[rstest]
#[case::before_anything("2023-05-31", Stage::NotStarted)]
#[case::on_the_day("2023-06-01", Stage::Ready)]
#[case::recorded_later_for_an_earlier_day("2023-06-10", Stage::SwitchedOn)]
#[case::what_is_recorded_last_wins("2023-06-20", Stage::SwitchedOn)]
fn the_stage_of_a_day_is_what_was_recorded_last(#[case] as_at: &str, #[case] expected: Stage) {
    let rows = [(Stage::Ready, "2023-06-01"), (Stage::SwitchingOn, "2023-06-15"), (Stage::SwitchedOn, "2023-06-10")];
    let got = england(&stages(&rows), &question(By::Practice, Some("X10000"), as_at));
    assert_eq!(got.rows[0].figures.at(expected), 1);
}

#[rstest]
#[case("2023-10-31", 1, 0)]
#[case("2023-11-01", 0, 1)]
fn on_time_or_late(#[case] switched_on: &str, #[case] on_time: u32, #[case] late: u32) {
    let total = england(&stages(&[(Stage::SwitchedOn, switched_on)]), &question(By::Region, None, "2023-12-01")).total;
    assert_eq!((total.on_time, total.late, total.switched_on()), (on_time, late, 1));
    assert_eq!((total.overdue, total.red), (4, 4));
    assert_eq!(total.practices_share().unwrap().to_string(), "20.0%");
}

#[rstest]
#[case::to_come("2023-10-18", Rag::Green)]
#[case::passed("2023-10-19", Rag::Amber)]
#[case::not_confirmed_in_its_working_days("2023-10-26", Rag::Red)]
fn a_date_reads_as_it_stood_on_the_day(#[case] as_at: &str, #[case] expected: Rag) {
    let bookings = vec![BookingRow { practice: 0, slot: 0, pool: Pool::National, made_on: day("2023-09-01"), ended_on: None }];
    let slot_changes = vec![slot("2023-08-01", "2023-10-18", 1)];
    let register = Register { bookings, slots: vec!["s".into()], slot_changes, ..stages(&[(Stage::DateBooked, "2023-09-01")]) };
    let got = england(&register, &question(By::Practice, Some("X10000"), as_at));
    assert_eq!(got.rows[0].practice.as_ref().unwrap().reading.rag, expected);
    let figures = &got.rows[0].figures;
    assert_eq!(
        (figures.green, figures.amber, figures.red),
        match expected {
            Rag::Green => (1, 0, 0),
            Rag::Amber => (0, 1, 0),
            _ => (0, 0, 1),
        }
    );
}

#[rstest]
#[case::before("2023-08-31", 0, 5)]
#[case::while_it_holds("2023-09-01", 1, 4)]
#[case::after_it_ended("2023-10-01", 0, 5)]
fn an_exception_is_counted_apart(#[case] as_at: &str, #[case] exceptions: u32, #[case] others: u32) {
    let mut register = register();
    register.exceptions = vec![ExceptionRow { practice: 0, agreed_on: day("2023-09-01"), ended_on: Some(day("2023-10-01")) }];
    let total = england(&register, &question(By::Region, None, as_at)).total;
    assert_eq!((total.exceptions, total.red + total.amber + total.green, total.switched_on()), (exceptions, others, 0));
}

#[test]
fn a_practice_that_is_switched_on_is_no_exception() {
    let mut register = stages(&[(Stage::SwitchedOn, "2023-06-01")]);
    register.exceptions = vec![ExceptionRow { practice: 0, agreed_on: day("2023-05-01"), ended_on: None }];
    let total = england(&register, &question(By::Region, None, "2023-09-18")).total;
    assert_eq!((total.exceptions, total.switched_on()), (0, 1));
}

#[test]
fn patients_are_those_of_known_list_sizes() {
    let mut register = stages(&[(Stage::SwitchedOn, "2023-06-01")]);
    register.practices[1].list_size = None;
    let total = england(&register, &question(By::Region, None, "2023-09-18")).total;
    assert_eq!((total.patients, total.without_list_size, total.patients_switched_on), (4_000, 1, 1_000));
    assert_eq!(total.patients_share().unwrap().to_string(), "25.0%");
}

fn any_day() -> impl Strategy<Value = NaiveDate> {
    (0i64..400).prop_map(|days| day("2023-03-01") + chrono::TimeDelta::days(days))
}

prop_compose! {
    fn any_practice(number: usize)(
        sub_icb in prop::option::weighted(0.9, 0usize..4), pcn in prop::option::weighted(0.9, 0usize..4), supplier in 0usize..5,
        list_size in prop::option::weighted(0.9, 0u32..20_000), is_open in prop::bool::weighted(0.9),
        opened_on in prop::option::of(any_day()), closed_on in prop::option::weighted(0.2, any_day()),
    ) -> Practice {
        let supplier = Supplier::ALL[supplier];
        let spells = Spells::of_days(is_open, opened_on, closed_on);
        Practice { sub_icb, pcn, supplier, list_size, is_open, spells, ..practice(number, None) }
    }
}

prop_compose! {
    fn any_register()(practices in (1usize..30).prop_flat_map(|count| (0..count).map(any_practice).collect::<Vec<_>>()))(
        stages in prop::collection::vec((0..practices.len(), 0usize..6, any_day()), 0..60),
        exceptions in prop::collection::vec((0..practices.len(), any_day(), prop::option::of(any_day())), 0..6),
        moves in prop::collection::vec((0..practices.len(), any_day(), prop::option::of(0usize..4)), 0..6),
        practices in Just(practices),
    ) -> Register {
        Register {
            practices,
            stages: stages.into_iter().map(|(practice, stage, effective_on)| StageRow { practice, stage: Stage::ALL[stage], effective_on }).collect(),
            exceptions: exceptions.into_iter().map(|(practice, agreed_on, ended_on)| ExceptionRow { practice, agreed_on, ended_on }).collect(),
            moves: moves.into_iter().map(|(practice, dated, before)| MoveRow { practice, dated, before }).collect(),
            ..register()
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn every_level_adds_up_to_the_practices_open_on_the_day(register in any_register(), as_at in any_day()) {
        let open = register.practices.iter().filter(|practice| practice.is_open_on(as_at)).count();
        let whole = england(&register, &Question { by: Some(By::Region), within: None, as_at }).total;
        prop_assert_eq!(usize::try_from(whole.practices).unwrap(), open);
        for by in By::ALL {
            let got = england(&register, &Question { by: Some(by), within: None, as_at });
            prop_assert_eq!(&got.total, &whole, "{:?}", by);
            for figures in got.rows.iter().map(|row| &row.figures) {
                prop_assert_eq!(figures.stages.iter().sum::<u32>(), figures.practices);
                prop_assert_eq!(figures.switched_on() + figures.exceptions + figures.red + figures.amber + figures.green, figures.practices);
                prop_assert_eq!(figures.on_time + figures.late, figures.switched_on());
                prop_assert!(figures.patients_switched_on <= figures.patients);
            }
        }
    }

    #[test]
    fn what_lies_under_a_row_adds_up_to_it(register in any_register(), as_at in any_day()) {
        for (by, below) in [(By::Region, By::Icb), (By::Icb, By::SubIcb), (By::SubIcb, By::Pcn), (By::Pcn, By::Practice)] {
            for row in england(&register, &Question { by: Some(by), within: None, as_at }).rows {
                let Some(within) = row.code else { continue };
                let under = england(&register, &Question { by: Some(below), within: Some(within), as_at });
                prop_assert_eq!(under.total, row.figures, "{:?}", by);
            }
        }
    }

    #[test]
    fn nobody_sees_more_than_their_scope(register in any_register(), as_at in any_day(), location in 0usize..4) {
        let scope = Scope::sub_icbs([register.sub_icbs[location].code.clone()]);
        let theirs = register.practices.iter().filter(|practice| practice.sub_icb == Some(location) && practice.is_open_on(as_at)).count();
        let seen = report(&register, &scope, &Question { by: Some(By::Practice), within: None, as_at }).unwrap();
        prop_assert_eq!(seen.rows.len(), theirs);
    }
}
