//! What an ID token must say beyond what the library checks: signature, issuer, audience, nonce and expiry.

use chrono::{DateTime, Utc};
use openidconnect::core::CoreGenderClaim;
use openidconnect::{ClaimsVerificationError, IdTokenClaims, SignatureVerificationError};
use serde_json::Value;

use crate::claims::TokenClaims;
use crate::error::chain;

/// The claims of an ID token.
pub type Claims = IdTokenClaims<TokenClaims, CoreGenderClaim>;

/// How far the issuer's clock may run ahead of ours, in seconds.
const AHEAD: i64 = 60;
/// How old a token may be, in seconds. It is fetched by us the moment that the person is back, so any real one is made just then.
const OLDEST: i64 = 600;

/// Why an ID token is not believed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// Signed by no key that is known: the issuer may have another by now.
    #[error("no key of the issuer signed it")]
    UnknownKey,
    /// Made for another client, which may hand it on to us.
    #[error("azp is another client, or missing where there are several audiences")]
    Party,
    /// Not to be used yet.
    #[error("nbf is in the future or no time")]
    Early,
    /// Made in times to come, or long ago.
    #[error("iat is in the future or too long ago")]
    Age,
    /// What the library found.
    #[error("{0}")]
    Other(String),
}

impl From<ClaimsVerificationError> for Fault {
    fn from(error: ClaimsVerificationError) -> Self {
        match error {
            ClaimsVerificationError::SignatureVerification(
                SignatureVerificationError::NoMatchingKey | SignatureVerificationError::CryptoError(_),
            ) => Self::UnknownKey,
            other => Self::Other(chain(&other)),
        }
    }
}

/// Checks who a token was made for, and when.
///
/// # Errors
/// The first [`Fault`] that is found.
pub fn check(claims: &Claims, client_id: &str, now: DateTime<Utc>) -> Result<(), Fault> {
    let party = claims.authorized_party().map(|party| party.as_str());
    if party.map_or(claims.audiences().len() > 1, |party| party != client_id) {
        return Err(Fault::Party);
    }
    let latest = now.timestamp() + AHEAD;
    if let Some(from) = &claims.additional_claims().nbf
        && seconds(from).is_none_or(|from| from > latest)
    {
        return Err(Fault::Early);
    }
    let made = claims.issue_time().timestamp();
    if made > latest || made < now.timestamp() - OLDEST { Err(Fault::Age) } else { Ok(()) }
}

/// Whole seconds, rounded up: a number with a fraction is a time, too. One that is out of all bounds is none.
fn seconds(value: &Value) -> Option<i64> {
    value.as_i64().or_else(|| {
        let seconds = value.as_f64()?.ceil();
        format!("{seconds:.0}").parse().ok()
    })
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use serde_json::json;

    use super::*;

    const NOW: i64 = 1_700_000_000;

    fn checked(name: &str, value: Value) -> Result<(), Fault> {
        let mut claims = json!({ "iss": "https://issuer.example", "aud": "us", "sub": "555", "iat": NOW, "exp": NOW + 300 });
        claims[name] = value;
        let claims = serde_json::from_value(claims).unwrap();
        check(&claims, "us", DateTime::from_timestamp(NOW, 999_000_000).unwrap())
    }

    #[rstest]
    #[case::plain("sid", json!("s1"), Ok(()))]
    #[case::ours("azp", json!("us"), Ok(()))]
    #[case::of_another("azp", json!("them"), Err(Fault::Party))]
    #[case::of_nobody("azp", json!(""), Err(Fault::Party))]
    #[case::one_in_a_list("aud", json!(["us"]), Ok(()))]
    #[case::several("aud", json!(["us", "them"]), Err(Fault::Party))]
    #[case::from_now("nbf", json!(NOW + 60), Ok(()))]
    #[case::from_then("nbf", json!(NOW + 61), Err(Fault::Early))]
    #[case::from_long_ago("nbf", json!(0), Ok(()))]
    #[case::from_a_fraction("nbf", json!(1_700_000_059.5), Ok(()))]
    #[case::from_a_fraction_too_late("nbf", json!(1_700_000_060.5), Err(Fault::Early))]
    #[case::from_no_time("nbf", json!("soon"), Err(Fault::Early))]
    #[case::from_beyond_time("nbf", json!(1e300), Err(Fault::Early))]
    #[case::from_nothing("nbf", Value::Null, Ok(()))]
    #[case::made_now("iat", json!(NOW + 60), Ok(()))]
    #[case::made_then("iat", json!(NOW + 61), Err(Fault::Age))]
    #[case::made_lately("iat", json!(NOW - 600), Ok(()))]
    #[case::made_long_ago("iat", json!(NOW - 601), Err(Fault::Age))]
    #[case::made_in_1970("iat", json!(0), Err(Fault::Age))]
    fn what_a_token_says_of_itself(#[case] name: &str, #[case] value: Value, #[case] expected: Result<(), Fault>) {
        assert_eq!(checked(name, value), expected);
    }
}
