//! Practices: the list, one practice, its history.

mod contacts;
mod dates;
mod filter;
pub mod handover;
pub mod history;
pub mod list;
mod my_practices;
mod overview;
pub mod practice;
mod steps;
mod tasks;
mod timeline;

pub(crate) use overview::next_sentence;
pub(crate) use steps::address_of;
