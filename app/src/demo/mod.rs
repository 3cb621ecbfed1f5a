//! What only a demonstration has: its people to sign in as, and its clock.

pub mod actions;
pub mod mail;
pub mod pages;
