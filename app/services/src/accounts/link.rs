//! A one-time link to sign in with, as it goes from who makes it to who sends it.

use store::entity::account;

/// How long a link can be used.
pub const LINK_MINUTES: i64 = 15;

/// A link that was made for an account: whoever calls sends it, in the same transaction.
#[derive(Clone, Debug)]
pub struct NewLink {
    /// Whose it is.
    pub account: account::Model,
    /// The secret; only its hash is kept.
    pub token: String,
}
