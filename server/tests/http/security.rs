//! What people try who mean no good, by name of the trick.

mod hosts;
mod injection;
mod limits;
mod logs;
mod names;
mod nasty;
mod redirects;
mod search;
mod sent;
