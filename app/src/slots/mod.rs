//! EMIS dates: choosing, checking, waiting, moving, putting off and cancelling, the manual way, and setting them up.

pub mod actions;
pub mod admin;
pub mod admin_actions;
pub mod admin_change;
pub mod admin_date;
mod admin_roll;
mod calendar;
pub mod giving_up;
pub mod import;
pub mod manual;
pub mod pages;
mod taking;
mod view;
pub mod waiting;

pub use taking::book;
