//! Messages to people: what each says, how it is rendered, and how it leaves.
//!
//! A [`Message`] holds facts, is kept in the outbox as JSON and is rendered only when it is sent. Each kind has three templates under
//! `templates/`: subject, text and HTML; the text says everything that the HTML says.

mod calendar;
mod compose;
mod line;
mod links;
mod mailer;
mod message;
mod render;
mod samples;
#[cfg(feature = "testing")]
pub mod testing;
mod transport;

pub use compose::{AddressError, Envelope, Sender};
pub use line::Line;
pub use links::{Links, message_id};
pub use mailer::Mailer;
pub use message::{
    About, AccessConfirm, AccessGranted, AccessRefused, AccessReminder, Booking, BookingCancelled, BookingMoved, DateCheck,
    DateUnconfirmed, Decision, DidNotWork, ExceptionEnd, ExceptionEnded, ExceptionReview, Invitation, Message, PlaceOffered, PlannedDay,
    Practice, Reader, Reminder, SignIn, WaitingEnd, WaitingEnded, WaitingMoved,
};
pub use render::{Attachment, Rendered};
pub use transport::{Manner, Memory, Patience, SendError, Transport, UrlError};
