//! What each kind of message says of itself.

use chrono::{DateTime, NaiveDate, Utc};
use domain::organisations::OdsCode;
use domain::time::london_day;
use serde::{Deserialize, Serialize};

use crate::render::{Attachment, Parts};
use crate::{Line, Links};

/// A kind of message, told by the facts of one. Implemented in the file of the kind, beside them.
pub(crate) trait Kind {
    /// The word of the column `outbox.kind` and of the payload. It never changes: rows are read by it.
    fn kind(&self) -> &'static str;

    /// The practice it is about, if it is about one.
    fn practice(&self) -> Option<&Practice>;

    /// How long it is of use.
    fn stands(&self) -> Stands;

    /// What may have overtaken it by the time it is sent.
    fn superseded_by(&self) -> SupersededBy<'_> {
        SupersededBy::Nothing
    }

    /// Its words, with links under `links`.
    ///
    /// # Errors
    /// When a template fails, which only a fault of a template can do.
    fn parts(&self, links: &Links) -> Result<Parts, askama::Error>;

    /// What goes with it.
    fn attachment(&self, _: &Links) -> Option<Attachment> {
        None
    }

    /// Names the account in the link that stops mails of this kind, if they can be stopped.
    fn unsubscribe_token(&self) -> Option<&str> {
        None
    }
}

/// How long a message is of use; after that it is better not sent at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stands {
    /// However late it comes: what it tells has happened.
    Always,
    /// Until just before this moment.
    Before(DateTime<Utc>),
    /// Up to and including this day in London.
    UpTo(NaiveDate),
}

impl Stands {
    /// Whether it is of no use any more.
    pub(crate) fn is_over(self, now: DateTime<Utc>) -> bool {
        match self {
            Self::Always => false,
            Self::Before(end) => end <= now,
            Self::UpTo(last) => london_day(now) > last,
        }
    }
}

/// What may have overtaken a message between its writing and its sending, to be looked up before it is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SupersededBy<'a> {
    /// Nothing: it is sent as it was written.
    Nothing,
    /// A later change of the same booking, of which another message tells.
    ChangeOfBooking {
        /// The id of the booking.
        booking_id: &'a str,
        /// The change that the message tells of.
        sequence: u32,
    },
    /// What is asked of the practice by now: the message asks for that instead, or for nothing.
    WhatIsAskedNow {
        /// The practice.
        practice: &'a OdsCode,
        /// The day on which the message was written.
        written_on: NaiveDate,
    },
}

/// The practice that a message is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Practice {
    /// Its code.
    pub code: OdsCode,
    /// Its name.
    pub name: Line,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_stands_always_or_before_a_moment_or_up_to_the_end_of_a_day_in_london() {
        let at = |text: &str| text.parse::<DateTime<Utc>>().unwrap();
        let last = NaiveDate::from_ymd_opt(2023, 9, 18).unwrap();
        let cases = [
            (Stands::Always, "2033-09-18T00:00:00Z", false),
            (Stands::Before(at("2023-09-18T08:20:00Z")), "2023-09-18T08:19:59Z", false),
            (Stands::Before(at("2023-09-18T08:20:00Z")), "2023-09-18T08:20:00Z", true),
            (Stands::UpTo(last), "2023-09-18T22:59:59Z", false),
            (Stands::UpTo(last), "2023-09-18T23:00:00Z", true),
        ];
        for (stands, now, is_over) in cases {
            assert_eq!(stands.is_over(at(now)), is_over, "{stands:?} at {now}");
        }
    }
}
