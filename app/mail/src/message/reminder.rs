//! What is still to do before the deadline, or after it.

use chrono::{NaiveDate, TimeDelta};
use domain::next_step::NextStep;
use domain::stage::book_by_sentence;
use domain::time::{days_until, format_day, format_days_left};
use serde::{Deserialize, Serialize};

use crate::kind::{Kind, Practice, Stands, SupersededBy};
use crate::render::{Parts, three_templates};
use crate::samples::{TOKEN, day, practice, programme};
use crate::{Line, Links};

/// Days after which a reminder that could not be sent says nothing true any more.
const REMINDER_DAYS: i64 = 4;

/// Facts of a reminder, as they were on [`Reminder::today`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reminder {
    /// The practice.
    pub practice: Practice,
    /// What the programme is called.
    pub programme: Line,
    /// The day by which it must be done.
    pub deadline: NaiveDate,
    /// The day on which the reminder was written.
    pub today: NaiveDate,
    /// Titles of the required checklist items that are still open, in order.
    pub outstanding: Vec<Line>,
    /// What to do next.
    pub next_step: NextStep,
    /// The last day to book an EMIS date, where the practice needs one and can have one by the deadline.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub book_by: Option<NaiveDate>,
    /// Names the account in the unsubscribe link.
    pub unsubscribe_token: String,
}

impl Kind for Reminder {
    fn kind(&self) -> &'static str {
        "reminder"
    }

    fn practice(&self) -> Option<&Practice> {
        Some(&self.practice)
    }

    fn stands(&self) -> Stands {
        Stands::UpTo(self.today + TimeDelta::days(REMINDER_DAYS))
    }

    fn superseded_by(&self) -> SupersededBy<'_> {
        SupersededBy::WhatIsAskedNow { practice: &self.practice.code, written_on: self.today }
    }

    fn parts(&self, links: &Links) -> Result<Parts, askama::Error> {
        let left = days_until(self.today, self.deadline);
        let view = View {
            m: self,
            deadline: format_day(self.deadline),
            left: format_days_left(left),
            is_today: left == 0,
            is_overdue: left < 0,
            next_step: self.next_step.sentence(),
            book_by: self.book_by.map(|day| book_by_sentence(day, self.today)).unwrap_or_default(),
            page: links.practice(self.practice.code.as_str()),
            unsubscribe: links.unsubscribe(&self.unsubscribe_token),
        };
        render(&view, links)
    }

    fn unsubscribe_token(&self) -> Option<&str> {
        Some(&self.unsubscribe_token)
    }
}

three_templates!('a, View<'a>, "reminder/subject.txt", "reminder/body.txt", "reminder/body.html");

struct View<'a> {
    m: &'a Reminder,
    deadline: String,
    /// "43 days left", "1 day overdue"; after "today": "The deadline is today".
    left: String,
    is_today: bool,
    is_overdue: bool,
    next_step: String,
    /// "Book an EMIS date by 4 October 2023: 16 days left."; empty where there is none.
    book_by: String,
    page: String,
    unsubscribe: String,
}

impl Reminder {
    /// A made-up one, 43 days before the deadline.
    #[must_use]
    pub fn sample() -> Self {
        Self {
            practice: practice(),
            programme: programme(),
            deadline: day(10, 31),
            today: day(9, 18),
            outstanding: vec!["Complete a data protection impact assessment".into(), "Tell your patients".into()],
            next_step: NextStep::FinishChecklist,
            book_by: None,
            unsubscribe_token: TOKEN.to_owned(),
        }
    }

    /// A made-up one, a week after the deadline, with nothing open on the checklist.
    #[must_use]
    pub fn sample_overdue() -> Self {
        Self { today: day(11, 7), outstanding: Vec::new(), next_step: NextStep::ConfirmSwitchOn, ..Self::sample() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_practices_own_limit_comes_before_the_deadline() {
        let reminder = Reminder { book_by: Some(day(10, 4)), ..Reminder::sample() };
        let links = Links::new("https://tracker.example");
        let parts = reminder.parts(&links).unwrap();
        let (limit, deadline) = ("Book an EMIS date by 4 October 2023: 16 days left.", "The deadline is");
        for body in [&parts.text, &parts.html] {
            assert!(body.find(limit).unwrap() < body.find(deadline).unwrap(), "{body}");
        }
    }
}
