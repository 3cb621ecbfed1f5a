//! When a practice itself changes: another supplier, a closure, a merger, another ICB.

pub mod overview;
pub mod successor;
mod view;
