//! A practice says what it saw once it was switched on. Shown on the pages of the EMIS date and of the self-switch.

pub mod actions;
pub mod withdraw;
mod confirm;

pub(crate) use confirm::TEXT_MAX;
pub use confirm::{agreement, confirm_form, confirmed, seen};
