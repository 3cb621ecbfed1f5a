use rstest::rstest;

use super::*;

fn day(text: &str) -> NaiveDate {
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
