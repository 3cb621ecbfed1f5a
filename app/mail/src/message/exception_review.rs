//! A practice's exception ends soon.

use chrono::NaiveDate;
use domain::time::format_day;
use serde::{Deserialize, Serialize};

use crate::kind::{Kind, Practice, Stands};
use crate::render::{Parts, three_templates};
use crate::samples::{TOKEN, day, practice};
use crate::{Line, Links};

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

impl Kind for ExceptionReview {
    fn kind(&self) -> &'static str {
        "exception-review"
    }

    fn practice(&self) -> Option<&Practice> {
        Some(&self.practice)
    }

    fn stands(&self) -> Stands {
        Stands::UpTo(self.review_on)
    }

    fn parts(&self, links: &Links) -> Result<Parts, askama::Error> {
        let (page, unsubscribe) = (links.exception(self.practice.code.as_str()), links.unsubscribe(&self.unsubscribe_token));
        render(&View { m: self, review_on: format_day(self.review_on), page, unsubscribe }, links)
    }

    fn unsubscribe_token(&self) -> Option<&str> {
        Some(&self.unsubscribe_token)
    }
}

three_templates!('a, View<'a>, "exception-review/subject.txt", "exception-review/body.txt", "exception-review/body.html");

struct View<'a> {
    m: &'a ExceptionReview,
    review_on: String,
    page: String,
    unsubscribe: String,
}

impl ExceptionReview {
    /// A made-up one.
    #[must_use]
    pub fn sample() -> Self {
        let (category, unsubscribe_token) = ("Closing or merging".into(), TOKEN.to_owned());
        Self { practice: practice(), category, review_on: day(11, 30), unsubscribe_token }
    }
}
