//! A practice's exception has ended: to the practice and its ICB sub-group.

use chrono::NaiveDate;
use domain::time::format_day;
use serde::{Deserialize, Serialize};

use crate::kind::{Kind, Practice, Stands};
use crate::render::{Parts, three_templates};
use crate::samples::{day, practice};
use crate::{Line, Links};

/// An exception has ended by itself, or was ended early; who ended it for an ICB has told the practice in a [`Decision`](crate::Decision).
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

impl Kind for ExceptionEnded {
    fn kind(&self) -> &'static str {
        "exception-ended"
    }

    fn practice(&self) -> Option<&Practice> {
        Some(&self.practice)
    }

    fn stands(&self) -> Stands {
        Stands::Always
    }

    fn parts(&self, links: &Links) -> Result<Parts, askama::Error> {
        let (category, deadline) = (&self.category, format_day(self.deadline));
        let (exception, whose) = match self.reader {
            Reader::Practice => ("Your exception", "your practice"),
            Reader::SubGroup => ("The exception", "the practice"),
        };
        let (ended, note) = match &self.end {
            ExceptionEnd::ByItself { last } => {
                let last = format_day(*last);
                (format!("{exception}, {category}, stood up to and including {last}. Nobody gave it another date, so it has ended."), "")
            }
            ExceptionEnd::Early { on, note } => {
                (format!("{exception}, {category}, was ended early. It stands no more from {}.", format_day(*on)), note.as_str())
            }
        };
        let again = format!("The deadline, {deadline}, applies to {whose} again.");
        let (subject, then, link) = match self.reader {
            Reader::Practice => (
                "Your exception has ended",
                format!("{again} Continue with what comes next. If you still need an exception, ask your ICB for a new one."),
                "Open your exception",
            ),
            Reader::SubGroup => (
                "An exception has ended",
                format!("{again} Ask how far it is. If it still needs an exception, it asks for a new one."),
                "Open the exception",
            ),
        };
        let page = links.exception(self.practice.code.as_str());
        render(&View { m: self, subject, ended, note, then, page, link }, links)
    }
}

three_templates!('a, View<'a>, "exception-ended/subject.txt", "exception-ended/body.txt", "exception-ended/body.html");

struct View<'a> {
    m: &'a ExceptionEnded,
    subject: &'static str,
    /// What ended, and how.
    ended: String,
    /// What the practice was told; may be empty.
    note: &'a str,
    /// What follows from it.
    then: String,
    page: String,
    /// The words of the link.
    link: &'static str,
}

impl ExceptionEnded {
    /// A made-up one, to the practice: it ended by itself.
    #[must_use]
    pub fn sample() -> Self {
        let (category, end) = ("Closing or merging".into(), ExceptionEnd::ByItself { last: day(11, 30) });
        Self { practice: practice(), category, deadline: day(10, 31), end, reader: Reader::Practice }
    }

    /// The same, to its ICB sub-group.
    #[must_use]
    pub fn sample_to_sub_group() -> Self {
        Self { reader: Reader::SubGroup, ..Self::sample() }
    }

    /// A made-up one, to the ICB sub-group: it was ended early.
    #[must_use]
    pub fn sample_early() -> Self {
        let end = ExceptionEnd::Early { on: day(9, 18), note: "The merger is off".into() };
        Self { end, ..Self::sample_to_sub_group() }
    }
}
