//! Reports.

mod address;
pub mod deadline;
mod table;
mod view;
