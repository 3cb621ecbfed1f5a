//! Messages to people: what each says, how it is rendered, and how it leaves.
//!
//! A [`Message`] holds facts, is kept in the outbox as JSON and is rendered only when it is sent. Each kind is a file in `message/`, listed in
//! `message.rs`, with three templates under `templates/`: subject, text and HTML; the text says everything that the HTML says.

mod booking;
mod calendar;
mod compose;
mod kind;
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
pub use kind::{Practice, SupersededBy};
pub use line::Line;
pub use links::{Links, message_id};
pub use mailer::Mailer;
pub use message::*;
pub use render::{Attachment, Rendered};
pub use transport::{Manner, Memory, Patience, SendError, Transport, UrlError};
