//! Switching on without an EMIS date: in SystmOne by the practice itself, or through another supplier.

pub mod actions;
pub mod pages;
pub mod plan;
mod view;
