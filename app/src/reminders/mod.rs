//! Stopping reminders.

pub mod unsubscribe;
