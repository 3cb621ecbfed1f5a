//! EMIS dates: choosing, checking, waiting, moving, putting off and cancelling, the manual way, and setting them up.

pub mod actions;
pub mod admin;
pub mod admin_actions;
pub mod admin_change;
pub mod admin_date;
mod admin_roll;
mod calendar;
pub mod cancel;
pub mod import;
pub mod manual;
pub mod list;
mod book;
mod view;
pub mod wait;

pub use book::book;
