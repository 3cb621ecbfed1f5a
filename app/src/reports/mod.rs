//! Reports.

pub mod deadline;
mod practices;
mod view;
mod wide;
