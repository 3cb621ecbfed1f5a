//! Signing in and out, what one's own account holds, and looking after everybody's.

pub mod actions;
pub mod admin;
pub mod agreement;
pub mod card;
pub mod own;
pub mod own_actions;
pub mod pages;
pub mod refusals;
pub(crate) mod resume;
pub mod session;
