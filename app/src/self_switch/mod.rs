//! Switching on without an EMIS date: in SystmOne by the practice itself, or through another supplier.

pub mod plan;
pub mod progress;
mod supplier;
mod systm_one;
mod view;
