//! Accounts, sessions and signing in.

mod access;
mod add;
mod agreement;
mod card;
mod link;
mod manage;
mod my_account;
mod sessions;
mod sign_in;

pub use access::Access;
pub use add::{AddAccount, add, add_from_anywhere, invite};
pub use agreement::{Acceptance, accept_agreement, acceptance};
pub use card::{Admission, CardSignIn, IssuerLogout, admit, choose_view, log_out};
pub use link::{LINK_MINUTES, NewLink};
pub use manage::{Change, Listing, Shown, by_email, change, is_active, list, restore, show, suspend};
pub use my_account::{ByCard, Seen, end_other_sessions, end_session, reminded_by_card, seen_by, sessions, set_reminders, wants_reminders};
pub use sessions::{note_use, owner_of_ended, purge_sessions, rename_session, session_reference};
pub use sign_in::{LinkState, current, look_at_link, new_link, request_link, sign_in, sign_in_persona, sign_out};
