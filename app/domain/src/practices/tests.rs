mod next;

use chrono::NaiveDate;
use proptest::prelude::*;
use rstest::rstest;

use super::*;
use crate::accounts::Scope;
use crate::organisations::Spells;
use crate::programme::Programme;
use crate::reports::{Area, BookingRow, ExceptionRow, Practice, ProgressRow, Register, Renewed, SlotRow, StageRow};
use crate::slots::{Pool, SlotStatus};
use crate::stage::Yardstick;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn code(text: &str) -> OdsCode {
    text.parse().unwrap()
}

fn place(text: &str, parent: Option<usize>) -> Area {
    Area { code: code(text), name: format!("Name of {text}").into(), parent }
}

fn practice(text: &str, name: &str, sub_icb: Option<usize>, supplier: Supplier) -> Practice {
    Practice {
        code: code(text),
        name: name.into(),
        sub_icb,
        pcn: None,
        supplier,
        list_size: None,
        is_open: true,
        spells: Spells::of_days(true, None, None),
    }
}

/// Two practices in X1A under the ICB XA1, one in X1B, in the order of names.
fn register() -> Register {
    Register {
        regions: vec![place("XR1", None)],
        icbs: vec![place("XA1", Some(0))],
        sub_icbs: vec![place("X1A", Some(0)), place("X1B", None)],
        practices: vec![
            practice("X10003", "Dale Practice", Some(1), Supplier::Emis),
            practice("X10002", "Hill 100% View", Some(0), Supplier::Tpp),
            practice("X10001", "Hill Surgery", Some(0), Supplier::Emis),
        ],
        ..Register::default()
    }
}

fn yardstick(today: &str) -> Yardstick {
    Programme::current().yardstick(day(today))
}

fn found(register: &Register, scope: &Scope, wanted: &Wanted) -> Vec<String> {
    let present = Present::new(register, yardstick("2023-09-18"));
    let page = list(register, &present, scope, wanted, 1, 50);
    assert_eq!(page.total, page.lines.len());
    page.lines.into_iter().map(|(line, ..)| line.code.to_string()).collect()
}

#[rstest]
#[case("", &["X10003", "X10002", "X10001"])]
#[case("  ", &["X10003", "X10002", "X10001"])]
#[case("HILL", &["X10002", "X10001"])]
#[case("surgery hill", &["X10001"])]
#[case("x10003", &["X10003"])]
#[case("x1 0 003", &["X10003"])]
#[case("0%", &["X10002"])]
#[case("_", &[])]
#[case("hill x10003", &[])]
#[case("é", &[])]
fn what_text_finds(#[case] typed: &str, #[case] expected: &[&str]) {
    assert_eq!(found(&register(), &Scope::england(), &Wanted { text: typed.to_owned(), ..Wanted::default() }), expected, "{typed}");
}

#[test]
fn a_to_z_alone_fit_in_either_case() {
    let mut register = register();
    register.practices[0] = practice("X10004", "Éclair Surgery", None, Supplier::Emis);
    let of = |text: &str| found(&register, &Scope::england(), &Wanted { text: text.to_owned(), ..Wanted::default() });
    assert_eq!((of("Éclair").len(), of("ÉCLAIR").len(), of("éclair").len()), (1, 1, 0));
}

#[test]
fn a_scope_bounds_every_list() {
    let register = register();
    let all = Wanted::default();
    assert_eq!(found(&register, &Scope::sub_icbs([code("X1B")]), &all), ["X10003"]);
    assert_eq!(found(&register, &Scope::practices([code("X10001")]), &all), ["X10001"]);
    for scope in [Scope { icbs: [code("XA1")].into(), ..Scope::default() }, Scope { regions: [code("XR1")].into(), ..Scope::default() }] {
        assert_eq!(found(&register, &scope, &all), ["X10002", "X10001"]);
        assert!(found(&register, &scope, &Wanted { text: "dale".to_owned(), ..Wanted::default() }).is_empty());
        assert_eq!(places(&register, &scope), [(code("X1A"), "Name of X1A".to_owned())]);
    }
    assert!(found(&register, &Scope::default(), &all).is_empty());
    assert_eq!(places(&register, &Scope::england()).len(), 2);
    assert!(places(&register, &Scope::practices([code("X10001")])).is_empty());
}

#[test]
fn a_place_that_no_file_describes_is_none_to_choose() {
    let mut register = register();
    register.sub_icbs.push(Area { code: code("X1C"), name: "X1C".into(), parent: None });
    assert_eq!(places(&register, &Scope::england()).len(), 2);
}

#[test]
fn a_closed_practice_is_in_no_list() {
    let mut register = register();
    register.practices[2].is_open = false;
    assert_eq!(found(&register, &Scope::england(), &Wanted::default()), ["X10003", "X10002"]);
}

#[test]
fn supplier_place_and_stage() {
    let mut register = register();
    register.stages.push(StageRow { practice: 1, stage: Stage::Ready, effective_on: day("2023-09-01") });
    let of = |wanted: Wanted| found(&register, &Scope::england(), &wanted);
    assert_eq!(of(Wanted { supplier: Some(Supplier::Tpp), ..Wanted::default() }), ["X10002"]);
    assert_eq!(of(Wanted { sub_icb: Some(code("X1B")), ..Wanted::default() }), ["X10003"]);
    assert!(of(Wanted { sub_icb: Some(code("X9Z")), ..Wanted::default() }).is_empty());
    assert_eq!(of(Wanted { stage: Some(Stage::Ready), ..Wanted::default() }), ["X10002"]);
    assert_eq!(of(Wanted { stage: Some(Stage::NotStarted), ..Wanted::default() }), ["X10003", "X10001"]);
}

#[test]
fn the_worst_come_first_and_an_exception_reads_as_nothing_else() {
    let mut register = register();
    for (practice, stage) in [(0, Stage::SwitchedOn), (1, Stage::Ready)] {
        register.stages.push(StageRow { practice, stage, effective_on: day("2023-09-01") });
    }
    let worst = Wanted { worst_first: true, ..Wanted::default() };
    assert_eq!(found(&register, &Scope::england(), &worst), ["X10001", "X10002", "X10003"]);
    register.exceptions.push(ExceptionRow { practice: 2, agreed_on: day("2023-09-01"), ended_on: None });
    assert_eq!(found(&register, &Scope::england(), &worst), ["X10002", "X10001", "X10003"]);
    let of = |wanted: Wanted| found(&register, &Scope::england(), &wanted);
    assert_eq!(of(Wanted { exception: true, ..Wanted::default() }), ["X10001"]);
    for rag in [Rag::Red, Rag::Amber, Rag::Green] {
        assert!(!of(Wanted { rag: Some(rag), ..Wanted::default() }).contains(&"X10001".to_owned()), "{rag:?}");
    }
    register.exceptions.push(ExceptionRow { practice: 0, agreed_on: day("2023-09-01"), ended_on: None });
    assert_eq!(found(&register, &Scope::england(), &Wanted { exception: true, ..Wanted::default() }), ["X10001"], "it is switched on");
}

#[test]
fn overdue_is_whoever_is_not_switched_on_after_the_deadline() {
    let mut register = register();
    register.stages.push(StageRow { practice: 0, stage: Stage::SwitchedOn, effective_on: day("2023-09-01") });
    let wanted = Wanted { overdue: true, ..Wanted::default() };
    let on = |today: &str| list(&register, &Present::new(&register, yardstick(today)), &Scope::england(), &wanted, 1, 50).total;
    assert_eq!((on("2023-10-31"), on("2023-11-01")), (0, 2));
}

#[test]
fn pages() {
    let mut register = register();
    register.practices =
        (0..=100).map(|number| practice(&format!("X2{number:04}"), &format!("Practice {number:04}"), None, Supplier::Emis)).collect();
    let present = Present::new(&register, yardstick("2023-09-18"));
    for (asked, page, lines, first) in
        [(1, 1, 50, "Practice 0000"), (3, 3, 1, "Practice 0100"), (9, 3, 1, "Practice 0100"), (0, 1, 50, "Practice 0000")]
    {
        let got = list(&register, &present, &Scope::england(), &Wanted::default(), asked, 50);
        assert_eq!((got.page, got.pages, got.total, got.lines.len()), (page, 3, 101, lines));
        assert_eq!(got.lines[0].0.name, first);
    }
    let none = list(&register, &present, &Scope::default(), &Wanted::default(), 7, 50);
    assert_eq!((none.page, none.pages, none.total), (1, 1, 0));
}

#[test]
fn a_code_is_offered_before_a_name() {
    let mut register = register();
    register.practices.push(practice("X30001", "The X10001 Memorial", Some(1), Supplier::Emis));
    let present = Present::new(&register, yardstick("2023-09-18"));
    let offered = search(&register, &present, &Scope::england(), "x10001", 8);
    assert_eq!(offered.iter().map(|line| line.code.as_str()).collect::<Vec<_>>(), ["X10001", "X30001"]);
    assert_eq!(offered[0].sub_icb.as_deref(), Some("Name of X1A"));
    assert_eq!(search(&register, &present, &Scope::england(), "hill", 1).len(), 1);
}

/// EMIS dates from July to December.
const SLOTS: usize = 6;

fn slot(at: usize) -> SlotRow {
    let (recorded_on, date) = (day("2023-07-01"), day("2023-07-12") + chrono::Days::new(30 * at as u64));
    SlotRow { slot: at, recorded_on, date, cutoff: recorded_on, places: 2, status: SlotStatus::Open, holds: Vec::new() }
}

/// What is recorded of a practice: stages, whether an exception stands, a date booked, items settled.
type Recorded = (Vec<u8>, bool, Option<usize>, Option<u32>);

fn recorded() -> impl Strategy<Value = Recorded> {
    (prop::collection::vec(0u8..6, 0..4), any::<bool>(), prop::option::of(0..SLOTS), prop::option::of(0u32..13))
}

/// The rows of practice `at`.
fn rows(at: usize, (stages, exception, booked, settled): &Recorded) -> Renewed {
    let from = day("2023-07-01");
    let stage = |(order, stage): (usize, &u8)| StageRow {
        practice: at,
        stage: Stage::ALL[usize::from(*stage)],
        effective_on: from + chrono::Days::new(order as u64),
    };
    let arranged = |slot: &usize| BookingRow { practice: at, slot: *slot, pool: Pool::National, made_on: from, ended_on: None };
    let progress = |settled: &u32| ProgressRow {
        practice: at,
        recorded_on: from,
        settled: *settled,
        required: 12,
        settings_confirmed: false,
        signed_off: *settled == 12,
    };
    Renewed {
        stages: stages.iter().enumerate().map(stage).collect(),
        exceptions: exception.then_some(ExceptionRow { practice: at, agreed_on: from, ended_on: None }).into_iter().collect(),
        bookings: booked.iter().map(arranged).collect(),
        progress: settled.iter().map(progress).collect(),
        ..Renewed::default()
    }
}

fn with(before: &[Recorded]) -> Register {
    let slots = (0..SLOTS).map(|at| at.to_string()).collect();
    let mut register = Register { slots, slot_changes: (0..SLOTS).map(slot).collect(), ..register() };
    for (at, recorded) in before.iter().enumerate() {
        let practices = vec![(at, register.practices[at].clone())];
        register.renew(Renewed { practices, ..rows(at, recorded) });
    }
    register
}

proptest! {
    #[test]
    fn what_is_read_anew_of_one_practice_is_as_good_as_reading_all(
        before in prop::collection::vec(recorded(), 3), after in recorded(), at in 0usize..3, on in 0u64..150,
    ) {
        let mut renewed = with(&before);
        let practices = vec![(at, renewed.practices[at].clone())];
        renewed.renew(Renewed { practices, ..rows(at, &after) });
        let mut all = before;
        all[at] = after;
        let day = day("2023-07-01") + chrono::Days::new(on);
        prop_assert_eq!(renewed.as_at(day), with(&all).as_at(day));
    }

    #[test]
    fn every_practice_is_in_just_one_list_of_readings_and_every_filter_counts_as_the_list_shows(
        recorded in prop::collection::vec(recorded(), 3), on in 0u64..200,
    ) {
        let register = with(&recorded);
        let present = Present::new(&register, Programme::current().yardstick(day("2023-07-01") + chrono::Days::new(on)));
        let of = |wanted: &Wanted| list(&register, &present, &Scope::england(), wanted, 1, 50);
        let mut seen = of(&Wanted { exception: true, ..Wanted::default() }).total;
        for rag in Rag::ALL {
            let found = of(&Wanted { rag: Some(rag), ..Wanted::default() });
            for (line, reading) in &found.lines {
                prop_assert_eq!(reading.rag, rag);
                prop_assert!(!line.exception || line.stage == Stage::SwitchedOn);
                prop_assert_eq!(reading.sentence().is_some(), rag != Rag::Done);
            }
            seen += found.total;
        }
        prop_assert_eq!(seen, 3);
        prop_assert_eq!(of(&Wanted { worst_first: true, ..Wanted::default() }).total, 3);
    }
}
