//! Where an admin's work begins.

pub mod pages;
