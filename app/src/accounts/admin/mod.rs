//! Everybody's accounts, which admins look after.

pub mod account;
mod fields;
pub mod invite;
pub mod list;
pub mod status;
mod view;
