//! London days and how dates and times are written.
//!
//! Instants are UTC; days are London dates. "Days left" is date arithmetic, so that the change from BST to GMT two days before
//! 31 October 2023 never makes a day go missing.

use chrono::{DateTime, Datelike, NaiveDate, NaiveTime, Offset, TimeZone, Timelike, Utc};
use chrono_tz::Europe::London;

/// The London date at an instant.
#[must_use]
pub fn london_day(instant: DateTime<Utc>) -> NaiveDate {
    instant.with_timezone(&London).date_naive()
}

/// The instant of a London wall-clock time. In the hour that happens twice the earlier is meant; a time that the spring change skips
/// counts as one hour later.
#[must_use]
pub fn london_instant(day: NaiveDate, hour: u32, minute: u32) -> DateTime<Utc> {
    let time = NaiveTime::from_hms_opt(hour, minute, 0).unwrap_or_default();
    let local = day.and_time(time);
    London
        .from_local_datetime(&local)
        .earliest()
        .or_else(|| London.from_local_datetime(&(local + chrono::TimeDelta::hours(1))).earliest())
        .map_or_else(|| local.and_utc(), |instant| instant.with_timezone(&Utc))
}

/// Days from `today` to `day`: 0 on the day itself, negative after it.
#[must_use]
pub fn days_until(today: NaiveDate, day: NaiveDate) -> i64 {
    (day - today).num_days()
}

/// "31 October 2023".
#[must_use]
pub fn format_day(day: NaiveDate) -> String {
    format!("{} {} {}", day.day(), month_name(day.month()), day.year())
}

/// "Tuesday".
#[must_use]
pub fn weekday(day: NaiveDate) -> String {
    day.format("%A").to_string()
}

/// "Tuesday 31 October 2023", where people choose among days.
#[must_use]
pub fn format_weekday(day: NaiveDate) -> String {
    format!("{} {}", weekday(day), format_day(day))
}

/// "9:05am BST".
#[must_use]
pub fn format_time(instant: DateTime<Utc>) -> String {
    let local = instant.with_timezone(&London);
    let (pm, hour) = local.hour12();
    let zone = if local.offset().fix().local_minus_utc() == 0 { "GMT" } else { "BST" };
    format!("{hour}:{:02}{} {zone}", local.minute(), if pm { "pm" } else { "am" })
}

/// "18 September 2023 at 9:05am BST".
#[must_use]
pub fn format_instant(instant: DateTime<Utc>) -> String {
    format!("{} at {}", format_day(london_day(instant)), format_time(instant))
}

/// "43 days left", "1 day left", "today", "1 day overdue".
#[must_use]
pub fn format_days_left(days: i64) -> String {
    match days {
        0 => "today".to_owned(),
        1 => "1 day left".to_owned(),
        -1 => "1 day overdue".to_owned(),
        days if days > 0 => format!("{days} days left"),
        days => format!("{} days overdue", -days),
    }
}

/// "October".
#[must_use]
pub fn month_name(month: u32) -> &'static str {
    const NAMES: [&str; 12] =
        ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];
    NAMES.get(month.saturating_sub(1) as usize).copied().unwrap_or("")
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    fn day(y: i32, m: u32, d: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(y, m, d).unwrap()
    }

    #[rstest]
    #[case("2023-09-18T08:05:00Z", "18 September 2023 at 9:05am BST")]
    #[case("2023-10-29T00:30:00Z", "29 October 2023 at 1:30am BST")]
    #[case("2023-10-29T01:30:00Z", "29 October 2023 at 1:30am GMT")]
    #[case("2023-10-31T12:00:00Z", "31 October 2023 at 12:00pm GMT")]
    #[case("2023-06-30T23:30:00Z", "1 July 2023 at 12:30am BST")]
    fn instants_read_as_london_time(#[case] instant: &str, #[case] expected: &str) {
        assert_eq!(format_instant(instant.parse().unwrap()), expected);
    }

    #[rstest]
    #[case(day(2023, 10, 28), 3, "3 days left")]
    #[case(day(2023, 10, 30), 1, "1 day left")]
    #[case(day(2023, 10, 31), 0, "today")]
    #[case(day(2023, 11, 1), -1, "1 day overdue")]
    #[case(day(2023, 11, 10), -10, "10 days overdue")]
    fn days_left_is_date_arithmetic(#[case] today: NaiveDate, #[case] days: i64, #[case] words: &str) {
        assert_eq!(days_until(today, day(2023, 10, 31)), days);
        assert_eq!(format_days_left(days), words);
    }

    #[test]
    fn a_day_to_choose_names_its_weekday() {
        assert_eq!(format_weekday(day(2023, 10, 31)), "Tuesday 31 October 2023");
    }

    #[test]
    fn a_skipped_hour_counts_as_one_later() {
        assert_eq!(london_instant(day(2023, 3, 26), 1, 30).to_rfc3339(), "2023-03-26T01:30:00+00:00");
    }

    #[test]
    fn nine_in_the_morning_is_eight_utc_in_summer() {
        assert_eq!(london_instant(day(2023, 9, 18), 9, 5).to_rfc3339(), "2023-09-18T08:05:00+00:00");
    }
}
