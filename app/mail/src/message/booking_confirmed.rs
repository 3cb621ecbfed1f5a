//! A place on an EMIS date was booked. Its facts are those of the booking, which its sample stands with.

use domain::time::format_day;

use crate::Links;
pub use crate::booking::Booking;
use crate::calendar::{Method, attachment};
use crate::kind::{Kind, Practice, Stands, SupersededBy};
use crate::render::{Attachment, Parts, three_templates};

impl Kind for Booking {
    fn kind(&self) -> &'static str {
        "booking-confirmed"
    }

    fn practice(&self) -> Option<&Practice> {
        Some(&self.practice)
    }

    fn stands(&self) -> Stands {
        Stands::Always
    }

    fn superseded_by(&self) -> SupersededBy<'_> {
        self.change()
    }

    fn parts(&self, links: &Links) -> Result<Parts, askama::Error> {
        let code = self.practice.code.as_str();
        let view = View {
            b: self,
            date: format_day(self.date),
            cutoff: format_day(self.cutoff),
            late: self.late(),
            page: links.practice(code),
            slots: links.slots(code),
        };
        render(&view, links)
    }

    fn attachment(&self, links: &Links) -> Option<Attachment> {
        Some(attachment(self, Method::Publish, links))
    }
}

three_templates!('a, View<'a>, "booking-confirmed/subject.txt", "booking-confirmed/body.txt", "booking-confirmed/body.html");

struct View<'a> {
    b: &'a Booking,
    date: String,
    cutoff: String,
    /// That the date is after the deadline, where it is; otherwise empty.
    late: String,
    page: String,
    slots: String,
}
