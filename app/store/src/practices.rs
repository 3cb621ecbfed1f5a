//! One practice with everything around it. Lists are made of what [`crate::reports`] reads.

mod contacts;
mod history;
mod named;
mod practice_page;
#[cfg(test)]
mod tests;

use domain::organisations::Supplier;
use domain::stage::Stage;

pub use contacts::{Contact, contacts};
pub use history::{TimelineEntry, What, history};
pub use named::{Named, named};
pub use practice_page::{Practice, find};

use crate::stages::stage_from_key;
use crate::{Result, StoreError};

/// A practice of which nothing was recorded has no row that says so.
pub(crate) fn stage(word: Option<&str>) -> Result<Stage> {
    word.map_or(Ok(Stage::NotStarted), stage_from_key)
}

pub(crate) fn supplier(word: &str) -> Result<Supplier> {
    Supplier::from_key(word).ok_or_else(|| StoreError::unreadable("practice.supplier", word))
}
