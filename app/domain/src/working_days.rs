//! Working days: Monday to Friday without England's bank holidays, which are data (`content/bank_holidays.toml`).

use std::collections::BTreeSet;
use std::sync::LazyLock;

use chrono::{Datelike, NaiveDate, Weekday};
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Holidays {
    days: BTreeSet<NaiveDate>,
}

static HOLIDAYS: LazyLock<Holidays> = LazyLock::new(|| {
    let text = include_str!("../content/bank_holidays.toml");
    #[expect(clippy::panic, reason = "the file is part of the program, and a test reads it")]
    toml::from_str(text).unwrap_or_else(|error| panic!("content/bank_holidays.toml, checked by a test: {error}"))
});

/// Whether people at work in England are at work on `day`. In a year whose holidays are not in the data yet, every weekday counts.
#[must_use]
pub fn is_working_day(day: NaiveDate) -> bool {
    is_weekday(day) && !HOLIDAYS.days.contains(&day)
}

/// `day` itself where it is a working day, or else the next one.
#[must_use]
pub fn working_day_from(day: NaiveDate) -> NaiveDate {
    day.iter_days().find(|day| is_working_day(*day)).unwrap_or(day)
}

/// The working day that is `count` working days after `day`.
#[must_use]
pub fn working_days_after(day: NaiveDate, count: u16) -> NaiveDate {
    nth(day, day.iter_days().skip(1), count)
}

/// The working day that is `count` working days before `day`.
#[must_use]
pub fn working_days_before(day: NaiveDate, count: u16) -> NaiveDate {
    nth(day, std::iter::successors(day.pred_opt(), NaiveDate::pred_opt), count)
}

/// How many working days come after `from`, up to and including `to`; below 0 where `to` lies before `from`.
#[must_use]
pub fn working_days_until(from: NaiveDate, to: NaiveDate) -> i64 {
    if to < from {
        return -working_days_until(to, from);
    }
    let holidays = HOLIDAYS.days.range(from..=to).filter(|day| **day != from && is_weekday(**day)).count();
    weekdays_before(to) - weekdays_before(from) - i64::try_from(holidays).unwrap_or_default()
}

fn is_weekday(day: NaiveDate) -> bool {
    !matches!(day.weekday(), Weekday::Sat | Weekday::Sun)
}

/// How many days from Monday to Friday there were up to and including `day`, since a Sunday long ago.
fn weekdays_before(day: NaiveDate) -> i64 {
    let days = i64::from(day.num_days_from_ce());
    days.div_euclid(7) * 5 + days.rem_euclid(7).min(5)
}

/// The working day number `count` of `days`; `day` itself for none.
fn nth(day: NaiveDate, days: impl Iterator<Item = NaiveDate>, count: u16) -> NaiveDate {
    let past = usize::from(count).checked_sub(1);
    past.and_then(|past| days.filter(|day| is_working_day(*day)).nth(past)).unwrap_or(day)
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;
    use rstest::rstest;

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[rstest]
    #[case("2023-09-18", "2023-09-18")]
    #[case("2023-09-16", "2023-09-18")]
    #[case("2023-08-28", "2023-08-29")]
    #[case("2023-04-07", "2023-04-11")]
    #[case("2023-12-23", "2023-12-27")]
    #[case("2026-12-25", "2026-12-29")]
    fn the_next_working_day(#[case] from: &str, #[case] expected: &str) {
        assert_eq!(working_day_from(day(from)), day(expected));
    }

    #[rstest]
    #[case("2023-10-18", 5, "2023-10-25")]
    #[case("2023-12-20", 5, "2023-12-29")]
    #[case("2023-10-18", 0, "2023-10-18")]
    fn so_many_working_days_on(#[case] from: &str, #[case] count: u16, #[case] expected: &str) {
        assert_eq!(working_days_after(day(from), count), day(expected));
    }

    #[rstest]
    #[case("2023-10-25", 5, "2023-10-18")]
    #[case("2023-12-29", 5, "2023-12-20")]
    #[case("2023-10-22", 1, "2023-10-20")]
    #[case("2023-10-22", 0, "2023-10-22")]
    fn so_many_working_days_back(#[case] from: &str, #[case] count: u16, #[case] expected: &str) {
        assert_eq!(working_days_before(day(from), count), day(expected));
    }

    #[rstest]
    #[case("2023-09-18", "2023-10-31", 31)]
    #[case("2023-09-18", "2023-09-18", 0)]
    #[case("2023-09-15", "2023-09-17", 0)]
    #[case("2023-12-22", "2023-12-27", 1)]
    #[case("2023-10-04", "2023-09-27", -5)]
    fn so_many_working_days_are_left(#[case] from: &str, #[case] to: &str, #[case] expected: i64) {
        assert_eq!(working_days_until(day(from), day(to)), expected);
    }

    #[test]
    fn counted_one_by_one_they_are_as_many() {
        let from = day("2023-03-01");
        for length in 0..500 {
            let to = from + TimeDelta::days(length);
            let counted = from.iter_days().skip(1).take_while(|day| *day <= to).filter(|day| is_working_day(*day)).count();
            assert_eq!(usize::try_from(working_days_until(from, to)), Ok(counted), "{to}");
        }
    }

    /// Easter Sunday by the rule of the Gregorian calendar (Meeus, Jones, Butcher).
    fn easter(year: i32) -> NaiveDate {
        let (a, b, c) = (year % 19, year / 100, year % 100);
        let h = (19 * a + b - b / 4 - (b - (b + 8) / 25 + 1) / 3 + 15) % 30;
        let l = (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4) % 7;
        let m = (a + 11 * h + 22 * l) / 451;
        let from_march = h + l - 7 * m + 21;
        NaiveDate::from_ymd_opt(year, 3, 1).unwrap() + TimeDelta::days(i64::from(from_march))
    }

    #[test]
    fn every_year_of_the_data_is_complete() {
        for year in 2023..=2027 {
            let of_year: Vec<_> = HOLIDAYS.days.iter().filter(|day| day.year() == year).collect();
            assert_eq!(of_year.len(), if year == 2023 { 9 } else { 8 }, "{year}");
            assert!(of_year.iter().all(|day| !matches!(day.weekday(), Weekday::Sat | Weekday::Sun)), "{year}");
            for days in [-2, 1] {
                assert!(HOLIDAYS.days.contains(&(easter(year) + TimeDelta::days(days))), "Easter of {year}");
            }
        }
        assert!(HOLIDAYS.days.iter().all(|day| (2023..=2027).contains(&day.year())));
    }
}
