//! Facts of the messages about what an ICB decides for a practice.

use chrono::NaiveDate;
use domain::organisations::Supplier;
use serde::{Deserialize, Serialize};

use super::Practice;
use crate::Line;

/// To a practice: what its ICB decided.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    /// The practice.
    pub practice: Practice,
    /// What was decided on.
    pub about: About,
    /// Whether the ICB agreed.
    pub agreed: bool,
    /// What it says to that; may be empty.
    pub note: Line,
}

/// What was decided on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum About {
    /// An exception that was asked for.
    Exception {
        /// Its category.
        category: Line,
        /// The last day on which it stands, where it was agreed.
        review_on: Option<NaiveDate>,
        /// The deadline of the programme; not known of messages of an earlier version.
        #[serde(default)]
        deadline: Option<NaiveDate>,
    },
    /// An exception that stood: agreed is another review day, not agreed that it ended.
    Review {
        /// Its category.
        category: Line,
        /// The last day on which it stands, where it goes on.
        review_on: Option<NaiveDate>,
        /// The deadline of the programme; not known of messages of an earlier version.
        #[serde(default)]
        deadline: Option<NaiveDate>,
    },
    /// Another supplier than files say.
    Supplier {
        /// The supplier.
        supplier: Supplier,
    },
    /// That the practice is switched on.
    SwitchOn {
        /// Since when.
        day: NaiveDate,
    },
}

/// To a practice: the day on which it plans to be switched on is tomorrow or today.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlannedDay {
    /// The practice.
    pub practice: Practice,
    /// What the programme is called.
    pub programme: Line,
    /// The planned day.
    pub planned_on: NaiveDate,
    /// Names the account in the unsubscribe link.
    pub unsubscribe_token: String,
}

/// To a practice: its exception ends soon unless it is renewed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExceptionReview {
    /// The practice.
    pub practice: Practice,
    /// The category.
    pub category: Line,
    /// The last day on which it stands.
    pub review_on: NaiveDate,
    /// Names the account in the unsubscribe link.
    pub unsubscribe_token: String,
}

/// An exception has ended by itself, or was ended early; who ended it for an ICB has told the practice in a [`Decision`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExceptionEnded {
    /// The practice.
    pub practice: Practice,
    /// The category.
    pub category: Line,
    /// The deadline of the programme, which applies again.
    pub deadline: NaiveDate,
    /// How it ended.
    pub end: ExceptionEnd,
    /// Who is told.
    pub reader: Reader,
}

/// How an exception ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ExceptionEnd {
    /// By itself: nobody gave it another date.
    ByItself {
        /// The last day on which it stood.
        last: NaiveDate,
    },
    /// Before its time.
    Early {
        /// The first day on which it stands no more.
        on: NaiveDate,
        /// What the practice was told.
        note: Line,
    },
}

/// Who is told of the end of an exception.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reader {
    /// The practice itself.
    Practice,
    /// Its ICB sub-group.
    SubGroup,
}
