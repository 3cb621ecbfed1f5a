//! Practices: the list, one practice, its history.

mod contacts;
mod dates;
mod filter;
pub mod handover;
mod happenings;
mod mine;
mod overview;
pub mod pages;
mod tasks;

pub(crate) use overview::{next_sentence, place_of};
