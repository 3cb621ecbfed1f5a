//! Exceptions: a practice asks, its ICB decides.

pub mod actions;
pub mod pages;
pub mod queue;
