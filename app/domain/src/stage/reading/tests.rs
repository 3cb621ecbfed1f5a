use chrono::Days;
use proptest::prelude::*;
use rstest::rstest;

use super::*;
use crate::programme::Programme;
use crate::slots::{Hold, NoDate, ProgrammeSlots, SlotFacts, SlotStatus};
use crate::stage::STEPS;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn against(today: &str) -> Yardstick {
    Programme::current().yardstick(day(today))
}

fn open(items: u32, sign_off: bool) -> OpenWork {
    OpenWork { items, sign_off, steps: STEPS }
}

fn facts(route: Route, stage: Stage) -> ReadingFacts {
    ReadingFacts { stage, route, arranged: Arranged::default(), open: open(0, false), possible: Possible::Until(day("2023-10-04")) }
}

/// At a stage at which it waits for a day, with that day.
fn with_day(stage: Stage, on: &str) -> ReadingFacts {
    let on = Some(day(on));
    match stage {
        Stage::DateBooked => ReadingFacts { arranged: Arranged { booked_on: on, planned_on: None }, ..facts(Route::Emis, stage) },
        _ => ReadingFacts { arranged: Arranged { booked_on: None, planned_on: on }, ..facts(Route::Tpp, stage) },
    }
}

fn emis(items: u32, possible: Possible) -> ReadingFacts {
    let stage = if items > 0 { Stage::ChecklistInProgress } else { Stage::Ready };
    ReadingFacts { open: open(items, items > 0), possible, ..facts(Route::Emis, stage) }
}

/// On 18 September 2023 sign-up up to 4 October has 12 working days, and the deadline 31.
#[rstest]
#[case::ready(
    emis(0, Possible::Until(day("2023-10-04"))),
    Rag::Green,
    "Sign-up for the last date with a place closes on 4 October 2023: 12 working days are left."
)]
#[case::some_open(
    emis(2, Possible::Until(day("2023-10-04"))),
    Rag::Amber,
    "Sign-up for the last date with a place closes on 4 October 2023: 12 working days are left, and what is open usually takes 3."
)]
#[case::just_enough(
    emis(11, Possible::Until(day("2023-10-04"))),
    Rag::Amber,
    "Sign-up for the last date with a place closes on 4 October 2023: 12 working days are left, and what is open usually takes 12."
)]
#[case::too_much(
    emis(12, Possible::Until(day("2023-10-04"))),
    Rag::Red,
    "Sign-up for the last date with a place closes on 4 October 2023: 12 working days are left, and what is open usually takes 13."
)]
#[case::last_day(
    emis(0, Possible::Until(day("2023-09-18"))),
    Rag::Amber,
    "Sign-up for the last date with a place closes on 18 September 2023: no working day is left."
)]
#[case::tomorrow(
    emis(0, Possible::Until(day("2023-09-19"))),
    Rag::Amber,
    "Sign-up for the last date with a place closes on 19 September 2023: 1 working day is left."
)]
#[case::no_dates_yet(
    emis(2, Possible::NotYet),
    Rag::Green,
    "No EMIS date is on offer yet, and the deadline is 31 October 2023: 31 working days are left, and what is open usually takes 3."
)]
#[case::full(emis(0, Possible::Nothing(NoDate::Full)), Rag::Red, "Every EMIS date by the deadline is full.")]
#[case::over(
    emis(0, Possible::Nothing(NoDate::SignUpOver(day("2023-09-15")))),
    Rag::Red,
    "Sign-up for the last EMIS date by the deadline closed on 15 September 2023."
)]
#[case::closed(emis(9, Possible::Nothing(NoDate::Closed)), Rag::Red, "Every EMIS date by the deadline is closed.")]
#[case::cancelled(emis(0, Possible::Nothing(NoDate::Cancelled)), Rag::Red, "Every EMIS date by the deadline was cancelled.")]
#[case::late(emis(0, Possible::Nothing(NoDate::AfterDeadline)), Rag::Red, "Every EMIS date on offer is after the deadline.")]
#[case::tpp(
    facts(Route::Tpp, Stage::Ready),
    Rag::Green,
    "The deadline is 31 October 2023: 31 working days are left, and what is open usually takes 10."
)]
#[case::other(
    facts(Route::Other, Stage::Ready),
    Rag::Green,
    "The deadline is 31 October 2023: 31 working days are left, and what is open usually takes 10."
)]
#[case::booked(
    with_day(Stage::DateBooked, "2023-10-18"),
    Rag::Green,
    "The EMIS date, 18 October 2023, is in time, and nothing is open before it."
)]
#[case::planned(
    with_day(Stage::SwitchingOn, "2023-10-18"),
    Rag::Green,
    "The planned day, 18 October 2023, is in time, and nothing is open before it."
)]
#[case::booked_and_reopened(ReadingFacts { open: open(0, true), ..with_day(Stage::DateBooked, "2023-09-20") }, Rag::Amber,
    "The EMIS date is 20 September 2023, and the checklist is open: 2 working days are left, and what is open usually takes 1.")]
#[case::planned_too_early(ReadingFacts { open: open(4, true), ..with_day(Stage::SwitchingOn, "2023-09-20") }, Rag::Red,
    "The planned day is 20 September 2023, and the checklist is open: 2 working days are left, and what is open usually takes 5.")]
#[case::booked_late(with_day(Stage::DateBooked, "2023-11-15"), Rag::Red, "The EMIS date that is booked is after the deadline.")]
#[case::planned_late(with_day(Stage::SwitchingOn, "2023-11-15"), Rag::Red, "The day that is planned is after the deadline.")]
fn on_18_september(#[case] facts: ReadingFacts, #[case] rag: Rag, #[case] sentence: &str) {
    let got = reading(&facts, &against("2023-09-18"));
    assert_eq!((got.rag, got.sentence().as_deref()), (rag, Some(sentence)));
}

#[rstest]
#[case::on_the_day("2023-10-18", Rag::Green)]
#[case::the_day_after("2023-10-19", Rag::Amber)]
#[case::the_last_working_day_to_confirm("2023-10-25", Rag::Amber)]
#[case::none_left("2023-10-26", Rag::Red)]
#[case::long_after("2023-11-20", Rag::Red)]
fn a_day_that_passes(#[case] today: &str, #[case] expected: Rag) {
    for stage in Arranged::STAGES {
        let got = reading(&with_day(stage, "2023-10-18"), &against(today));
        assert_eq!(got.rag, expected, "{stage:?}");
        let passed = got.sentence().is_some_and(|words| words.contains("18 October 2023, has passed"));
        assert_eq!(passed, expected != Rag::Green, "{stage:?}");
    }
}

#[rstest]
#[case(facts(Route::Emis, Stage::Ready))]
#[case(emis(3, Possible::NotYet))]
#[case(facts(Route::Tpp, Stage::SwitchingOn))]
fn whoever_is_not_switched_on_after_the_deadline_is_at_risk(#[case] facts: ReadingFacts) {
    let facts = ReadingFacts { possible: Possible::NotYet, ..facts };
    let got = reading(&facts, &against("2023-11-01"));
    assert_eq!((got.rag, got.sentence().as_deref()), (Rag::Red, Some("The deadline, 31 October 2023, has passed.")));
    let on = reading(&ReadingFacts { stage: Stage::SwitchedOn, ..facts }, &against("2023-11-01"));
    assert_eq!((on.rag, on.reason), (Rag::Done, None));
}

#[rstest]
#[case("2023-10-04", "Book an EMIS date by 4 October 2023: 16 days left.")]
#[case("2023-09-19", "Book an EMIS date by 19 September 2023: 1 day left.")]
#[case("2023-09-18", "Book an EMIS date today: sign-up for the last one closes on 18 September 2023.")]
fn a_practice_books_by_its_own_limit(#[case] book_by: &str, #[case] expected: &str) {
    let got = reading(&emis(2, Possible::Until(day(book_by))), &against("2023-09-18"));
    assert_eq!(got.book_by().map(|by| book_by_sentence(by, day("2023-09-18"))).as_deref(), Some(expected));
    assert_eq!(reading(&facts(Route::Tpp, Stage::Ready), &against("2023-09-18")).book_by(), None);
}

#[test]
fn a_date_on_the_deadline_that_passes_with_it_is_at_risk() {
    assert_eq!(reading(&with_day(Stage::DateBooked, "2023-10-31"), &against("2023-11-01")).rag, Rag::Red);
}

#[test]
fn what_another_route_left_behind_counts_for_nothing() {
    let left_over = Arranged { booked_on: None, planned_on: Some(day("2023-11-15")) };
    let ready = facts(Route::Emis, Stage::Ready);
    assert_eq!(reading(&ReadingFacts { arranged: left_over, ..ready }, &against("2023-09-18")), reading(&ready, &against("2023-09-18")));
}

fn any_slot() -> impl Strategy<Value = SlotFacts> {
    (0u64..120, 1u64..30, 0i32..3, 0usize..5).prop_map(|(date, before, taken, status)| {
        let date = day("2023-09-01") + Days::new(date);
        SlotFacts { taken, ..SlotFacts::fresh(date, date - Days::new(before), 2, SlotStatus::ALL[status]) }
    })
}

fn any_facts() -> impl Strategy<Value = (ReadingFacts, ProgrammeSlots)> {
    let route = prop::sample::select(vec![Route::Emis, Route::Tpp, Route::Other]);
    let (on, slots) = (prop::option::of(0u64..90), prop::collection::vec(any_slot(), 0..5));
    (route, 0usize..5, on, 0u32..14, any::<bool>(), 0u32..3, slots).prop_map(|(route, stage, on, items, sign_off, steps, slots)| {
        let on = on.map(|days| day("2023-09-01") + Days::new(days));
        let facts = ReadingFacts {
            stage: Stage::ALL[stage],
            route,
            arranged: Arranged { booked_on: on, planned_on: on },
            open: OpenWork { items, sign_off, steps },
            possible: Possible::NotYet,
        };
        (facts, ProgrammeSlots(slots.into_iter().map(|slot| (slot, Vec::<Hold>::new())).collect()))
    })
}

fn on_day(facts: &ReadingFacts, slots: &ProgrammeSlots, today: NaiveDate) -> Reading {
    let against = Programme::current().yardstick(today);
    reading(&ReadingFacts { possible: slots.possible_for(None, against.deadline, today), ..*facts }, &against)
}

proptest! {
    #[test]
    fn no_reading_gets_better_while_nothing_is_done((facts, slots) in any_facts()) {
        let over_time: Vec<_> = (0..120).map(|days| on_day(&facts, &slots, day("2023-08-15") + Days::new(days)).rag).collect();
        prop_assert!(over_time.is_sorted_by(|earlier, later| earlier >= later), "{:?}", over_time);
    }

    #[test]
    fn slack_never_grows_from_day_to_day(items in 0u32..14, limit in 0u64..80, today in 0u64..80) {
        let facts = emis(items, Possible::Until(day("2023-09-01") + Days::new(limit)));
        let slack = |days: u64| match reading(&facts, &Programme::current().yardstick(day("2023-08-01") + Days::new(days))).reason {
            Some(Reason::Slack { left, work, .. }) => left - work,
            other => panic!("{other:?}"),
        };
        let (now, next) = (slack(today), slack(today + 1));
        prop_assert!((now - 1..=now).contains(&next), "{now} {next}");
    }

    #[test]
    fn a_practice_for_which_no_date_is_possible_is_at_risk_and_every_reading_has_its_reason(
        (facts, slots) in any_facts(), today in 0u64..120,
    ) {
        let today = day("2023-08-15") + Days::new(today);
        let got = on_day(&facts, &slots, today);
        prop_assert!(got.sentence().is_some_and(|words| words.ends_with('.')));
        let possible = slots.possible_for(None, Programme::current().deadline, today);
        let needs_date = facts.route == Route::Emis && facts.arranged.at(facts.stage).is_none();
        if needs_date && matches!(possible, Possible::Nothing(_)) {
            prop_assert_eq!((got.rag, got.book_by()), (Rag::Red, None));
        }
        if let Possible::Until(cutoff) = possible {
            prop_assert!(today <= cutoff);
        }
    }
}
