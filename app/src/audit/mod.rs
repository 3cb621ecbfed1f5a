//! Who did what: all of it for an admin, its own for a practice.

pub mod all;
mod details;
mod events;
pub mod of_practice;
mod trail;
mod view;

pub use trail::download;
