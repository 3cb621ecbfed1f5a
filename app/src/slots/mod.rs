//! EMIS dates: choosing, checking, moving and cancelling, and setting them up.

pub mod actions;
pub mod admin;
pub mod admin_actions;
pub mod pages;
mod view;
