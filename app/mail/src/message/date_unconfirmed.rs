//! The date has passed, and the practice has not said what it sees: to its ICB sub-group.

use chrono::NaiveDate;
use domain::time::format_day;
use serde::{Deserialize, Serialize};

use crate::Links;
use crate::kind::{Kind, Practice, Stands};
use crate::render::{Parts, three_templates};
use crate::samples::{day, practice};

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

impl Kind for DateUnconfirmed {
    fn kind(&self) -> &'static str {
        "date-unconfirmed"
    }

    fn practice(&self) -> Option<&Practice> {
        Some(&self.practice)
    }

    fn stands(&self) -> Stands {
        Stands::Always
    }

    fn parts(&self, links: &Links) -> Result<Parts, askama::Error> {
        let word = if self.working_days == 1 { "working day" } else { "working days" };
        let (days, page) = (format!("{} {word}", self.working_days), links.practice(self.practice.code.as_str()));
        render(&View { practice: &self.practice, date: format_day(self.date), days, page }, links)
    }
}

three_templates!('a, View<'a>, "date-unconfirmed/subject.txt", "date-unconfirmed/body.txt", "date-unconfirmed/body.html");

struct View<'a> {
    practice: &'a Practice,
    date: String,
    /// "5 working days".
    days: String,
    page: String,
}

impl DateUnconfirmed {
    /// A made-up one.
    #[must_use]
    pub fn sample() -> Self {
        Self { practice: practice(), date: day(10, 18), working_days: 5 }
    }
}
