//! The manual way of a practice that has missed all dates: access for existing accounts first, then a review of new ones every week.

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

/// A step of the manual way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ManualStepKind {
    /// Patients who have an account get access.
    Existing,
    /// Accounts made since are looked at, and get access.
    Review,
}

impl ManualStepKind {
    /// The key kept in the database.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Existing => "existing",
            Self::Review => "review",
        }
    }

    /// The step with this key.
    #[must_use]
    pub fn from_key(word: &str) -> Option<Self> {
        [Self::Existing, Self::Review].into_iter().find(|kind| kind.key() == word)
    }
}

/// Days between two reviews of new accounts (NHS England's guidance on enabling access by hand: weekly).
const REVIEW_DAYS: u64 = 7;

/// How far a practice on the manual way is. It never ends: new accounts keep coming until the practice is switched on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ManualProgress {
    /// Existing accounts come first.
    ExistingFirst,
    /// The next review is due on this day.
    ReviewBy(NaiveDate),
    /// It was due on this day, which has passed.
    ReviewLate(NaiveDate),
}

/// How far a practice is on `today` that gave existing accounts access on one day and last reviewed new ones on another.
#[must_use]
pub fn manual_progress(existing: Option<NaiveDate>, last_review: Option<NaiveDate>, today: NaiveDate) -> ManualProgress {
    let Some(existing) = existing else { return ManualProgress::ExistingFirst };
    let due = last_review.map_or(existing, |review| review.max(existing)) + Days::new(REVIEW_DAYS);
    if due < today { ManualProgress::ReviewLate(due) } else { ManualProgress::ReviewBy(due) }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[rstest]
    #[case(None, None, "2023-11-01", ManualProgress::ExistingFirst)]
    #[case(Some("2023-11-01"), None, "2023-11-08", ManualProgress::ReviewBy(day("2023-11-08")))]
    #[case(Some("2023-11-01"), None, "2023-11-09", ManualProgress::ReviewLate(day("2023-11-08")))]
    #[case(Some("2023-11-01"), Some("2023-11-09"), "2023-11-09", ManualProgress::ReviewBy(day("2023-11-16")))]
    fn every_week(#[case] existing: Option<&str>, #[case] review: Option<&str>, #[case] today: &str, #[case] expected: ManualProgress) {
        assert_eq!(manual_progress(existing.map(day), review.map(day), day(today)), expected);
    }
}
