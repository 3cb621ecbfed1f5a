//! Logout tokens (OpenID Connect Back-Channel Logout): an issuer says that a person's session there has ended.
//!
//! Reading is pure, so that anything can be thrown at it; the keys and the time come in as arguments.

mod claims;
mod signed;

use chrono::{DateTime, Utc};

pub use signed::Signed;

/// A session at the issuer that has ended, or all of a person's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogoutToken {
    pub issuer: String,
    /// Who it is, to the issuer; where nobody is named, the session alone says it.
    pub subject: Option<String>,
    /// The session; all of the subject's where it is not named.
    pub sid: Option<String>,
    /// When the issuer said so, to the second.
    pub issued_at: DateTime<Utc>,
}

/// Why a logout token does not hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// No signed token in compact form.
    #[error("it is not a signed token")]
    Form,
    /// Signed in another way than RS256, or not at all.
    #[error("it is not signed with RS256")]
    Algorithm,
    /// No event of logging out.
    #[error("it is not about logging out")]
    Event,
    /// A nonce, which only ID tokens may have.
    #[error("it has a nonce, so it is an ID token")]
    Nonce,
    /// Another issuer.
    #[error("another issuer made it")]
    Issuer,
    /// Meant for somebody else.
    #[error("it is for another client")]
    Audience,
    /// Made too long ago, or in times to come.
    #[error("iat is missing, too long ago or in the future")]
    Age,
    #[error("it has expired")]
    Expired,
    /// It has no name of its own.
    #[error("jti is missing")]
    Id,
    /// It names neither a person nor a session.
    #[error("it names neither a person nor a session")]
    Subject,
}

#[cfg(test)]
mod tests {
    use base64::Engine;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;
    use rstest::rstest;
    use serde_json::{Value, json};

    use super::claims::EVENT;
    use super::*;

    const NOW: i64 = 1_700_000_000;

    fn good() -> Value {
        json!({ "iss": "https://issuer.example", "aud": "us", "sub": "555", "sid": "s1", "iat": NOW, "jti": "j", "events": { EVENT: {} } })
    }

    fn with(name: &str, value: Value) -> Value {
        let mut claims = good();
        claims[name] = value;
        claims
    }

    fn without_both() -> Value {
        let mut claims = good();
        (claims["sub"], claims["sid"]) = (Value::Null, Value::Null);
        claims
    }

    fn token(header: &Value, claims: &Value) -> String {
        let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
        format!("{}.{}.{}", part(header), part(claims), URL_SAFE_NO_PAD.encode("signature"))
    }

    fn check(claims: &Value) -> Result<LogoutToken, Fault> {
        let token = token(&json!({ "alg": "RS256" }), claims);
        Signed::parse(&token)?.check("https://issuer.example", "us", DateTime::from_timestamp(NOW, 0).unwrap())
    }

    #[rstest]
    #[case::no_events(with("events", Value::Null), Fault::Event)]
    #[case::other_event(with("events", json!({ "other": {} })), Fault::Event)]
    #[case::nonce(with("nonce", json!("n")), Fault::Nonce)]
    #[case::nonce_null(with("nonce", Value::Null), Fault::Nonce)]
    #[case::nonce_number(with("nonce", json!(0)), Fault::Nonce)]
    #[case::nonce_object(with("nonce", json!({})), Fault::Nonce)]
    #[case::nonce_false(with("nonce", json!(false)), Fault::Nonce)]
    #[case::no_id(with("jti", Value::Null), Fault::Id)]
    #[case::empty_id(with("jti", json!("")), Fault::Id)]
    #[case::id_of_another_kind(with("jti", json!(1)), Fault::Form)]
    #[case::other_issuer(with("iss", json!("https://elsewhere.example")), Fault::Issuer)]
    #[case::other_client(with("aud", json!("them")), Fault::Audience)]
    #[case::no_client(with("aud", json!([])), Fault::Audience)]
    #[case::too_old(with("iat", json!(NOW - 301)), Fault::Age)]
    #[case::to_come(with("iat", json!(NOW + 11)), Fault::Age)]
    #[case::no_time(with("iat", Value::Null), Fault::Age)]
    #[case::far_off(with("iat", json!(i64::MAX)), Fault::Age)]
    #[case::expired(with("exp", json!(NOW)), Fault::Expired)]
    #[case::nobody(without_both(), Fault::Subject)]
    #[case::empty_subject(with("sub", json!("")), Fault::Subject)]
    #[case::empty_session(with("sid", json!("")), Fault::Subject)]
    fn each_fault_has_its_name(#[case] claims: Value, #[case] expected: Fault) {
        assert_eq!(check(&claims), Err(expected));
    }

    #[rstest]
    #[case(good(), Some("s1"))]
    #[case(with("aud", json!(["them", "us"])), Some("s1"))]
    #[case(with("exp", json!(NOW + 1)), Some("s1"))]
    #[case(with("iat", json!(NOW - 300)), Some("s1"))]
    #[case(with("sid", Value::Null), None)]
    fn good_tokens(#[case] claims: Value, #[case] sid: Option<&str>) {
        assert_eq!(check(&claims).unwrap().sid.as_deref(), sid);
    }

    #[test]
    fn a_session_is_enough() {
        let read = check(&with("sub", Value::Null)).unwrap();
        assert_eq!((read.subject, read.sid.as_deref()), (None, Some("s1")));
    }

    #[rstest]
    #[case("", Fault::Form)]
    #[case("a.b", Fault::Form)]
    #[case("..", Fault::Form)]
    #[case(&token(&json!({ "alg": "none" }), &good()), Fault::Algorithm)]
    #[case(&token(&json!({ "alg": "HS256" }), &good()), Fault::Algorithm)]
    #[case(&token(&json!({}), &good()), Fault::Form)]
    #[case(&token(&json!({ "alg": "RS256" }), &json!([])), Fault::Form)]
    fn what_is_no_signed_token(#[case] text: &str, #[case] expected: Fault) {
        assert_eq!(Signed::parse(text).err(), Some(expected));
    }

    #[test]
    fn without_a_key_nobody_signed_it() {
        let token = token(&json!({ "alg": "RS256" }), &good());
        assert!(!Signed::parse(&token).unwrap().is_by_one_of(&[]));
    }
}
