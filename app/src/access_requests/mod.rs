//! Asking for access, and deciding on it.

pub mod ask;
pub mod confirm;
mod decided;
pub mod queue;
pub mod sent;
mod view;
