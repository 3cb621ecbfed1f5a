//! Facts of the messages about waiting lists, and about what comes after a date.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::Practice;
use crate::Line;

/// A place is kept for a practice that waits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlaceOffered {
    /// The practice.
    pub practice: Practice,
    /// The date.
    pub date: NaiveDate,
    /// Its id, for the link.
    pub slot: String,
    /// Until when the place is kept.
    pub expires_at: DateTime<Utc>,
}

/// The date that a practice waits for, or has an offer on, is another day now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WaitingMoved {
    /// The practice.
    pub practice: Practice,
    /// The day it was.
    pub from: NaiveDate,
    /// The day it is now.
    pub date: NaiveDate,
    /// The last day to sign up now.
    pub cutoff: NaiveDate,
    /// Until when a place is kept for it, if one is.
    pub kept_until: Option<DateTime<Utc>>,
    /// Why, in the words of who moved it.
    pub reason: Line,
}

/// A practice is no longer on a waiting list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WaitingEnded {
    /// The practice.
    pub practice: Practice,
    /// The date it waited for.
    pub date: NaiveDate,
    /// Why.
    pub end: WaitingEnd,
}

/// How waiting ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum WaitingEnd {
    /// The place was not taken in time.
    NotTaken,
    /// The date does not take place, or the practice cannot have it.
    Ended {
        /// Why, in the words of who ended it.
        reason: Line,
    },
}

/// The date has passed: the practice is asked what it sees.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DateCheck {
    /// The practice.
    pub practice: Practice,
    /// The date.
    pub date: NaiveDate,
    /// The last day to say so before its ICB is told.
    pub until: NaiveDate,
}

/// The date has passed, and patients do not have access.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DidNotWork {
    /// The practice.
    pub practice: Practice,
    /// The date.
    pub date: NaiveDate,
    /// What was seen, in the words and the lines of who looked.
    pub seen: Vec<Line>,
}

/// The practice has not said what it sees.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DateUnconfirmed {
    /// The practice.
    pub practice: Practice,
    /// The date.
    pub date: NaiveDate,
    /// How many working days it had.
    pub working_days: u16,
}
