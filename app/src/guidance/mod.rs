//! The guidance: short pages of our own to read, search and print.

pub mod guide;
pub mod list;
mod render;
mod search;
mod view;

pub use view::{glossary_link, item_link};
