//! When requests are worked: some days of the week, at one hour.

use chrono::{DateTime, Datelike, NaiveDate, TimeDelta, Utc, Weekday};

use crate::time::{london_day, london_instant};
use crate::working_days::working_day_from;

/// How far around a day its round is looked for. No run of holidays moves a round by as much.
const REACH: i64 = 21;

/// From this hour in London the people who decide are reminded, on the day of a round.
const MORNING: u32 = 8;

/// The days of the week and the hour (London time) at which requests are worked. A non-working day moves to the next working day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoundPlan {
    days: Vec<Weekday>,
    hour: u32,
}

/// A plan that never comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RoundError {
    #[error("name at least one day of the week, like tuesday")]
    NoDay,
    /// Not a day of the week.
    #[error("write days of the week in full, like tuesday")]
    Day,
    /// Not an hour of the day.
    #[error("the hour must be a number from 0 to 23")]
    Hour,
}

/// Tuesdays and Fridays at 10am: twice a week, as the dashboards that practices know worked theirs.
impl Default for RoundPlan {
    fn default() -> Self {
        Self { days: vec![Weekday::Tue, Weekday::Fri], hour: 10 }
    }
}

impl RoundPlan {
    /// Rounds on the days that `days` name in English, at `hour`.
    ///
    /// # Errors
    /// [`RoundError`], with what to write instead.
    pub fn new<'a>(days: impl IntoIterator<Item = &'a str>, hour: u32) -> Result<Self, RoundError> {
        let mut days = days.into_iter().map(|day| day.trim().parse().map_err(|_| RoundError::Day)).collect::<Result<Vec<Weekday>, _>>()?;
        days.sort_by_key(Weekday::num_days_from_monday);
        days.dedup();
        match (days.is_empty(), hour) {
            (true, _) => Err(RoundError::NoDay),
            (false, 0..=23) => Ok(Self { days, hour }),
            (false, _) => Err(RoundError::Hour),
        }
    }

    /// The first round after `now`.
    #[must_use]
    pub fn next_after(&self, now: DateTime<Utc>) -> DateTime<Utc> {
        let instants = self.days_around(london_day(now)).map(|day| self.instant(day));
        instants.filter(|instant| *instant > now).min().unwrap_or(now)
    }

    /// When a decision made at `now` is told: at the next round, or at once in the rest of a day whose round has begun.
    #[must_use]
    pub fn answered_at(&self, now: DateTime<Utc>) -> DateTime<Utc> {
        let today = london_day(now);
        if self.is_on(today) && self.instant(today) <= now { now } else { self.next_after(now) }
    }

    /// Whether a round falls on `day`, holidays considered.
    #[must_use]
    pub fn is_on(&self, day: NaiveDate) -> bool {
        self.days_around(day).any(|other| other == day)
    }

    /// Whether it is the morning of a round's day or later on that day: those who decide may be reminded.
    #[must_use]
    pub fn reminds_at(&self, now: DateTime<Utc>) -> bool {
        let today = london_day(now);
        self.is_on(today) && now >= london_instant(today, MORNING.min(self.hour), 0)
    }

    /// "Tuesdays and Fridays".
    #[must_use]
    pub fn days_in_words(&self) -> String {
        let names: Vec<_> = self.days.iter().map(|day| format!("{}s", name(*day))).collect();
        match names.split_last() {
            Some((last, [])) => last.clone(),
            Some((last, others)) => format!("{} and {last}", others.join(", ")),
            None => String::new(),
        }
    }

    fn instant(&self, day: NaiveDate) -> DateTime<Utc> {
        london_instant(day, self.hour, 0)
    }

    fn days_around(&self, day: NaiveDate) -> impl Iterator<Item = NaiveDate> {
        let around = (-REACH..=REACH).filter_map(move |days| day.checked_add_signed(TimeDelta::days(days)));
        around.filter(|day| self.days.contains(&day.weekday())).map(working_day_from)
    }
}

fn name(day: Weekday) -> &'static str {
    match day {
        Weekday::Mon => "Monday",
        Weekday::Tue => "Tuesday",
        Weekday::Wed => "Wednesday",
        Weekday::Thu => "Thursday",
        Weekday::Fri => "Friday",
        Weekday::Sat => "Saturday",
        Weekday::Sun => "Sunday",
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rstest::rstest;

    use super::*;
    use crate::working_days::is_working_day;

    fn instant(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[rstest]
    #[case::of_wednesday_is_fridays("2023-09-20T08:05:00Z", "2023-09-22T09:00:00Z")]
    #[case::of_monday_is_tuesdays("2023-09-18T08:05:00Z", "2023-09-19T09:00:00Z")]
    #[case::before_the_hour_is_today("2023-09-22T08:59:59Z", "2023-09-22T09:00:00Z")]
    #[case::at_the_hour_is_the_next("2023-09-22T09:00:00Z", "2023-09-26T09:00:00Z")]
    #[case::good_friday_moves_past_easter_monday("2023-04-05T08:00:00Z", "2023-04-11T09:00:00Z")]
    #[case::boxing_day_moves_to_wednesday("2023-12-22T12:00:00Z", "2023-12-27T10:00:00Z")]
    #[case::winter_time("2023-10-28T12:00:00Z", "2023-10-31T10:00:00Z")]
    #[case::substitute_day_of_2026("2026-12-24T12:00:00Z", "2026-12-29T10:00:00Z")]
    fn the_next_round(#[case] now: &str, #[case] expected: &str) {
        assert_eq!(RoundPlan::default().next_after(instant(now)), instant(expected));
    }

    #[rstest]
    #[case::thursday_waits_for_friday("2023-09-21T08:05:00Z", "2023-09-22T09:00:00Z")]
    #[case::before_the_round_waits_for_it("2023-09-22T08:05:00Z", "2023-09-22T09:00:00Z")]
    #[case::after_it_goes_out_at_once("2023-09-22T14:00:00Z", "2023-09-22T14:00:00Z")]
    #[case::the_day_after_waits("2023-09-23T08:00:00Z", "2023-09-26T09:00:00Z")]
    fn when_a_decision_is_told(#[case] now: &str, #[case] expected: &str) {
        assert_eq!(RoundPlan::default().answered_at(instant(now)), instant(expected));
    }

    #[rstest]
    #[case("2023-09-22T06:59:59Z", false)]
    #[case("2023-09-22T07:00:00Z", true)]
    #[case("2023-09-22T22:00:00Z", true)]
    #[case("2023-09-21T10:00:00Z", false)]
    #[case("2023-04-07T10:00:00Z", false)]
    #[case("2023-04-11T10:00:00Z", true)]
    fn reminders_go_out_on_the_morning_of_the_day(#[case] now: &str, #[case] expected: bool) {
        assert_eq!(RoundPlan::default().reminds_at(instant(now)), expected);
    }

    #[rstest]
    #[case(&["friday", " Tuesday", "tuesday"], 10, Ok("Tuesdays and Fridays"))]
    #[case(&["monday"], 9, Ok("Mondays"))]
    #[case(&["monday", "wednesday", "friday"], 23, Ok("Mondays, Wednesdays and Fridays"))]
    #[case(&[], 10, Err(RoundError::NoDay))]
    #[case(&["someday"], 10, Err(RoundError::Day))]
    #[case(&["friday"], 24, Err(RoundError::Hour))]
    fn plans(#[case] days: &[&str], #[case] hour: u32, #[case] expected: Result<&str, RoundError>) {
        let plan = RoundPlan::new(days.iter().copied(), hour).map(|plan| plan.days_in_words());
        assert_eq!(plan, expected.map(str::to_owned));
    }

    proptest! {
        #[test]
        fn a_round_is_ahead_on_a_working_day_at_its_hour_and_none_is_skipped(
            minutes in 0_i64..5 * 365 * 24 * 60,
            days in proptest::sample::subsequence(vec!["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"], 1..=7),
            hour in 0_u32..24,
        ) {
            let plan = RoundPlan::new(days, hour).unwrap();
            let now = instant("2023-01-01T00:00:00Z") + TimeDelta::minutes(minutes);
            let next = plan.next_after(now);
            let day = london_day(next);
            prop_assert!(next > now && next - now < TimeDelta::days(REACH));
            prop_assert!(is_working_day(day) && plan.is_on(day));
            prop_assert_eq!(next, london_instant(day, hour, 0));
            prop_assert_eq!(plan.next_after(next - TimeDelta::seconds(1)), next, "no other lies between");
            let between = london_day(now).iter_days().skip(1).take_while(|other| *other < day).find(|other| plan.is_on(*other));
            prop_assert_eq!(between, None);
            let told = plan.answered_at(now);
            prop_assert!(told == now || told == next);
        }
    }
}
