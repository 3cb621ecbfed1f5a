//! What only a demonstration has: its people to sign in as, its clock, and what it has sent.

pub mod mail;
pub mod mails;
pub mod sign_in;
