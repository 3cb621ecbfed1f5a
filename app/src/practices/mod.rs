//! Practices: the list, one practice, its history.

mod contacts;
mod dates;
mod filter;
pub mod handover;
mod happenings;
pub mod history;
pub mod list;
mod mine;
mod overview;
pub mod practice;
mod steps;
mod tasks;

pub(crate) use overview::next_sentence;
pub(crate) use steps::place_of;
