//! What is noticed while a file is read, besides its facts.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::mistakes::Mistakes;

/// How the day of a file was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DatedBy {
    /// The file states it in each row.
    Stated,
    /// The person who imports it says so.
    Given,
    /// The latest day in the file is taken.
    LatestDay,
    /// It is not known: every dated fact is newer.
    Nothing,
}

/// Collected row by row.
#[derive(Default)]
pub(super) struct Findings {
    /// Rows under the header.
    pub(super) rows: usize,
    /// Well-formed rows that are left out, e.g. pharmacies in a register.
    pub(super) passed_over: usize,
    pub(super) mistakes: Mistakes,
    pub(super) notes: Vec<String>,
    limit: Option<NaiveDate>,
    stated: Option<NaiveDate>,
    given: Option<NaiveDate>,
    latest: Option<NaiveDate>,
}

impl Findings {
    /// Nothing found yet on the day `today`; `given` is the file's day as the person says.
    pub(super) fn new(today: NaiveDate, given: Option<NaiveDate>) -> Self {
        Self { limit: Some(today), given, ..Self::default() }
    }

    /// A row states the day of the file.
    pub(super) fn states(&mut self, day: NaiveDate) {
        self.stated = self.stated.max(Some(day));
    }

    /// A row names a day by which something happened, so the file is no older. A day after today is only planned, and tells nothing.
    pub(super) fn sees(&mut self, day: Option<NaiveDate>) {
        if let Some(day) = day
            && self.limit.is_none_or(|limit| day <= limit)
        {
            self.latest = self.latest.max(Some(day));
        }
    }

    /// The day of the file so far, and how it is known.
    pub(super) fn dated(&self) -> (Option<NaiveDate>, DatedBy) {
        match (self.stated, self.given, self.latest) {
            (Some(day), _, _) => (Some(day), DatedBy::Stated),
            (None, Some(day), _) => (Some(day), DatedBy::Given),
            (None, None, Some(day)) => (Some(day), DatedBy::LatestDay),
            (None, None, None) => (None, DatedBy::Nothing),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn the_latest_day_counts_unless_it_is_still_to_come() {
        let mut found = Findings::new(day("2023-09-18"), None);
        assert_eq!(found.dated(), (None, DatedBy::Nothing));
        for seen in ["1974-04-01", "2023-12-04", "2022-12-05", "2203-01-01"] {
            found.sees(Some(day(seen)));
        }
        assert_eq!(found.dated(), (Some(day("2022-12-05")), DatedBy::LatestDay));
    }

    #[test]
    fn a_stated_day_beats_a_given_one_and_that_the_latest() {
        let mut found = Findings::new(day("2023-09-18"), Some(day("2023-02-01")));
        found.sees(Some(day("2022-12-05")));
        assert_eq!(found.dated(), (Some(day("2023-02-01")), DatedBy::Given));
        found.states(day("2025-10-01"));
        assert_eq!(found.dated(), (Some(day("2025-10-01")), DatedBy::Stated));
    }
}
