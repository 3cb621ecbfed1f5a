//! Organisation files: import on a page, and the words for it on the page and on the command line.

pub mod check;
pub mod import_text;
pub mod imports;
mod view;
