//! What a sign-in begins with, what comes back, and what it comes to.

use chrono::{DateTime, Utc};
use domain::accounts::card::CardRole;
use serde::{Deserialize, Serialize};

use crate::error::{Refusal, word};

/// A sign-in that was begun: the session keeps it until the person comes back, once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pending {
    /// The issuer's [`crate::Settings::key`].
    pub issuer: String,
    pub(crate) state: String,
    pub(crate) nonce: String,
    pub(crate) verifier: String,
}

impl Pending {
    /// What the answer is known by.
    #[must_use]
    pub fn state(&self) -> &str {
        &self.state
    }
}

/// What an issuer sends back with a person, as it stands in the address.
#[derive(Clone, Debug, Default)]
pub struct Answer {
    /// Of the sign-in that this answers.
    pub state: String,
    /// Where it went well.
    pub code: Option<String>,
    /// Where it did not.
    pub error: Option<String>,
    /// Who answers (RFC 9207), where they say so.
    pub iss: Option<String>,
}

impl Answer {
    /// The code, if this is a good answer of `issuer` to `pending`, with whether the issuer names itself.
    pub(crate) fn code(self, pending: &Pending, key: &str, issuer: &str) -> Result<(String, bool), Refusal> {
        if self.state != pending.state || pending.issuer != key {
            return Err(Refusal::State);
        }
        if self.iss.as_ref().is_some_and(|named| named != issuer) {
            return Err(Refusal::OtherIssuer);
        }
        match (self.code, self.error) {
            (Some(code), None) => Ok((code, self.iss.is_some())),
            (_, error) => Err(Refusal::Denied(word(&error.unwrap_or_default()))),
        }
    }
}

/// A person who showed their card, with what stands on it.
#[derive(Clone, Debug)]
pub struct CardHolder {
    /// The issuer, as its tokens name it.
    pub issuer: String,
    /// Who it is, to the issuer.
    pub subject: String,
    /// The session at the issuer.
    pub sid: Option<String>,
    /// The person's name.
    pub name: Option<String>,
    /// Their email address, where the card gives one.
    pub email: Option<String>,
    /// Whether the issuer has checked that it is theirs, where it says.
    pub email_verified: Option<bool>,
    /// The roles on the card.
    pub roles: Vec<CardRole>,
    /// When they came back.
    pub at: DateTime<Utc>,
    /// Where signing out ends the session at the issuer, too.
    pub end_session: Option<String>,
}
