//! TPP practices switch themselves on in SystmOne; two facts say how far they are.

use chrono::NaiveDate;

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
}
