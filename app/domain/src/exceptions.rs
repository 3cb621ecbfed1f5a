//! Exceptions that an ICB has agreed with a practice: counted apart, never as switched on.

use chrono::NaiveDate;

/// An exception as agreed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AgreedException {
    /// What kind, e.g. "Closing or merging".
    pub category: String,
    /// Why, in the ICB's words.
    pub reason: String,
    /// The day it was agreed.
    pub agreed_on: NaiveDate,
    /// The day by which it is looked at again.
    pub review_on: NaiveDate,
    /// The day it ended, if it did.
    pub ended_on: Option<NaiveDate>,
}

impl AgreedException {
    /// Whether it holds on `day`: from the day it was agreed until the day before it ended.
    #[must_use]
    pub fn holds_on(&self, day: NaiveDate) -> bool {
        self.agreed_on <= day && self.ended_on.is_none_or(|ended| day < ended)
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("2023-08-31", false)]
    #[case("2023-09-01", true)]
    #[case("2023-09-30", true)]
    #[case("2023-10-01", false)]
    fn holds_from_agreed_to_ended(#[case] day: &str, #[case] expected: bool) {
        let exception = AgreedException {
            category: "Changing system".to_owned(),
            reason: "Moves to another supplier in November".to_owned(),
            agreed_on: "2023-09-01".parse().unwrap(),
            review_on: "2023-11-30".parse().unwrap(),
            ended_on: Some("2023-10-01".parse().unwrap()),
        };
        assert_eq!(exception.holds_on(day.parse().unwrap()), expected);
    }
}
