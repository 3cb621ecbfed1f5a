//! Switching on without an EMIS date: in SystmOne by the practice itself, or through another supplier.

pub mod actions;
pub mod history;
pub mod progress;
pub mod plan;
mod view;
