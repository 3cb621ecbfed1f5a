//! What every service says of itself.

pub mod accessibility;
pub mod cookies;
pub mod privacy;
