//! Accounts and signing in.

mod add;
mod card;
mod sign_in;

pub use add::{AddAccount, add};
pub use card::{Admission, CardSignIn, admit, choose_view, log_out};
pub use sign_in::{LINK_MINUTES, LinkState, NewLink, current, look_at_link, new_link, purge_sessions, request_link, sign_in, sign_out};
