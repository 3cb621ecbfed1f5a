//! The date that a practice waits for is another day now.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use domain::time::{format_day, format_instant};
use serde::{Deserialize, Serialize};

use crate::kind::{Kind, Practice, Stands};
use crate::render::{Parts, three_templates};
use crate::samples::{day, morning, practice};
use crate::{Line, Links};

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

impl Kind for WaitingMoved {
    fn kind(&self) -> &'static str {
        "waiting-moved"
    }

    fn practice(&self) -> Option<&Practice> {
        Some(&self.practice)
    }

    fn stands(&self) -> Stands {
        Stands::Always
    }

    fn parts(&self, links: &Links) -> Result<Parts, askama::Error> {
        let view = View {
            practice: &self.practice,
            from: format_day(self.from),
            date: format_day(self.date),
            cutoff: format_day(self.cutoff),
            until: self.kept_until.map(format_instant).unwrap_or_default(),
            reason: self.reason.as_str(),
            slots: links.slots(self.practice.code.as_str()),
        };
        render(&view, links)
    }
}

three_templates!('a, View<'a>, "waiting-moved/subject.txt", "waiting-moved/body.txt", "waiting-moved/body.html");

struct View<'a> {
    practice: &'a Practice,
    from: String,
    date: String,
    cutoff: String,
    /// Until when a place is kept; empty where none is.
    until: String,
    reason: &'a str,
    slots: String,
}

impl WaitingMoved {
    /// A made-up one, of a practice that waits.
    #[must_use]
    pub fn sample() -> Self {
        let (from, date, cutoff) = (day(10, 18), day(10, 25), day(10, 4));
        Self { practice: practice(), from, date, cutoff, kept_until: None, reason: "EMIS cannot do this date".into() }
    }

    /// A made-up one, of a practice for which a place is kept.
    #[must_use]
    pub fn sample_kept() -> Self {
        Self { kept_until: Some(morning() + TimeDelta::hours(48)), ..Self::sample() }
    }
}
