//! The rules of the record access readiness tracker.
//!
//! Everything here is pure: facts and the time come in as arguments, decisions go out. Nothing reads a database, a file or a clock
//! (but [`clock::Clock`] itself), and everything compiles for the server and for the browser.

pub mod access_requests;
pub mod accounts;
pub mod audit;
pub mod checklist;
pub mod clock;
pub mod exceptions;
pub mod field;
pub mod guidance;
pub mod next_step;
pub mod organisations;
pub mod outbox;
pub mod practices;
pub mod programme;
pub mod reminders;
pub mod reports;
pub mod self_switch;
pub mod slots;
pub mod smartcards;
pub mod stage;
pub mod time;
pub mod working_days;
