//! A place of a full date is kept for a practice that waits.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use domain::time::{format_day, format_instant};
use serde::{Deserialize, Serialize};

use crate::Links;
use crate::kind::{Kind, Practice, Stands};
use crate::render::{Parts, three_templates};
use crate::samples::{day, morning, practice};

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

impl Kind for PlaceOffered {
    fn kind(&self) -> &'static str {
        "place-offered"
    }

    fn practice(&self) -> Option<&Practice> {
        Some(&self.practice)
    }

    fn stands(&self) -> Stands {
        Stands::Before(self.expires_at)
    }

    fn parts(&self, links: &Links) -> Result<Parts, askama::Error> {
        let (date, until) = (format_day(self.date), format_instant(self.expires_at));
        render(&View { practice: &self.practice, date, until, slots: links.slots(self.practice.code.as_str()) }, links)
    }
}

three_templates!('a, View<'a>, "place-offered/subject.txt", "place-offered/body.txt", "place-offered/body.html");

struct View<'a> {
    practice: &'a Practice,
    date: String,
    until: String,
    slots: String,
}

impl PlaceOffered {
    /// A made-up one.
    #[must_use]
    pub fn sample() -> Self {
        let expires_at = morning() + TimeDelta::hours(48);
        Self { practice: practice(), date: day(10, 18), slot: "018b2f5e-0000-7000-8000-000000000002".to_owned(), expires_at }
    }
}
