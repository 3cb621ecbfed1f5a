//! Exceptions: a practice asks, its ICB decides.

pub mod actions;
pub mod exception;

pub mod queue;
