//! Reminders: the sweep that writes those that are owed, and how people stop them.

mod as_of_now;
mod days;
mod ended;
mod sweep;
mod unsubscribe;

pub(crate) use as_of_now::as_of_now;
pub use days::{DaysReminded, remind_of_days};
pub use sweep::{OwedReminder, Sweep, remind};
pub use unsubscribe::{unsubscribe, wants_reminders};
