//! Requests for access wait for a decision.

use chrono::{DateTime, Utc};
use domain::time::{format_instant, london_day, london_instant};
use serde::{Deserialize, Serialize};

use crate::Links;
use crate::kind::{Kind, Practice, Stands};
use crate::render::{Parts, three_templates};
use crate::samples::day;

/// To who decides, on the morning of a round's day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccessReminder {
    /// How many requests wait for them.
    pub waiting: u64,
    /// When the round is.
    pub round: DateTime<Utc>,
}

impl Kind for AccessReminder {
    fn kind(&self) -> &'static str {
        "access-reminder"
    }

    fn practice(&self) -> Option<&Practice> {
        None
    }

    fn stands(&self) -> Stands {
        Stands::UpTo(london_day(self.round))
    }

    fn parts(&self, links: &Links) -> Result<Parts, askama::Error> {
        let (noun, verb) = if self.waiting == 1 { ("request", "waits") } else { ("requests", "wait") };
        let waiting = format!("{} {noun}", self.waiting);
        render(&View { waiting, verb, round: format_instant(self.round), queue: links.access_requests() }, links)
    }
}

three_templates!('a, View, "access-reminder/subject.txt", "access-reminder/body.txt", "access-reminder/body.html");

struct View {
    /// "1 request", "3 requests".
    waiting: String,
    verb: &'static str,
    round: String,
    queue: String,
}

impl AccessReminder {
    /// A made-up one.
    #[must_use]
    pub fn sample() -> Self {
        Self { waiting: 3, round: london_instant(day(9, 22), 10, 0) }
    }
}
