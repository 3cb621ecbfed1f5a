//! What people try who mean no good, by name of the trick.

mod bodies;
mod hosts;
mod injection;
mod limits;
mod logs;
mod names;
mod redirects;
mod search;
mod unexpected_requests;
