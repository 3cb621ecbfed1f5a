//! Who did what: all of it for an admin, its own for a practice.

pub mod pages;
mod view;
