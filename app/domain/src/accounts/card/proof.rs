//! Whether a sign-in was fresh and strong enough. Signature, issuer, audience, nonce and expiry are checked before, where the token is read.

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

/// How far the issuer's clock may run ahead of ours.
const AHEAD: TimeDelta = TimeDelta::seconds(60);

/// A level of assurance; issuers write it as a text or as a number.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Assurance {
    /// `3`
    Number(u64),
    /// `"3"`
    Text(String),
}

impl Assurance {
    /// The level, if it is one.
    #[must_use]
    pub fn level(&self) -> Option<u8> {
        match self {
            Self::Number(level) => u8::try_from(*level).ok(),
            Self::Text(text) => text.trim().parse().ok(),
        }
    }
}

/// What the ID token and the user information say of one sign-in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proof<'a> {
    /// The ID token's `sub`.
    pub subject: &'a str,
    /// The user information's `sub`.
    pub userinfo_subject: &'a str,
    /// The user information's `uid`, where it comes.
    pub uid: Option<&'a str>,
    /// When the person showed their card.
    pub auth_time: Option<DateTime<Utc>>,
    /// `id_assurance_level`: how surely it is known who they are.
    pub identity: Option<u8>,
    /// `authentication_assurance_level`: how strongly they showed it.
    pub authentication: Option<u8>,
}

/// What is asked of a sign-in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// How long ago the card may have been shown.
    pub max_age: TimeDelta,
    /// The least identity assurance.
    pub identity: u8,
    /// The least authentication assurance.
    pub authentication: u8,
}

impl Default for Limits {
    /// Five minutes, 3 and 2: what NHS services ask for.
    fn default() -> Self {
        Self { max_age: TimeDelta::minutes(5), identity: 3, authentication: 2 }
    }
}

/// Why a sign-in does not prove enough.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unproven {
    /// Token and user information are of different people.
    #[error("the ID token and the user information name different subjects")]
    SubjectMismatch,
    /// The card was shown too long ago, at a time to come, or nobody says when.
    #[error("auth_time is missing or not fresh")]
    Stale,
    /// Who they are is not known surely enough.
    #[error("the identity assurance level is missing or too low")]
    Identity,
    /// They signed in in too weak a way.
    #[error("the authentication assurance level is missing or too low")]
    Authentication,
}

/// Asks whether a sign-in is good enough at `now`.
///
/// # Errors
/// The first of [`Unproven`] that applies.
pub fn prove(proof: &Proof<'_>, limits: Limits, now: DateTime<Utc>) -> Result<(), Unproven> {
    if proof.subject != proof.userinfo_subject || proof.uid.is_some_and(|uid| uid != proof.subject) {
        return Err(Unproven::SubjectMismatch);
    }
    let fresh = proof.auth_time.is_some_and(|at| at <= now + AHEAD && now - at <= limits.max_age);
    if !fresh {
        return Err(Unproven::Stale);
    }
    if proof.identity.is_none_or(|level| level < limits.identity) {
        return Err(Unproven::Identity);
    }
    if proof.authentication.is_none_or(|level| level < limits.authentication) {
        return Err(Unproven::Authentication);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    fn now() -> DateTime<Utc> {
        "2023-09-18T08:05:00Z".parse().unwrap()
    }

    fn good() -> Proof<'static> {
        Proof {
            subject: "555000000001",
            userinfo_subject: "555000000001",
            uid: Some("555000000001"),
            auth_time: Some(now() - TimeDelta::seconds(10)),
            identity: Some(3),
            authentication: Some(2),
        }
    }

    fn at(seconds: i64) -> Proof<'static> {
        Proof { auth_time: Some(now() + TimeDelta::seconds(seconds)), ..good() }
    }

    #[rstest]
    #[case::good(good(), Ok(()))]
    #[case::no_uid(Proof { uid: None, ..good() }, Ok(()))]
    #[case::stronger(Proof { identity: Some(4), authentication: Some(3), ..good() }, Ok(()))]
    #[case::somebody_else(Proof { userinfo_subject: "555000000002", ..good() }, Err(Unproven::SubjectMismatch))]
    #[case::other_uid(Proof { uid: Some("555000000002"), ..good() }, Err(Unproven::SubjectMismatch))]
    #[case::five_minutes_ago(at(-300), Ok(()))]
    #[case::longer_ago(at(-301), Err(Unproven::Stale))]
    #[case::a_clock_a_little_ahead(at(60), Ok(()))]
    #[case::to_come(at(61), Err(Unproven::Stale))]
    #[case::no_time(Proof { auth_time: None, ..good() }, Err(Unproven::Stale))]
    #[case::weak_identity(Proof { identity: Some(2), ..good() }, Err(Unproven::Identity))]
    #[case::no_identity(Proof { identity: None, ..good() }, Err(Unproven::Identity))]
    #[case::password_only(Proof { authentication: Some(1), ..good() }, Err(Unproven::Authentication))]
    #[case::no_authentication(Proof { authentication: None, ..good() }, Err(Unproven::Authentication))]
    fn one_refusal_each(#[case] proof: Proof<'_>, #[case] expected: Result<(), Unproven>) {
        assert_eq!(prove(&proof, Limits::default(), now()), expected);
    }

    #[test]
    fn limits_are_settings() {
        let limits = Limits { max_age: TimeDelta::hours(1), identity: 2, authentication: 1 };
        let proof = Proof { identity: Some(2), authentication: Some(1), ..at(-3600) };
        assert_eq!(prove(&proof, limits, now()), Ok(()));
    }

    #[rstest]
    #[case(Assurance::Text("3".into()), Some(3))]
    #[case(Assurance::Text(" 2 ".into()), Some(2))]
    #[case(Assurance::Number(3), Some(3))]
    #[case(Assurance::Number(300), None)]
    #[case(Assurance::Text("three".into()), None)]
    #[case(Assurance::Text(String::new()), None)]
    fn levels(#[case] written: Assurance, #[case] expected: Option<u8>) {
        assert_eq!(written.level(), expected);
    }
}
