//! What practices are measured against on a day, and how the day that is arranged for a switch-on stands against it.

use chrono::{Days, NaiveDate};

use super::{Stage, UsualWork};
use crate::time::days_until;
use crate::working_days::working_days_before;

/// The days that are arranged for the switch-on of a practice.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Arranged {
    /// The EMIS date that it has booked.
    pub booked_on: Option<NaiveDate>,
    /// The day that it plans, on another route.
    pub planned_on: Option<NaiveDate>,
}

impl Arranged {
    /// The stages at which a practice waits for such a day.
    pub const STAGES: [Stage; 2] = [Stage::DateBooked, Stage::SwitchingOn];

    /// The one that a practice at `stage` waits for.
    #[must_use]
    pub fn at(self, stage: Stage) -> Option<NaiveDate> {
        match stage {
            Stage::DateBooked => self.booked_on,
            Stage::SwitchingOn => self.planned_on,
            Stage::NotStarted | Stage::ChecklistInProgress | Stage::Ready | Stage::SwitchedOn => None,
        }
    }
}

/// How the day stands that a practice has arranged, before it is switched on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ArrangedDay {
    /// It is to come, by the deadline.
    InTime,
    /// It is to come, after the deadline.
    AfterDeadline,
    /// It has passed, and the working days to confirm have not.
    Passed,
    /// The working days to confirm have passed as well.
    Unconfirmed,
}

impl ArrangedDay {
    /// All of them; every day is one of them.
    pub const ALL: [Self; 4] = [Self::InTime, Self::AfterDeadline, Self::Passed, Self::Unconfirmed];
}

/// The days from the first to the last, both included, as far as they are bounded; no day where the last lies before the first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Span {
    first: Option<NaiveDate>,
    last: Option<NaiveDate>,
}

impl Span {
    fn contains(&self, day: NaiveDate) -> bool {
        self.first.is_none_or(|first| first <= day) && self.last.is_none_or(|last| day <= last)
    }
}

/// What practices are measured against on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Yardstick {
    pub day: NaiveDate,
    /// The day by which practices must be switched on.
    pub deadline: NaiveDate,
    /// Who had this day, or an earlier one, has had all its working days to confirm.
    last_unconfirmed: NaiveDate,
    /// How long work usually takes.
    pub work: UsualWork,
}

impl Yardstick {
    /// Of `day`, where practices have `confirm_working_days` after the day that was arranged to be switched on and say so.
    #[must_use]
    pub fn new(day: NaiveDate, deadline: NaiveDate, confirm_working_days: u16, work: UsualWork) -> Self {
        Self { day, deadline, last_unconfirmed: working_days_before(day, confirm_working_days) - Days::new(1), work }
    }

    /// Days to the deadline, negative once it has passed.
    #[must_use]
    pub fn days_left(&self) -> i64 {
        days_until(self.day, self.deadline)
    }

    /// The days that stand so.
    fn days(&self, stands: ArrangedDay) -> Span {
        let (one, none) = (Days::new(1), None);
        match stands {
            ArrangedDay::InTime => Span { first: Some(self.day), last: Some(self.deadline) },
            ArrangedDay::AfterDeadline => Span { first: Some(self.day.max(self.deadline + one)), last: none },
            ArrangedDay::Passed => Span { first: Some(self.last_unconfirmed + one), last: Some(self.day - one) },
            ArrangedDay::Unconfirmed => Span { first: none, last: Some(self.last_unconfirmed) },
        }
    }

    /// How a day that is arranged stands.
    #[must_use]
    pub fn stands(&self, day: NaiveDate) -> ArrangedDay {
        ArrangedDay::ALL.into_iter().find(|stands| self.days(*stands).contains(day)).unwrap_or(ArrangedDay::InTime)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rstest::rstest;

    use super::*;
    use crate::working_days::working_days_after;

    const WORK: UsualWork = UsualWork { item: 1, sign_off: 1, step: 5, confirmation: 10, on_course_from: 10 };

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[rstest]
    #[case("2023-10-18", ArrangedDay::InTime)]
    #[case("2023-10-19", ArrangedDay::Passed)]
    #[case("2023-10-25", ArrangedDay::Passed)]
    #[case("2023-10-26", ArrangedDay::Unconfirmed)]
    #[case("2023-11-20", ArrangedDay::Unconfirmed)]
    fn a_date_stands_from_day_to_day(#[case] today: &str, #[case] expected: ArrangedDay) {
        assert_eq!(Yardstick::new(day(today), day("2023-10-31"), 5, WORK).stands(day("2023-10-18")), expected);
    }

    #[rstest]
    #[case("2023-09-18", "2023-10-31", ArrangedDay::InTime)]
    #[case("2023-09-18", "2023-11-01", ArrangedDay::AfterDeadline)]
    #[case("2023-11-15", "2023-11-15", ArrangedDay::AfterDeadline)]
    #[case("2023-11-16", "2023-11-15", ArrangedDay::Passed)]
    fn a_date_and_the_deadline(#[case] today: &str, #[case] date: &str, #[case] expected: ArrangedDay) {
        assert_eq!(Yardstick::new(day(today), day("2023-10-31"), 5, WORK).stands(day(date)), expected);
    }

    proptest! {
        #[test]
        fn every_date_stands_in_one_way_and_the_working_days_are_those_that_people_are_told(
            today in 0u64..900, date in 0u64..900, deadline in 0u64..900, working_days in 0u16..12,
        ) {
            let of = |days| day("2023-01-01") + Days::new(days);
            let (against, date) = (Yardstick::new(of(today), of(deadline), working_days, WORK), of(date));
            let ways = ArrangedDay::ALL.into_iter().filter(|way| against.days(*way).contains(date));
            prop_assert_eq!(ways.count(), 1);
            prop_assert_eq!(against.stands(date) == ArrangedDay::Unconfirmed, working_days_after(date, working_days) < against.day);
        }
    }
}
