//! What an administrator looks at again in a date, and may keep.

use chrono::{Datelike, NaiveDate, Weekday};

use crate::stage::is_late;
use crate::working_days::is_working_day;

/// What is unusual about a date, as "it is …" goes on: "after the deadline", "on a Saturday"; nothing for most dates. Nothing published
/// says that EMIS keeps to working days, so it is pointed out and not refused.
#[must_use]
pub fn unusual(date: NaiveDate, deadline: NaiveDate) -> Vec<&'static str> {
    let late = is_late(date, deadline).then_some("after the deadline");
    let day = match date.weekday() {
        Weekday::Sat => Some("on a Saturday"),
        Weekday::Sun => Some("on a Sunday"),
        _ if !is_working_day(date) => Some("on a bank holiday"),
        _ => None,
    };
    late.into_iter().chain(day).collect()
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("2023-10-18", &[])]
    #[case("2023-10-31", &[])]
    #[case("2023-11-01", &["after the deadline"])]
    #[case("2023-10-21", &["on a Saturday"])]
    #[case("2023-08-28", &["on a bank holiday"])]
    #[case("2023-11-05", &["after the deadline", "on a Sunday"])]
    #[case("2023-12-25", &["after the deadline", "on a bank holiday"])]
    fn is_pointed_out(#[case] date: &str, #[case] expected: &[&str]) {
        assert_eq!(unusual(date.parse().unwrap(), "2023-10-31".parse().unwrap()), expected);
    }
}
