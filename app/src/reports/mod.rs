//! Reports.

pub mod pages;
mod practices;
mod view;
