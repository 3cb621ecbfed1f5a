//! A practice says what it saw once it was switched on. Shown on the pages of the EMIS date and of the self-switch.

pub mod actions;
pub mod pages;
mod view;

pub(crate) use view::TEXT_MAX;
pub use view::{agreement, confirm_form, confirmed, seen};
