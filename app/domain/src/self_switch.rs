//! TPP practices switch themselves on in SystmOne; two facts say how far they are.

use chrono::NaiveDate;

use crate::field::{FieldError, clean_line};

/// The two facts of a TPP practice, each with the day it became true.
///
/// They are separate because the default reaches only new accounts: source NHS Digital, "Enabling prospective record access in SystmOne".
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SelfSwitch {
    /// New online accounts get access by default since this day.
    pub default_on: Option<NaiveDate>,
    /// The accounts that existed before were updated on this day.
    pub existing_updated: Option<NaiveDate>,
}

impl SelfSwitch {
    /// How many of the two were not true on `day`.
    #[must_use]
    pub fn open_steps(&self, day: NaiveDate) -> u32 {
        [self.default_on, self.existing_updated].into_iter().map(|on| u32::from(on.is_none_or(|on| day < on))).sum()
    }
}

/// Why a day cannot be recorded for one of the facts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DayRefusal {
    /// The day has not come yet.
    #[error("the day must be today or in the past")]
    InTheFuture,
    /// Before the system could do this at all.
    #[error("the day must be on or after 1 January 2022")]
    TooEarly,
}

/// Whether `day` can be recorded as the day something was switched on.
///
/// # Errors
/// A [`DayRefusal`] for a day after `today` or before 2022, the year of the first planned switch-on.
pub fn check_day(day: NaiveDate, today: NaiveDate) -> Result<(), DayRefusal> {
    let earliest = NaiveDate::from_ymd_opt(2022, 1, 1).unwrap_or(NaiveDate::MIN);
    match day {
        day if day > today => Err(DayRefusal::InTheFuture),
        day if day < earliest => Err(DayRefusal::TooEarly),
        _ => Ok(()),
    }
}

/// The most online accounts that a practice can have updated: more than any practice has patients.
const ACCOUNTS_MAX: u32 = 200_000;

/// How many accounts were updated, as typed; none where nothing is.
///
/// # Errors
/// A mistake on `existing_count`.
pub fn parse_count(typed: &str) -> Result<Option<u32>, FieldError> {
    let digits = clean_line(typed).replace([',', ' '], "");
    if digits.is_empty() {
        return Ok(None);
    }
    let wrong = || FieldError::new("existing_count", "The number of accounts must be a whole number, like 5400");
    digits.parse().ok().filter(|count| *count <= ACCOUNTS_MAX).map(Some).ok_or_else(wrong)
}

/// Whether `now` changes or takes back a day that was `known`: that needs a reason.
#[must_use]
pub fn is_correction(known: SelfSwitch, now: SelfSwitch) -> bool {
    let changed = |known: Option<NaiveDate>, now| known.is_some() && known != now;
    changed(known.default_on, now.default_on) || changed(known.existing_updated, now.existing_updated)
}

/// Whether a switch-on can be planned for `day`.
///
/// # Errors
/// A mistake on `planned_on` for a day that has passed or is more than two years ahead.
pub fn check_plan(day: NaiveDate, today: NaiveDate) -> Result<(), FieldError> {
    match crate::time::days_until(today, day) {
        days if days < 0 => Err(FieldError::new("planned_on", "The planned day must be today or in the future")),
        days if days > 731 => Err(FieldError::new("planned_on", "The planned day must be within the next two years")),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("2023-09-18", Ok(()))]
    #[case("2023-09-19", Err(DayRefusal::InTheFuture))]
    #[case("2021-12-31", Err(DayRefusal::TooEarly))]
    #[case("2022-01-01", Ok(()))]
    fn days(#[case] day: &str, #[case] expected: Result<(), DayRefusal>) {
        assert_eq!(check_day(day.parse().unwrap(), "2023-09-18".parse().unwrap()), expected);
    }

    #[rstest]
    #[case("", Ok(None))]
    #[case(" 5,400 ", Ok(Some(5_400)))]
    #[case("0", Ok(Some(0)))]
    #[case("200001", Err(()))]
    #[case("about 5000", Err(()))]
    #[case("-1", Err(()))]
    fn counts(#[case] typed: &str, #[case] expected: Result<Option<u32>, ()>) {
        assert_eq!(parse_count(typed).map_err(drop), expected);
    }

    #[rstest]
    #[case(None, Some("2023-09-11"), false)]
    #[case(Some("2023-09-11"), Some("2023-09-11"), false)]
    #[case(Some("2023-09-11"), Some("2023-09-12"), true)]
    #[case(Some("2023-09-11"), None, true)]
    fn corrections(#[case] known: Option<&str>, #[case] now: Option<&str>, #[case] expected: bool) {
        let day = |text: Option<&str>| text.map(|text| text.parse().unwrap());
        for existing_updated in [None, day(Some("2023-09-01"))] {
            let facts = |default_on| SelfSwitch { default_on: day(default_on), existing_updated };
            assert_eq!(is_correction(facts(known), facts(now)), expected);
        }
    }

    #[rstest]
    #[case("2023-09-17", false)]
    #[case("2023-09-18", true)]
    #[case("2025-09-18", true)]
    #[case("2025-09-19", false)]
    fn plans(#[case] on: &str, #[case] expected: bool) {
        assert_eq!(check_plan(on.parse().unwrap(), "2023-09-18".parse().unwrap()).is_ok(), expected);
    }
}
