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
    !matches!(day.weekday(), Weekday::Sat | Weekday::Sun) && !HOLIDAYS.days.contains(&day)
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
