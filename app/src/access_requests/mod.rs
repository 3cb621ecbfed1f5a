//! Asking for access, and deciding on it.

pub mod actions;
mod decided;
pub mod pages;
pub mod queue;
