//! Signing in and out.

pub mod actions;
pub mod card;
pub mod pages;
pub mod refusals;
