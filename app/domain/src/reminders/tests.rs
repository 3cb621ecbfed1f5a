use chrono::{Days, TimeDelta};
use proptest::prelude::*;
use rstest::rstest;

use super::*;
use crate::organisations::Route;
use crate::programme::ReminderPlan;
use crate::slots::SlotsLeft;
use crate::stage::Stage;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// 31 October 2023; 60, 30, 14, 7 and 1 days before; then every 7 days for 182 days.
fn programme() -> &'static Programme {
    Programme::current()
}

fn facts(route: Route, stage: Stage) -> ReminderFacts {
    let next = NextFacts { stage, dates: SlotsLeft::Place, ..NextFacts::not_started(route) };
    ReminderFacts { is_open: true, next }
}

fn with_dates(dates: SlotsLeft) -> ReminderFacts {
    let mut facts = facts(Route::Emis, Stage::Ready);
    facts.next.dates = dates;
    facts
}

fn booked(date: &str) -> ReminderFacts {
    let mut facts = facts(Route::Emis, Stage::DateBooked);
    facts.next.booked_on = Some(day(date));
    facts
}

fn excepted(facts: ReminderFacts) -> ReminderFacts {
    ReminderFacts { next: NextFacts { exception: true, ..facts.next }, ..facts }
}

/// Another supplier's practice, before its ICB has agreed.
fn confirmed() -> ReminderFacts {
    let mut facts = facts(Route::Other, Stage::Ready);
    facts.next.confirmed = true;
    facts
}

#[rstest]
#[case::long_before("2023-08-31", None)]
#[case::first_day("2023-09-01", Some(Milestone::Before(60)))]
#[case::still_the_first("2023-09-30", Some(Milestone::Before(60)))]
#[case::thirty("2023-10-01", Some(Milestone::Before(30)))]
#[case::fourteen("2023-10-17", Some(Milestone::Before(14)))]
#[case::missed_by_two_days("2023-10-19", Some(Milestone::Before(14)))]
#[case::seven("2023-10-24", Some(Milestone::Before(7)))]
#[case::one("2023-10-30", Some(Milestone::Before(1)))]
#[case::the_deadline("2023-10-31", Some(Milestone::Before(1)))]
#[case::within_the_first_week_after("2023-11-06", Some(Milestone::Before(1)))]
#[case::first_overdue("2023-11-07", Some(Milestone::Overdue(7)))]
#[case::second_overdue("2023-11-14", Some(Milestone::Overdue(14)))]
#[case::last_overdue("2024-04-30", Some(Milestone::Overdue(182)))]
#[case::over("2024-05-01", None)]
#[case::long_over("2323-11-01", None)]
fn milestones(#[case] today: &str, #[case] expected: Option<Milestone>) {
    assert_eq!(milestone_on(&programme().reminders, programme().deadline, day(today)), expected);
}

#[rstest]
#[case::outstanding(facts(Route::Emis, Stage::NotStarted), true)]
#[case::no_date_left(with_dates(SlotsLeft::Gone), true)]
#[case::waits_for_a_place(with_dates(SlotsLeft::Waits), false)]
#[case::closed(ReminderFacts { is_open: false, ..facts(Route::Emis, Stage::NotStarted) }, false)]
#[case::exception(excepted(facts(Route::Emis, Stage::NotStarted)), false)]
#[case::waits_for_the_icb(confirmed(), false)]
#[case::switched_on(facts(Route::Tpp, Stage::SwitchedOn), false)]
#[case::only_waiting(booked("2023-10-31"), false)]
#[case::date_after_the_deadline(booked("2023-11-01"), true)]
#[case::date_passed_unconfirmed(booked("2023-10-18"), true)]
fn who_is_reminded(#[case] facts: ReminderFacts, #[case] expected: bool) {
    assert_eq!(owed(programme(), &facts, day("2023-10-24")).is_some(), expected);
}

fn plans() -> impl Strategy<Value = ReminderPlan> {
    (prop::collection::btree_set(1_u16..200, 0..7), 0_u16..30, 0_u16..400).prop_map(|(days, overdue_every_days, overdue_for_days)| {
        ReminderPlan { days_before: days.into_iter().rev().collect(), overdue_every_days, overdue_for_days }
    })
}

proptest! {
    /// Swept every day or now and then, each milestone comes up in one unbroken run, so that once sent it is never owed again.
    #[test]
    fn milestones_only_move_on(plan in plans(), start in -300_i64..0, gaps in prop::collection::vec(0_u64..40, 1..60)) {
        let deadline = programme().deadline;
        let mut today = deadline + TimeDelta::days(start);
        let mut seen: Vec<Milestone> = Vec::new();
        for gap in gaps {
            today = today + Days::new(gap);
            if let Some(milestone) = milestone_on(&plan, deadline, today)
                && seen.last() != Some(&milestone)
            {
                prop_assert!(!seen.contains(&milestone), "{milestone} came back on {today}: {seen:?}");
                seen.push(milestone);
            }
        }
        let most = plan.days_before.len() + usize::from(plan.overdue_for_days.checked_div(plan.overdue_every_days).unwrap_or(0));
        prop_assert!(seen.len() <= most);
    }

    /// Never a reminder before its day.
    #[test]
    fn milestones_are_never_early(plan in plans(), left in -500_i64..300) {
        let deadline = programme().deadline;
        match milestone_on(&plan, deadline, deadline - TimeDelta::days(left)) {
            Some(Milestone::Before(days)) => prop_assert!(left <= i64::from(days)),
            Some(Milestone::Overdue(days)) => prop_assert!(-left >= i64::from(days) && -left <= i64::from(plan.overdue_for_days)),
            None => {}
        }
    }

    #[test]
    fn nothing_is_owed_once_switched_on_closed_or_excepted(
        route in prop::sample::select(vec![Route::Emis, Route::Tpp, Route::Other]),
        stage in prop::sample::select(Stage::ALL.to_vec()),
        left in -300_i64..100,
        booked in prop::option::of(-60_i64..60),
        is_open: bool,
        exception_agreed: bool,
    ) {
        let today = programme().deadline - TimeDelta::days(left);
        let booked_on = booked.map(|days| today + TimeDelta::days(days));
        let mut facts = ReminderFacts { is_open, ..facts(route, stage) };
        facts.next.exception = exception_agreed;
        facts.next.booked_on = booked_on;
        let got = owed(programme(), &facts, today);
        if stage == Stage::SwitchedOn || !is_open || exception_agreed {
            prop_assert_eq!(got, None);
        }
        if let Some(owed) = got {
            prop_assert!(!owed.next_step.sentence().is_empty());
        }
    }
}

#[rstest]
#[case::two_days_before(Route::Tpp, Stage::SwitchingOn, "2023-09-18", false)]
#[case::the_day_before(Route::Tpp, Stage::SwitchingOn, "2023-09-19", true)]
#[case::the_day_itself(Route::Other, Stage::SwitchingOn, "2023-09-20", true)]
#[case::passed(Route::Tpp, Stage::SwitchingOn, "2023-09-21", false)]
#[case::done(Route::Tpp, Stage::SwitchedOn, "2023-09-19", false)]
#[case::emis_books(Route::Emis, Stage::Ready, "2023-09-19", false)]
fn a_planned_day_is_reminded(#[case] route: Route, #[case] stage: Stage, #[case] today: &str, #[case] expected: bool) {
    let (planned_on, today) = ("2023-09-20".parse().unwrap(), today.parse().unwrap());
    let facts = facts(route, stage);
    assert_eq!(is_plan_near(&facts, planned_on, today), expected);
    assert!(!is_plan_near(&ReminderFacts { is_open: false, ..facts }, planned_on, today));
    assert!(!is_plan_near(&excepted(facts), planned_on, today));
    let facts = ReminderFacts { next: NextFacts { confirmed: true, ..facts.next }, ..facts };
    assert_eq!(is_plan_near(&facts, planned_on, today), expected && route != Route::Other, "who has confirmed waits for its ICB");
}
