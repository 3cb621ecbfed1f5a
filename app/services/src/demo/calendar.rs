//! Working days and office hours.

use chrono::{DateTime, Datelike, Days, NaiveDate, Utc, Weekday};
use domain::time::london_instant;

use super::random::Random;

/// A day of 2023.
pub(super) fn day(month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2023, month, day).unwrap_or_default()
}

/// The last working day before the demonstration starts.
pub(super) fn last_day() -> NaiveDate {
    day(9, 15)
}

fn is_weekend(day: NaiveDate) -> bool {
    matches!(day.weekday(), Weekday::Sat | Weekday::Sun)
}

/// `day` moved by `days`, on to the next working day, but never past the last one.
pub(super) fn working_day(day: NaiveDate, days: i64) -> NaiveDate {
    let mut moved = day + chrono::TimeDelta::days(days);
    while is_weekend(moved) {
        moved = moved + Days::new(1);
    }
    moved.min(last_day())
}

/// Some minute of the working hours of `day`.
pub(super) fn in_office_hours(random: &Random, day: NaiveDate) -> DateTime<Utc> {
    let minutes = u32::try_from(random.between(8 * 60 + 15, 17 * 60 + 45)).unwrap_or_default();
    london_instant(day, minutes / 60, minutes % 60)
}
