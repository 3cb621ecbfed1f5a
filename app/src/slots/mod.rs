//! EMIS dates: choosing, checking, waiting, moving, putting off and cancelling, the manual way, and setting them up.

pub mod admin;
pub mod book;
mod booked;
mod calendar;
pub mod cancel;
mod current;
pub mod defer;
pub mod did_not_work;
pub mod list;
pub mod manual;
mod offers;
mod practice;
mod unbooked;
pub mod wait;
