//! What practices are measured against on a day, and how a date that is booked stands against it.

use chrono::{Days, NaiveDate};

use crate::time::days_until;
use crate::working_days::working_days_before;

/// How the EMIS date stands that a practice has booked and not confirmed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BookedDate {
    /// It is to come, by the deadline.
    InTime,
    /// It is to come, after the deadline.
    AfterDeadline,
    /// It has passed, and the working days to confirm have not.
    Passed,
    /// The working days to confirm have passed as well.
    Unconfirmed,
}

impl BookedDate {
    /// All of them; every day is one of them.
    pub const ALL: [Self; 4] = [Self::InTime, Self::AfterDeadline, Self::Passed, Self::Unconfirmed];
}

/// The days from the first to the last, both included, as far as they are bounded; no day where the last lies before the first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// The first day.
    pub first: Option<NaiveDate>,
    /// The last day.
    pub last: Option<NaiveDate>,
}

impl Span {
    /// Whether `day` is one of them.
    #[must_use]
    pub fn contains(&self, day: NaiveDate) -> bool {
        self.first.is_none_or(|first| first <= day) && self.last.is_none_or(|last| day <= last)
    }
}

/// What practices are measured against on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Yardstick {
    /// The day.
    pub day: NaiveDate,
    /// The day by which practices must be switched on.
    pub deadline: NaiveDate,
    /// Who had this date, or an earlier one, has had all its working days to confirm.
    last_unconfirmed: NaiveDate,
}

impl Yardstick {
    /// Of `day`, where practices have `confirm_working_days` after their date to confirm.
    #[must_use]
    pub fn new(day: NaiveDate, deadline: NaiveDate, confirm_working_days: u16) -> Self {
        Self { day, deadline, last_unconfirmed: working_days_before(day, confirm_working_days) - Days::new(1) }
    }

    /// Days to the deadline, negative once it has passed.
    #[must_use]
    pub fn days_left(&self) -> i64 {
        days_until(self.day, self.deadline)
    }

    /// The dates that stand so.
    #[must_use]
    pub fn dates(&self, booked: BookedDate) -> Span {
        let (one, none) = (Days::new(1), None);
        match booked {
            BookedDate::InTime => Span { first: Some(self.day), last: Some(self.deadline) },
            BookedDate::AfterDeadline => Span { first: Some(self.day.max(self.deadline + one)), last: none },
            BookedDate::Passed => Span { first: Some(self.last_unconfirmed + one), last: Some(self.day - one) },
            BookedDate::Unconfirmed => Span { first: none, last: Some(self.last_unconfirmed) },
        }
    }

    /// How a date that is booked stands.
    #[must_use]
    pub fn booked(&self, date: NaiveDate) -> BookedDate {
        BookedDate::ALL.into_iter().find(|booked| self.dates(*booked).contains(date)).unwrap_or(BookedDate::InTime)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rstest::rstest;

    use super::*;
    use crate::working_days::working_days_after;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[rstest]
    #[case("2023-10-18", BookedDate::InTime)]
    #[case("2023-10-19", BookedDate::Passed)]
    #[case("2023-10-25", BookedDate::Passed)]
    #[case("2023-10-26", BookedDate::Unconfirmed)]
    #[case("2023-11-20", BookedDate::Unconfirmed)]
    fn a_date_stands_from_day_to_day(#[case] today: &str, #[case] expected: BookedDate) {
        assert_eq!(Yardstick::new(day(today), day("2023-10-31"), 5).booked(day("2023-10-18")), expected);
    }

    #[rstest]
    #[case("2023-09-18", "2023-10-31", BookedDate::InTime)]
    #[case("2023-09-18", "2023-11-01", BookedDate::AfterDeadline)]
    #[case("2023-11-15", "2023-11-15", BookedDate::AfterDeadline)]
    #[case("2023-11-16", "2023-11-15", BookedDate::Passed)]
    fn a_date_and_the_deadline(#[case] today: &str, #[case] date: &str, #[case] expected: BookedDate) {
        assert_eq!(Yardstick::new(day(today), day("2023-10-31"), 5).booked(day(date)), expected);
    }

    proptest! {
        #[test]
        fn every_date_stands_in_one_way_and_the_working_days_are_those_that_people_are_told(
            today in 0u64..900, date in 0u64..900, deadline in 0u64..900, working_days in 0u16..12,
        ) {
            let of = |days| day("2023-01-01") + Days::new(days);
            let (against, date) = (Yardstick::new(of(today), of(deadline), working_days), of(date));
            let ways = BookedDate::ALL.into_iter().filter(|booked| against.dates(*booked).contains(date));
            prop_assert_eq!(ways.count(), 1);
            prop_assert_eq!(against.booked(date) == BookedDate::Unconfirmed, working_days_after(date, working_days) < against.day);
        }
    }
}
