//! What every service says of itself.

pub mod pages;
