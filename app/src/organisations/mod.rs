//! Organisation files: import on a page, and the words for it on the page and on the command line.

mod actions;
pub mod pages;
pub mod upload;
mod view;
pub mod words;
