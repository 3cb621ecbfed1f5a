//! The date has passed, and patients do not have access: to the practice and its ICB sub-group.

use chrono::NaiveDate;
use domain::time::format_day;
use serde::{Deserialize, Serialize};

use crate::kind::{Kind, Practice, Stands};
use crate::render::{Parts, three_templates};
use crate::samples::{day, practice};
use crate::{Line, Links};

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

impl Kind for DidNotWork {
    fn kind(&self) -> &'static str {
        "did-not-work"
    }

    fn practice(&self) -> Option<&Practice> {
        Some(&self.practice)
    }

    fn stands(&self) -> Stands {
        Stands::Always
    }

    fn parts(&self, links: &Links) -> Result<Parts, askama::Error> {
        let slots = links.slots(self.practice.code.as_str());
        render(&View { m: self, date: format_day(self.date), slots }, links)
    }
}

three_templates!('a, View<'a>, "did-not-work/subject.txt", "did-not-work/body.txt", "did-not-work/body.html");

struct View<'a> {
    m: &'a DidNotWork,
    date: String,
    slots: String,
}

impl DidNotWork {
    /// A made-up one.
    #[must_use]
    pub fn sample() -> Self {
        Self { practice: practice(), date: day(10, 18), seen: Line::all_of("The NHS App shows no entry\nafter 17 October") }
    }
}
