//! The versions of the checklist, for those who run the programme.

pub mod check;
pub mod versions;
