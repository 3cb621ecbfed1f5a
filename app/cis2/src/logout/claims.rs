//! What a token says, and whether that ends a session with us.

use chrono::{DateTime, Utc};
use serde::de::IgnoredAny;
use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value};

use super::{Fault, LogoutToken};

/// What makes a token a logout token.
pub(super) const EVENT: &str = "http://schemas.openid.net/event/backchannel-logout";
/// How old a token may be, in seconds.
const MAX_AGE: i64 = 300;
/// How far the issuer's clock may run ahead of ours, in seconds.
const AHEAD: i64 = 10;

#[derive(Deserialize)]
#[serde(untagged)]
enum Audience {
    One(String),
    Many(Vec<String>),
}

/// As they stand in the token.
#[derive(Deserialize)]
pub(super) struct Claims {
    iss: Option<String>,
    aud: Option<Audience>,
    sub: Option<String>,
    sid: Option<String>,
    iat: Option<i64>,
    exp: Option<i64>,
    jti: Option<String>,
    /// Whether there is one at all: null is one, too.
    #[serde(default, deserialize_with = "present")]
    nonce: bool,
    events: Option<Map<String, Value>>,
}

fn present<'de, D: Deserializer<'de>>(deserializer: D) -> Result<bool, D::Error> {
    IgnoredAny::deserialize(deserializer).map(|_| true)
}

impl Claims {
    /// The session that ended, by the first fault that is found otherwise.
    pub(super) fn check(self, issuer: &str, client_id: &str, now: DateTime<Utc>) -> Result<LogoutToken, Fault> {
        let Claims { iss, aud, sub, sid, iat, exp, jti, nonce, events } = self;
        if !events.is_some_and(|events| events.get(EVENT).is_some_and(Value::is_object)) {
            return Err(Fault::Event);
        }
        if nonce {
            return Err(Fault::Nonce);
        }
        if iss.as_deref() != Some(issuer) {
            return Err(Fault::Issuer);
        }
        let ours = match aud {
            Some(Audience::One(one)) => one == client_id,
            Some(Audience::Many(many)) => many.iter().any(|one| one == client_id),
            None => false,
        };
        if !ours {
            return Err(Fault::Audience);
        }
        let issued_at = iat.and_then(|seconds| DateTime::from_timestamp(seconds, 0)).ok_or(Fault::Age)?;
        let age = (now - issued_at).num_seconds();
        if !(-AHEAD..=MAX_AGE).contains(&age) {
            return Err(Fault::Age);
        }
        if exp.is_some_and(|seconds| seconds <= now.timestamp()) {
            return Err(Fault::Expired);
        }
        // Not kept: a token that is sent again ends nothing that began after it, and nothing else is left to end.
        if jti.is_none_or(|id| id.is_empty()) {
            return Err(Fault::Id);
        }
        // An empty name must not be read as "all sessions of the person".
        let names = [&sub, &sid];
        if names.iter().all(|name| name.is_none()) || names.iter().any(|name| name.as_deref() == Some("")) {
            return Err(Fault::Subject);
        }
        Ok(LogoutToken { issuer: issuer.to_owned(), subject: sub, sid, issued_at })
    }
}
