//! Practices: the list, one practice, its history.

mod filter;
mod happenings;
mod overview;
pub mod pages;
mod tasks;
