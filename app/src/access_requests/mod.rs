//! Asking for access, and deciding on it.

pub mod actions;
pub mod pages;
pub mod queue;
