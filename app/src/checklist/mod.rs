//! Answering the readiness checklist, a section at a time; its numbers, its sign-off, and its versions.

pub mod actions;
pub mod count;
pub mod model;
pub mod numbers;
pub mod pages;
pub mod several;
pub mod sign_off;
pub mod versions;
mod view;
