//! What people try who mean no good, by name of the trick.

mod injection;
mod limits;
mod logs;
mod redirects;
mod search;
