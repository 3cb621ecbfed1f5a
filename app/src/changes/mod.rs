//! When a practice itself changes: another supplier, a closure, a merger, another ICB.

pub mod actions;
pub mod pages;
pub mod successor;
mod view;
