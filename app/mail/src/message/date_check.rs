//! The date has passed: what does the practice see?

use chrono::NaiveDate;
use domain::time::format_day;
use serde::{Deserialize, Serialize};

use crate::Links;
use crate::kind::{Kind, Practice, Stands};
use crate::render::{Parts, three_templates};
use crate::samples::{day, practice};

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

impl Kind for DateCheck {
    fn kind(&self) -> &'static str {
        "date-check"
    }

    fn practice(&self) -> Option<&Practice> {
        Some(&self.practice)
    }

    fn stands(&self) -> Stands {
        Stands::Always
    }

    fn parts(&self, links: &Links) -> Result<Parts, askama::Error> {
        let (date, until) = (format_day(self.date), format_day(self.until));
        render(&View { practice: &self.practice, date, until, slots: links.slots(self.practice.code.as_str()) }, links)
    }
}

three_templates!('a, View<'a>, "date-check/subject.txt", "date-check/body.txt", "date-check/body.html");

struct View<'a> {
    practice: &'a Practice,
    date: String,
    until: String,
    slots: String,
}

impl DateCheck {
    /// A made-up one.
    #[must_use]
    pub fn sample() -> Self {
        Self { practice: practice(), date: day(10, 18), until: day(10, 25) }
    }
}
