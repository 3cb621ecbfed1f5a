//! Headings of columns, the same on the page and in every file; stages and statuses are named by [`Stage::name`] and [`Rag::name`].
//!
//! [`Stage::name`]: crate::stage::Stage::name
//! [`Rag::name`]: crate::stage::Rag::name

/// How many practices a row stands for.
pub const PRACTICES: &str = "Practices";
/// Of these, how many are switched on.
pub const PRACTICES_SHARE: &str = "% of practices switched on";
/// Of the registered patients, how many are with those.
pub const PATIENTS_SHARE: &str = "% of patients";
/// Of the others, for how many an exception holds.
pub const EXCEPTIONS: &str = "Exceptions agreed";
/// Switched on by the deadline.
pub const ON_TIME: &str = "Switched on in time";
/// Switched on after it.
pub const LATE: &str = "Switched on late";
/// Not switched on after it, without an exception.
pub const OVERDUE: &str = "Overdue";
/// Of a practice, who makes its system.
pub const SUPPLIER: &str = "System supplier";
/// Its registered patients.
pub const LIST_SIZE: &str = "List size";
/// How far it is.
pub const STAGE: &str = "Stage";
/// Since which day.
pub const STAGE_SINCE: &str = "Stage since";
/// How that reads against the deadline.
pub const STATUS: &str = "Status";
/// Whether it made the deadline.
pub const TIMELINESS: &str = "In time or late";
