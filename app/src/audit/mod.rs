//! Who did what: all of it for an admin, its own for a practice.

mod details;
mod events;
pub mod pages;
mod view;
