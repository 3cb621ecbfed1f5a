//! What a session keeps, and what the server puts into each request's extensions about it.

use chrono::{DateTime, Utc};
use domain::accounts::Viewer;
use domain::accounts::card::View;
use serde::{Deserialize, Serialize};

/// Under this key a session keeps whose it is.
pub const ACCOUNT_KEY: &str = "account";
/// Under this key, how it began; the server has a column for it.
pub const METHOD_KEY: &str = "method";
/// Under this key, in what browser.
pub const DEVICE_KEY: &str = "device";
/// Under this key, when: it lasts so long from then, whatever is written to it.
pub const BEGAN_KEY: &str = "began";
/// Under this key, with which role: another one gets another id.
pub const ROLE_KEY: &str = "role";
/// Under this key, what the smartcard gave.
pub const CARD_KEY: &str = "card";
/// Under this key, the page that somebody wanted before signing in.
pub const NEXT_KEY: &str = "next";
/// Under this key, the id that it is to be written under; it is never kept.
pub const NEW_ID_KEY: &str = "new-id";

/// The person who asks; none when nobody is signed in.
#[derive(Clone, Debug)]
pub struct CurrentViewer(pub Option<Viewer>);

/// The session of the person who asks.
#[derive(Clone, Debug)]
pub struct CurrentSession {
    /// Names it in the database.
    pub id_hash: String,
    /// When it ends if nothing is done.
    pub ends_at: DateTime<Utc>,
    /// Whether the person has accepted the agreement in force.
    pub agreed: bool,
}

/// That the session which a request names has ended.
#[derive(Clone, Debug)]
pub struct EndedSession {
    /// Named it in the database.
    pub id_hash: String,
}

/// An issuer that people can sign in with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CardIssuer {
    /// The word in its addresses.
    pub key: String,
    /// What its button says after "Sign in with".
    pub label: String,
    /// Where its pages are, for the Content-Security-Policy: forms lead there.
    pub origin: String,
}

/// What a session keeps of the card that began it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CardSession {
    /// The issuer, as its tokens name it.
    pub issuer: String,
    /// Who it is, to the issuer.
    pub subject: String,
    /// The session at the issuer.
    pub sid: Option<String>,
    /// When the card was shown, by the issuer's time; sessions from before this was kept have none.
    pub at: Option<DateTime<Utc>>,
    /// Where signing out ends that one, too.
    pub end_session: Option<String>,
    /// What the card gives.
    pub views: Vec<View>,
    /// Which of them is on; none until the person has chosen.
    pub chosen: Option<usize>,
}

/// The card of this request's session.
#[derive(Clone, Debug)]
pub struct CurrentCard(pub Option<CardSession>);

impl CardSession {
    /// The account's viewer, as the chosen view has it; none until one is chosen.
    #[must_use]
    pub fn viewer(&self, account: Viewer) -> Option<Viewer> {
        let view = self.views.get(self.chosen?)?.clone();
        Some(Viewer { role: view.role, scope: view.scope, ..account })
    }

    /// Whether there is a choice.
    #[must_use]
    pub fn has_several_views(&self) -> bool {
        self.views.len() > 1
    }
}
