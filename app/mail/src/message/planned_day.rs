//! The day on which a practice plans to be switched on is near.

use chrono::NaiveDate;
use domain::time::format_day;
use serde::{Deserialize, Serialize};

use crate::kind::{Kind, Practice, Stands};
use crate::render::{Parts, three_templates};
use crate::samples::{TOKEN, day, practice, programme};
use crate::{Line, Links};

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

impl Kind for PlannedDay {
    fn kind(&self) -> &'static str {
        "planned-day"
    }

    fn practice(&self) -> Option<&Practice> {
        Some(&self.practice)
    }

    fn stands(&self) -> Stands {
        Stands::UpTo(self.planned_on)
    }

    fn parts(&self, links: &Links) -> Result<Parts, askama::Error> {
        let (page, unsubscribe) = (links.self_switch(self.practice.code.as_str()), links.unsubscribe(&self.unsubscribe_token));
        render(&View { m: self, planned_on: format_day(self.planned_on), page, unsubscribe }, links)
    }

    fn unsubscribe_token(&self) -> Option<&str> {
        Some(&self.unsubscribe_token)
    }
}

three_templates!('a, View<'a>, "planned-day/subject.txt", "planned-day/body.txt", "planned-day/body.html");

struct View<'a> {
    m: &'a PlannedDay,
    planned_on: String,
    page: String,
    unsubscribe: String,
}

impl PlannedDay {
    /// A made-up one.
    #[must_use]
    pub fn sample() -> Self {
        Self { practice: practice(), programme: programme(), planned_on: day(9, 21), unsubscribe_token: TOKEN.to_owned() }
    }
}
