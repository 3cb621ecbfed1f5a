//! A booking was cancelled.

use chrono::NaiveDate;
use domain::time::format_day;
use serde::{Deserialize, Serialize};

use crate::booking::Booking;
use crate::calendar::{Method, attachment};
use crate::kind::{Kind, Practice, Stands, SupersededBy};
use crate::render::{Attachment, Parts, three_templates};
use crate::samples::day;
use crate::{Line, Links};

/// Facts of a cancelled booking.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BookingCancelled {
    /// The booking that is no more.
    pub booking: Booking,
    /// Why, in the person's words; may be empty.
    pub reason: Line,
    /// Put off, and not given up for good: the practice wants another date from this day on.
    #[serde(default)]
    pub wanted_from: Option<NaiveDate>,
}

impl Kind for BookingCancelled {
    fn kind(&self) -> &'static str {
        "booking-cancelled"
    }

    fn practice(&self) -> Option<&Practice> {
        Some(&self.booking.practice)
    }

    fn stands(&self) -> Stands {
        Stands::Always
    }

    fn superseded_by(&self) -> SupersededBy<'_> {
        self.booking.change()
    }

    fn parts(&self, links: &Links) -> Result<Parts, askama::Error> {
        let view = View {
            b: &self.booking,
            date: format_day(self.booking.date),
            reason: self.reason.as_str(),
            wanted_from: self.wanted_from.map(format_day).unwrap_or_default(),
            slots: links.slots(self.booking.practice.code.as_str()),
        };
        render(&view, links)
    }

    fn attachment(&self, links: &Links) -> Option<Attachment> {
        Some(attachment(&self.booking, Method::Cancel, links))
    }
}

three_templates!('a, View<'a>, "booking-cancelled/subject.txt", "booking-cancelled/body.txt", "booking-cancelled/body.html");

struct View<'a> {
    b: &'a Booking,
    date: String,
    /// Why it was cancelled; may be empty.
    reason: &'a str,
    /// From when another date is wanted; empty where it was not put off.
    wanted_from: String,
    slots: String,
}

impl BookingCancelled {
    /// A made-up one.
    #[must_use]
    pub fn sample() -> Self {
        Self { booking: Booking { sequence: 2, ..Booking::sample() }, reason: "The practice merges in October".into(), wanted_from: None }
    }

    /// A made-up one that is put off.
    #[must_use]
    pub fn sample_put_off() -> Self {
        Self { wanted_from: Some(day(11, 6)), ..Self::sample() }
    }
}
