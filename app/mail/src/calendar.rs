//! The calendar entry that goes with a booking (iCalendar, RFC 5545).

use icalendar::{Calendar, Component, Event, EventLike, EventStatus, Property};

use crate::Links;
use crate::booking::Booking;
use crate::render::Attachment;

/// Whether the entry is put into a calendar or taken out of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Method {
    Publish,
    Cancel,
}

impl Method {
    fn name(self) -> &'static str {
        match self {
            Self::Publish => "PUBLISH",
            Self::Cancel => "CANCEL",
        }
    }
}

/// The entry of a booking, as it goes with a mail.
pub(crate) fn attachment(booking: &Booking, method: Method, links: &Links) -> Attachment {
    Attachment {
        name: "booking.ics",
        content_type: format!("text/calendar; charset=utf-8; method={}", method.name()),
        content: entry(booking, method, links),
    }
}

/// The entry of a booking: a whole day, the same UID over every change, so that a calendar changes what it has instead of adding to it.
fn entry(booking: &Booking, method: Method, links: &Links) -> String {
    let status = if method == Method::Cancel { EventStatus::Cancelled } else { EventStatus::Confirmed };
    let page = links.practice(booking.practice.code.as_str());
    let host = crate::message_id(&booking.booking_id, links.home());
    let event = Event::new()
        .uid(host.trim_matches(['<', '>']))
        .sequence(booking.sequence)
        .timestamp(booking.at)
        .starts(booking.date)
        // The end of a whole day is the day after it.
        .ends(booking.date.succ_opt().unwrap_or(booking.date))
        .summary(&format!("EMIS switches on record access: {} ({})", booking.practice.name, booking.practice.code))
        .description(&format!("{}. Your practice page: {page}", booking.programme))
        .url(&page)
        .status(status)
        .append_property(Property::new("TRANSP", "TRANSPARENT"))
        .done();
    Calendar::empty()
        .append_property(Property::new("VERSION", "2.0"))
        .append_property(Property::new("PRODID", "-//Record access readiness tracker//EN"))
        .append_property(Property::new("METHOD", method.name()))
        .push(event)
        .done()
        .to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_move_keeps_the_uid_and_grows_the_sequence() {
        let links = Links::new("https://tracker.example.nhs.uk");
        let first = entry(&Booking::sample(), Method::Publish, &links);
        let moved = entry(&Booking { sequence: 1, ..Booking::sample() }, Method::Publish, &links);
        let line = |text: &str, key: &str| text.lines().find(|line| line.starts_with(key)).unwrap().to_owned();
        assert_eq!(line(&first, "UID:"), line(&moved, "UID:"));
        assert_eq!((line(&first, "SEQUENCE:"), line(&moved, "SEQUENCE:")), ("SEQUENCE:0".to_owned(), "SEQUENCE:1".to_owned()));
        assert_eq!(line(&first, "DTEND"), "DTEND;VALUE=DATE:20231019");
    }
}
