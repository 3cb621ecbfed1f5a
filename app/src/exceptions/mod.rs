//! Exceptions: a practice asks, its ICB decides.

pub mod exception;
pub mod queue;
mod view;
