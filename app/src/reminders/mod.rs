//! Stopping reminders.

pub mod pages;
