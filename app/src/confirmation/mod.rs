//! A practice says what it saw once it was switched on. Shown on the pages of the EMIS date and of the self-switch.

mod confirm;
mod confirmed;
pub mod withdraw;

pub use confirm::CONFIRM;
pub(crate) use confirm::{EVIDENCE, TEXT_MAX, confirm_form, record};
pub(crate) use confirmed::confirmed;
