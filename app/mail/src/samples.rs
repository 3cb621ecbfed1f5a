//! What the made-up messages have in common; each kind's own stands in its file.

use chrono::{DateTime, NaiveDate, Utc};
use domain::organisations::OdsCode;

use crate::Line;
use crate::kind::Practice;

/// The token of every link in them.
pub(crate) const TOKEN: &str = "sample-token";

/// A day of 2023.
pub(crate) fn day(month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2023, month, day).unwrap_or_default()
}

/// 18 September 2023, 9:05am BST.
pub(crate) fn morning() -> DateTime<Utc> {
    domain::time::london_instant(day(9, 18), 9, 5)
}

pub(crate) fn practice() -> Practice {
    Practice { code: code(), name: "Sample Lane Surgery".into() }
}

#[expect(clippy::expect_used, reason = "a constant that reads")]
fn code() -> OdsCode {
    "X10001".parse().expect("a code")
}

/// The same practice, by name and code.
pub(crate) fn organisation() -> Line {
    "Sample Lane Surgery (X10001)".into()
}

pub(crate) fn programme() -> Line {
    "Online access to new record entries".into()
}
