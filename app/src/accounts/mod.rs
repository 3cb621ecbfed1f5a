//! Signing in and out, what one's own account holds, and looking after everybody's.

pub mod account;
pub mod admin;
pub mod agreement;
pub mod card;
pub mod link;
pub mod next;
pub mod refusals;
pub(crate) mod resume;
mod scope;
pub mod sent;
pub mod session;
pub mod sign_in;
pub mod sign_out;
pub mod signed_out;
pub mod views;
