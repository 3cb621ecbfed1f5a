//! What is needed to sign in with a smartcard, and who at a practice still misses what.

pub mod actions;
pub mod pages;
pub mod staff;
