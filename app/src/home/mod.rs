//! The first page.

pub mod start;
