use rstest::rstest;

use super::*;

pub(super) fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

const TODAY: &str = "2023-09-18";

fn facts(route: Route) -> StageFacts {
    StageFacts {
        route,
        progress: Progress::default(),
        signed_off: false,
        booked_on: None,
        self_switch: SelfSwitch::default(),
        confirmed_on: None,
        planned_since: None,
    }
}

fn with_progress(route: Route, started: bool, ready: bool) -> StageFacts {
    let progress = Progress { settled: usize::from(ready), required: 1, started, settings_confirmed: ready };
    StageFacts { progress, signed_off: ready, ..facts(route) }
}

fn emis(booked: Option<&str>, confirmed: Option<&str>) -> StageFacts {
    StageFacts { booked_on: booked.map(day), confirmed_on: confirmed.map(day), ..with_progress(Route::Emis, true, true) }
}

fn tpp(default_on: Option<&str>, existing: Option<&str>) -> StageFacts {
    let self_switch = SelfSwitch { default_on: default_on.map(day), existing_updated: existing.map(day) };
    StageFacts { self_switch, ..with_progress(Route::Tpp, true, true) }
}

fn planned(since: &str, facts: StageFacts) -> StageFacts {
    StageFacts { planned_since: Some(day(since)), ..facts }
}

#[rstest]
#[case::nothing(facts(Route::Emis), Stage::NotStarted, None)]
#[case::touched(with_progress(Route::Tpp, true, false), Stage::ChecklistInProgress, None)]
#[case::ready(with_progress(Route::Other, true, true), Stage::Ready, None)]
#[case::settled_but_not_signed_off(StageFacts { signed_off: false, ..with_progress(Route::Other, true, true) }, Stage::ChecklistInProgress, None)]
#[case::signed_off_but_asked_again(StageFacts { signed_off: true, ..with_progress(Route::Other, true, false) }, Stage::ChecklistInProgress, None)]
#[case::booked(emis(Some("2023-10-18"), None), Stage::DateBooked, None)]
#[case::date_passed_not_confirmed(emis(Some("2023-09-13"), None), Stage::DateBooked, None)]
#[case::confirmed_before_date(emis(Some("2023-10-18"), Some("2023-09-17")), Stage::DateBooked, None)]
#[case::looked_before_the_date(emis(Some("2023-09-13"), Some("2023-09-12")), Stage::DateBooked, None)]
#[case::confirmed_on_the_date(emis(Some("2023-09-13"), Some("2023-09-13")), Stage::SwitchedOn, Some("2023-09-13"))]
#[case::confirmed(emis(Some("2023-09-13"), Some("2023-09-14")), Stage::SwitchedOn, Some("2023-09-14"))]
#[case::confirmed_with_no_booking(emis(None, Some("2023-09-14")), Stage::Ready, None)]
#[case::one_fact(tpp(Some("2023-09-01"), None), Stage::SwitchingOn, Some("2023-09-01"))]
#[case::other_fact(tpp(None, Some("2023-09-02")), Stage::SwitchingOn, Some("2023-09-02"))]
#[case::both_facts(tpp(Some("2023-09-01"), Some("2023-09-02")), Stage::SwitchedOn, Some("2023-09-02"))]
#[case::fact_in_the_future(tpp(Some("2023-09-19"), None), Stage::Ready, None)]
#[case::other_confirmed(StageFacts { confirmed_on: Some(day("2023-09-04")), ..facts(Route::Other) }, Stage::SwitchedOn, Some("2023-09-04"))]
#[case::planned_tpp(planned("2023-09-05", tpp(None, None)), Stage::SwitchingOn, Some("2023-09-05"))]
#[case::planned_after_a_fact(planned("2023-09-05", tpp(Some("2023-09-01"), None)), Stage::SwitchingOn, Some("2023-09-01"))]
#[case::planned_and_done(planned("2023-09-05", tpp(Some("2023-09-06"), Some("2023-09-07"))), Stage::SwitchedOn, Some("2023-09-07"))]
#[case::planned_other(planned("2023-09-05", facts(Route::Other)), Stage::SwitchingOn, Some("2023-09-05"))]
#[case::emis_plans_by_booking(planned("2023-09-05", emis(None, None)), Stage::Ready, None)]
#[case::booking_left_over_from_emis(StageFacts { route: Route::Tpp, ..emis(Some("2023-10-18"), None) }, Stage::Ready, None)]
fn stages(#[case] facts: StageFacts, #[case] expected: Stage, #[case] effective_on: Option<&str>) {
    let got = stage(&facts, day(TODAY));
    assert_eq!(got, StageDecision { stage: expected, effective_on: effective_on.map(day) });
}

pub(super) fn with_days_left(days_left: i64) -> Yardstick {
    Yardstick::new(day("2023-10-31") - chrono::TimeDelta::days(days_left), day("2023-10-31"), 5)
}

/// What is arranged for a practice at `stage` that waits for `day`, and nothing that it does not wait for.
pub(super) fn arranged(stage: Stage, day: Option<NaiveDate>) -> Arranged {
    match stage {
        Stage::SwitchingOn => Arranged { planned_on: day, booked_on: None },
        _ => Arranged { booked_on: day, planned_on: None },
    }
}

#[rstest]
#[case(Stage::NotStarted, 200, Rag::Green)]
#[case(Stage::NotStarted, 89, Rag::Amber)]
#[case(Stage::NotStarted, 43, Rag::Red)]
#[case(Stage::ChecklistInProgress, 43, Rag::Amber)]
#[case(Stage::Ready, 43, Rag::Green)]
#[case(Stage::Ready, 13, Rag::Red)]
#[case(Stage::DateBooked, 0, Rag::Green)]
#[case(Stage::DateBooked, -1, Rag::Red)]
#[case(Stage::SwitchingOn, 3, Rag::Amber)]
#[case(Stage::SwitchedOn, -40, Rag::Done)]
fn rag_is_stage_against_days_left(#[case] stage: Stage, #[case] days_left: i64, #[case] expected: Rag) {
    assert_eq!(rag(stage, Arranged::default(), &with_days_left(days_left)), expected);
}

#[test]
fn rag_never_gets_better_as_days_run_out() {
    for (stage, on) in
        Stage::ALL.into_iter().flat_map(|stage| [None, Some("2023-10-18"), Some("2023-11-15")].map(|on| (stage, on.map(day))))
    {
        let over_time: Vec<_> = (-60..=240).rev().map(|days| rag(stage, arranged(stage, on), &with_days_left(days))).collect();
        assert!(over_time.is_sorted_by(|earlier, later| earlier >= later), "{stage:?} {on:?}");
    }
}

#[rstest]
#[case("2023-10-31", Timeliness::OnTime)]
#[case("2023-11-01", Timeliness::Late)]
fn the_deadline_itself_is_in_time(#[case] switched_on: &str, #[case] expected: Timeliness) {
    assert_eq!(timeliness(day(switched_on), day("2023-10-31")), expected);
}

#[test]
fn words_read_back() {
    for stage in Stage::ALL {
        assert_eq!(Stage::from_key(stage.key()), Some(stage));
    }
}

#[rstest]
#[case::ahead(43, "2023-10-18", Rag::Green)]
#[case::after_the_deadline(43, "2023-11-01", Rag::Red)]
#[case::on_the_day(13, "2023-10-18", Rag::Green)]
#[case::the_day_after(12, "2023-10-18", Rag::Amber)]
#[case::the_last_working_day_to_confirm(6, "2023-10-18", Rag::Amber)]
#[case::none_left(5, "2023-10-18", Rag::Red)]
#[case::the_deadline_has_passed_too(-1, "2023-10-31", Rag::Red)]
fn a_day_that_is_arranged(#[case] days_left: i64, #[case] on: &str, #[case] expected: Rag) {
    let (against, on) = (with_days_left(days_left), Some(day(on)));
    for stage in Arranged::STAGES {
        let by_days_left = rag(stage, Arranged::default(), &against);
        assert_eq!(rag(stage, arranged(stage, on), &against), expected.min(by_days_left), "{stage:?}");
    }
    let both = Arranged { booked_on: on, planned_on: on };
    assert_eq!(rag(Stage::SwitchedOn, both, &against), Rag::Done);
    assert_eq!(rag(Stage::Ready, both, &against), rag(Stage::Ready, Arranged::default(), &against));
    let left_over = Arranged { booked_on: None, planned_on: on };
    assert_eq!(rag(Stage::DateBooked, left_over, &against), rag(Stage::DateBooked, Arranged::default(), &against));
}
