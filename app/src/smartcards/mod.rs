//! What is needed to sign in with a smartcard, and who at a practice still needs something.

pub mod check;
pub mod holder;
pub mod list;
pub mod practices;
mod view;

pub(crate) use view::{of_practice, summary};
