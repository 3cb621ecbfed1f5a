//! Reminders: the sweep that writes those that are owed, and how people stop them.

mod days;
mod ended;
mod recheck;
mod sweep;
mod unsubscribe;

pub use days::{DaysReminded, remind_of_days};
pub(crate) use recheck::as_of_now;
pub use sweep::{OwedReminder, Sweep, remind};
pub use unsubscribe::{unsubscribe, wants_reminders};
