//! From a message to the words of a mail.

mod views;

use crate::calendar::Method;
use crate::{Booking, Line, Links, Message, calendar};

/// A mail in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rendered {
    /// One line.
    pub subject: Line,
    /// Complete on its own.
    pub text: String,
    /// The same as a page.
    pub html: String,
    /// What goes with it.
    pub attachment: Option<Attachment>,
    /// Where one click stops mails of this kind, if it can be stopped.
    pub unsubscribe: Option<String>,
}

/// A calendar entry that goes with a mail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attachment {
    /// The name of the file.
    pub name: &'static str,
    /// Its MIME type, with parameters.
    pub content_type: String,
    /// What stands in it.
    pub content: String,
}

impl Message {
    /// Renders the message, with links under `links`.
    ///
    /// # Errors
    /// When a template fails, which only a fault of a template can do.
    pub fn render(&self, links: &Links) -> Result<Rendered, askama::Error> {
        let parts = views::parts(self, links)?;
        let (attachment, unsubscribe) = match self {
            Self::SignIn(_) | Self::Invitation(_) => (None, None),
            Self::AccessConfirm(_) | Self::AccessGranted(_) | Self::AccessRefused(_) | Self::AccessReminder(_) => (None, None),
            Self::PlaceOffered(_) | Self::WaitingEnded(_) | Self::WaitingMoved(_) => (None, None),
            Self::DateCheck(_) | Self::DateUnconfirmed(_) | Self::DidNotWork(_) => (None, None),
            Self::Decision(_) | Self::ExceptionEnded(_) => (None, None),
            Self::PlannedDay(planned) => (None, Some(links.unsubscribe(&planned.unsubscribe_token))),
            Self::ExceptionReview(review) => (None, Some(links.unsubscribe(&review.unsubscribe_token))),
            Self::Reminder(reminder) => (None, Some(links.unsubscribe(&reminder.unsubscribe_token))),
            Self::BookingConfirmed(booking) => (Some(entry(booking, Method::Publish, links)), None),
            Self::BookingMoved(moved) => (Some(entry(&moved.booking, Method::Publish, links)), None),
            Self::BookingCancelled(cancelled) => (Some(entry(&cancelled.booking, Method::Cancel, links)), None),
        };
        let text = tidy(&parts.text);
        Ok(Rendered { subject: parts.subject.into(), text, html: parts.html, attachment, unsubscribe })
    }
}

fn entry(booking: &Booking, method: Method, links: &Links) -> Attachment {
    Attachment {
        name: "booking.ics",
        content_type: format!("text/calendar; charset=utf-8; method={}", method.word()),
        content: calendar::booking(booking, method, links),
    }
}

/// At most one empty line at a time, and exactly one line break at the end: templates leave more where a part of them was left out.
fn tidy(text: &str) -> String {
    let mut tidy = String::with_capacity(text.len());
    for line in text.trim().lines() {
        if line.is_empty() && tidy.ends_with("\n\n") {
            continue;
        }
        tidy.push_str(line);
        tidy.push('\n');
    }
    tidy
}
