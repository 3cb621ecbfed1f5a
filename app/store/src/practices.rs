//! Practices as people look at them: in lists, by what they type, and one with everything around it.

mod contacts;
mod facts;
mod history;
mod list;
mod mine;
mod named;
mod one;
mod reading;
#[cfg(test)]
mod tests;

use domain::organisations::Supplier;
use domain::stage::Stage;

pub use contacts::{Contact, contacts};
pub use facts::listed;
pub(crate) use facts::{equal, icb, join_journey, offered, signed_off, waits};
pub use history::{Happening, What, history};
pub use list::{Filter, Line, PAGE, Page, Reading, list, search, sub_icbs};
pub use mine::{Mine, mine};
pub use named::{Named, named};
pub use one::{Practice, find};
pub(crate) use reading::exception;

use crate::stages::stage_word;
use crate::{Result, StoreError};

/// A practice of which nothing was recorded has no row that says so.
pub(crate) fn stage(word: Option<&str>) -> Result<Stage> {
    word.map_or(Ok(Stage::NotStarted), stage_word)
}

pub(crate) fn supplier(word: &str) -> Result<Supplier> {
    Supplier::from_word(word).ok_or_else(|| StoreError::unreadable("practice.supplier", word))
}
