//! A booking was moved to another date.

use chrono::NaiveDate;
use domain::time::format_day;
use serde::{Deserialize, Serialize};

use crate::booking::Booking;
use crate::calendar::{Method, attachment};
use crate::kind::{Kind, Practice, Stands, SupersededBy};
use crate::render::{Attachment, Parts, three_templates};
use crate::samples::day;
use crate::{Line, Links};

/// Facts of a moved booking.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BookingMoved {
    /// The booking as it is now.
    pub booking: Booking,
    /// The date it had before.
    pub from: NaiveDate,
    /// Why, in the person's words; may be empty.
    #[serde(default)]
    pub reason: Line,
}

impl Kind for BookingMoved {
    fn kind(&self) -> &'static str {
        "booking-moved"
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
        let (b, code) = (&self.booking, self.booking.practice.code.as_str());
        let view = View {
            b,
            date: format_day(b.date),
            cutoff: format_day(b.cutoff),
            late: b.late(),
            from: format_day(self.from),
            reason: self.reason.as_str(),
            page: links.practice(code),
            slots: links.slots(code),
        };
        render(&view, links)
    }

    fn attachment(&self, links: &Links) -> Option<Attachment> {
        Some(attachment(&self.booking, Method::Publish, links))
    }
}

three_templates!('a, View<'a>, "booking-moved/subject.txt", "booking-moved/body.txt", "booking-moved/body.html");

struct View<'a> {
    b: &'a Booking,
    date: String,
    cutoff: String,
    /// That the date is after the deadline, where it is; otherwise empty.
    late: String,
    from: String,
    /// Why it was moved; may be empty.
    reason: &'a str,
    page: String,
    slots: String,
}

impl BookingMoved {
    /// A made-up one.
    #[must_use]
    pub fn sample() -> Self {
        Self { booking: Booking { sequence: 1, ..Booking::sample() }, from: day(10, 4), reason: "Staff are away that week".into() }
    }
}
