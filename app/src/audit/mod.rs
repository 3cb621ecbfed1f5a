//! Who did what: all of it for an admin, its own for a practice.

pub mod all;
pub mod of_practice;
mod trail;
mod view;

pub use trail::download;
