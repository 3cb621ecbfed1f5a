use proptest::prelude::*;
use rstest::rstest;

use super::*;
use crate::checklist::Progress;
use crate::organisations::Route;
use crate::self_switch::SelfSwitch;

/// A day of September 2023.
fn day(day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2023, 9, day).unwrap()
}

fn step(stage: Stage, from: u32) -> Step {
    Step { stage, from: day(from) }
}

fn ready(route: Route) -> StageFacts {
    let progress = Progress { settled: 1, required: 1, started: true, settings_confirmed: true };
    StageFacts {
        route,
        progress,
        signed_off: true,
        booked_on: None,
        self_switch: SelfSwitch::default(),
        confirmed_on: None,
        planned_since: None,
    }
}

fn tpp(default_on: Option<u32>, existing_updated: Option<u32>) -> StageFacts {
    let self_switch = SelfSwitch { default_on: default_on.map(day), existing_updated: existing_updated.map(day) };
    StageFacts { self_switch, ..ready(Route::Tpp) }
}

fn emis(booked_on: Option<u32>, confirmed_on: Option<u32>) -> StageFacts {
    StageFacts { booked_on: booked_on.map(day), confirmed_on: confirmed_on.map(day), ..ready(Route::Emis) }
}

use Stage::{ChecklistInProgress as Started, DateBooked as Booked, NotStarted, Ready, SwitchedOn as On, SwitchingOn as Switching};

#[rstest]
#[case::nothing_known_nothing_owed(vec![], StageFacts { progress: Progress::default(), ..ready(Route::Tpp) }, vec![], (NotStarted, 18))]
#[case::first_stage_holds_from_today(vec![], tpp(None, None), vec![(Ready, 18)], (Ready, 18))]
#[case::same_stage_adds_nothing(vec![(Ready, 4)], tpp(None, None), vec![], (Ready, 4))]
#[case::two_stages_in_a_day(vec![(Started, 18)], tpp(None, None), vec![(Ready, 18)], (Ready, 18))]
#[case::recorded_late(vec![(Ready, 4)], tpp(Some(8), None), vec![(Switching, 8)], (Switching, 8))]
#[case::both_recorded_at_once(vec![(Ready, 4)], tpp(Some(8), Some(11)), vec![(Switching, 8), (On, 11)], (On, 11))]
#[case::both_on_one_day(vec![(Ready, 4)], tpp(Some(8), Some(8)), vec![(On, 8)], (On, 8))]
#[case::moved_earlier(vec![(Ready, 4), (On, 11)], tpp(Some(8), Some(8)), vec![(On, 8)], (On, 8))]
#[case::moved_later(vec![(Ready, 4), (On, 8)], tpp(Some(11), Some(11)), vec![(Ready, 8), (On, 11)], (On, 11))]
#[case::one_of_two_moved_later(vec![(Ready, 4), (On, 8)], tpp(Some(8), Some(11)), vec![(Switching, 8), (On, 11)], (On, 11))]
#[case::moved_later_than_a_stage_it_had_hidden(
    vec![(Started, 4), (Ready, 8), (On, 6)], tpp(Some(11), Some(11)), vec![(Started, 6), (Ready, 8), (On, 11)], (On, 11))]
#[case::taken_back(vec![(Ready, 4), (On, 8)], tpp(None, None), vec![(Ready, 8)], (Ready, 4))]
#[case::one_taken_back(vec![(Ready, 4), (Switching, 8), (On, 11)], tpp(Some(8), None), vec![(Switching, 11)], (Switching, 8))]
#[case::taken_back_to_nothing(vec![(On, 8)], StageFacts { progress: Progress::default(), ..tpp(None, None) },
    vec![(NotStarted, 8)], (NotStarted, 8))]
#[case::taken_back_after_more_was_answered(vec![(Started, 4), (On, 8)], tpp(None, None), vec![(Started, 8), (Ready, 18)], (Ready, 18))]
#[case::booked(vec![(Ready, 4)], emis(Some(27), None), vec![(Booked, 18)], (Booked, 18))]
#[case::cancelled_keeps_the_days_it_was_booked(vec![(Ready, 4), (Booked, 8)], emis(None, None), vec![(Ready, 18)], (Ready, 18))]
#[case::confirmed(vec![(Ready, 4), (Booked, 8)], emis(Some(13), Some(14)), vec![(On, 14)], (On, 14))]
#[case::confirmation_withdrawn(vec![(Ready, 4), (Booked, 8), (On, 14)], emis(Some(13), None), vec![(Booked, 14)], (Booked, 8))]
fn owed(#[case] recorded: Vec<(Stage, u32)>, #[case] facts: StageFacts, #[case] rows: Vec<(Stage, u32)>, #[case] now: (Stage, u32)) {
    let recorded: Vec<_> = recorded.into_iter().map(|(stage, from)| step(stage, from)).collect();
    let rows = rows.into_iter().map(|(stage, from)| step(stage, from)).collect();
    assert_eq!(update(&recorded, &facts, day(18), Cause::ChecklistAnswered), Update { rows, now: step(now.0, now.1) });
}

#[test]
fn a_change_of_supplier_ends_a_switch_on_and_does_not_take_it_back() {
    let mut recorded = vec![step(Ready, 4), step(Booked, 5), step(On, 8)];
    let moved = StageFacts { confirmed_on: Some(day(8)), ..tpp(None, None) };
    let change = update(&recorded, &moved, day(12), Cause::SupplierChanged);
    assert_eq!(change, Update { rows: vec![step(Ready, 12)], now: step(Ready, 12) });
    recorded.extend(change.rows);

    // Later facts of the new route, even with days before the change, leave the days on the old route alone.
    let early = StageFacts { confirmed_on: Some(day(8)), ..tpp(Some(6), Some(14)) };
    let change = update(&recorded, &early, day(18), Cause::SelfSwitchRecorded);
    assert_eq!(change.rows, [step(Switching, 12), step(On, 14)]);
    recorded.extend(change.rows);

    let back = StageFacts { confirmed_on: Some(day(8)), ..tpp(None, None) };
    recorded.extend(update(&recorded, &back, day(18), Cause::SelfSwitchRecorded).rows);
    let timeline = Timeline::of_rows(recorded);
    assert_eq!([7, 8, 11, 12, 18].map(|d| timeline.on(day(d))), [Some(Booked), Some(On), Some(On), Some(Ready), Some(Ready)]);
}

fn any_tpp() -> impl Strategy<Value = StageFacts> {
    let fact = || proptest::option::of(1u32..=30);
    (fact(), fact(), any::<bool>(), any::<bool>()).prop_map(|(default_on, existing, started, ready)| {
        let progress = Progress { settled: usize::from(ready), required: 1, started: started || ready, settings_confirmed: ready };
        StageFacts { progress, ..tpp(default_on, existing) }
    })
}

proptest! {
    /// Whatever is recorded, corrected and taken back: the rows added tell the facts' own days as the facts tell them last, the present
    /// stage is right, and a second look owes nothing.
    #[test]
    fn the_past_follows_the_facts(looks in proptest::collection::vec((any_tpp(), 0u32..4), 1..12)) {
        let mut recorded = Vec::new();
        let mut today = 10;
        for (facts, days) in looks {
            today = (today + days).min(30);
            let change = update(&recorded, &facts, day(today), Cause::SelfSwitchRecorded);
            recorded.extend(change.rows);
            let timeline = Timeline::of_rows(recorded.iter().copied());
            let dated = Timeline::of_rows(dated_steps(&facts, day(today)));
            for d in (1..=today).map(day) {
                prop_assert_eq!(timeline.on(d).filter(|stage| stage.is_dated()), dated.on(d), "on {}", d);
            }
            prop_assert_eq!(timeline.on(day(today)).unwrap_or(NotStarted), stage(&facts, day(today)).stage);
            prop_assert_eq!(change.now.stage, stage(&facts, day(today)).stage);
            let again = update(&recorded, &facts, day(today), Cause::SelfSwitchRecorded);
            prop_assert!(again.rows.is_empty(), "{:?}", again.rows);
        }
    }
}

#[test]
fn a_plan_that_was_dropped_was_a_plan_until_then() {
    let planned = StageFacts { planned_since: Some(day(5)), ..ready(Route::Tpp) };
    let mut rows = update(&[], &ready(Route::Tpp), day(1), Cause::ChecklistAnswered).rows;
    rows.extend(update(&rows, &planned, day(5), Cause::Planned).rows);
    rows.extend(update(&rows, &ready(Route::Tpp), day(9), Cause::PlanDropped).rows);
    // A later look at the facts leaves it so.
    assert_eq!(update(&rows, &ready(Route::Tpp), day(12), Cause::ChecklistAnswered).rows, []);
    let told = Timeline::of_rows(rows);
    assert_eq!([1, 5, 8, 9].map(|on| told.on(day(on))), [Ready, Switching, Switching, Ready].map(Some));
}
