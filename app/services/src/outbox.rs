//! Messages: written in the commit of what they tell of, sent later.

mod enqueue;
mod practice_news;
mod purge;
mod recipients;
mod retry;
mod send;
mod shown;
mod still_valid;
mod stored_messages;
mod sub_group;

pub(crate) use enqueue::row;
pub use enqueue::{NewMail, enqueue, enqueue_for, enqueue_invitation, enqueue_sign_in};
pub use practice_news::{BookingNews, BookingNotice, enqueue_booking, enqueue_decision};
pub use purge::purge;
pub use recipients::{Recipients, tell_others, tell_practice};
pub use retry::{Released, retry, retry_failed, retry_waiting};
pub use send::{SendReport, keep_sending, process_outbox_once, send_all, waiting};
pub use shown::{ListedMail, MailState, ShownMail, list, show};
pub use stored_messages::{KeptMail, Outlook, kept, outlook, unsent};
pub(crate) use sub_group::{enqueue_to_sub_group, to_sub_group};
