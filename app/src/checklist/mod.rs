//! Answering the readiness checklist, a section at a time.

pub mod actions;
pub mod pages;
mod view;
