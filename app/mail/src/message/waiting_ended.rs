//! A practice is no longer on a waiting list.

use chrono::NaiveDate;
use domain::time::format_day;
use serde::{Deserialize, Serialize};

use crate::kind::{Kind, Practice, Stands};
use crate::render::{Parts, three_templates};
use crate::samples::{day, practice};
use crate::{Line, Links};

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

impl Kind for WaitingEnded {
    fn kind(&self) -> &'static str {
        "waiting-ended"
    }

    fn practice(&self) -> Option<&Practice> {
        Some(&self.practice)
    }

    fn stands(&self) -> Stands {
        Stands::Always
    }

    fn parts(&self, links: &Links) -> Result<Parts, askama::Error> {
        let reason = match &self.end {
            WaitingEnd::NotTaken => "",
            WaitingEnd::Ended { reason } => reason.as_str(),
        };
        let slots = links.slots(self.practice.code.as_str());
        render(&View { practice: &self.practice, date: format_day(self.date), reason, slots }, links)
    }
}

three_templates!('a, View<'a>, "waiting-ended/subject.txt", "waiting-ended/body.txt", "waiting-ended/body.html");

struct View<'a> {
    practice: &'a Practice,
    date: String,
    /// Why waiting ended, empty where the place was not taken in time.
    reason: &'a str,
    slots: String,
}

impl WaitingEnded {
    /// A made-up one.
    #[must_use]
    pub fn sample() -> Self {
        Self { practice: practice(), date: day(10, 18), end: WaitingEnd::NotTaken }
    }

    /// A made-up one of a date that was cancelled.
    #[must_use]
    pub fn sample_cancelled() -> Self {
        Self { end: WaitingEnd::Ended { reason: "EMIS cannot do this date".into() }, ..Self::sample() }
    }
}
