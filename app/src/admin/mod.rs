//! Where an admin's work begins.

pub mod index;
