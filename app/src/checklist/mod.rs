//! Answering the readiness checklist, a section at a time; its numbers, its sign-off, and its versions.

pub mod admin;
pub mod count;
pub mod figure;
pub mod model;
pub mod numbers;
mod numbers_view;
pub mod section;
pub mod several;
pub mod sign_off;
mod view;
