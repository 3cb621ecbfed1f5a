//! EMIS dates: choosing, checking, waiting, moving, putting off and cancelling, the manual way, and setting them up.

pub mod actions;
pub mod admin;
mod calendar;
pub mod giving_up;
pub mod manual;
pub mod pages;
mod taking;
mod view;
pub mod waiting;

pub use taking::book;
