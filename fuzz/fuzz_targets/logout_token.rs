//! Logout tokens: as they come over the wire, and with the claims alone made up, so that the checks are reached.

#![no_main]

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, Utc};
use cis2::LogoutToken;
use cis2::logout::Signed;
use libfuzzer_sys::fuzz_target;
use openidconnect::core::CoreJsonWebKey;
use serde_json::Value;

const NOW: i64 = 1_700_000_000;
const ISSUER: &str = "https://issuer.example";
const CLIENT: &str = "us";
const KEY: &str = r#"{"kty":"RSA","use":"sig","kid":"k","alg":"RS256","e":"AQAB","n":"w7Zdfmece8iaB0kiTY8pCtiBtzbptJmP28nSWwtdjRu0f2GFpajvWE4VhfJAjEsOcwYzay7XGN0b-X84BfC8hmCTOj2b2eHT7NsZegFPKRUQzJ9wW8ipn_aDJWMGDuB1XyqT1E7DYqjUCEOD1b4FLpy_xPn6oV_TYOfQ9fZdbE5HGxJUzekuGcOKqOQ8M7wfYHhHHLxGpQVgL0apWuP2gDDOdTtpuld4D2LK1MZK99s9gaSjRHE8JDb1Z4IGhEcEyzkxswVdPndUWzfvWBBWXWxtSUvQGBRkuy1BHOa4sP6FKjWEeeF7gm7UMs2Nm2QUgNZw6xvEDGaLk4KASdIxRQ"}"#;

fuzz_target!(|bytes: &[u8]| {
    fuzz::in_time(bytes.len(), || {
        let Ok(text) = std::str::from_utf8(bytes) else { return };
        look(text, None);
        let part = |text: &str| URL_SAFE_NO_PAD.encode(text);
        let token = format!("{}.{}.{}", part(r#"{"alg":"RS256"}"#), part(text), part("no signature"));
        look(&token, serde_json::from_str(text).ok());
    });
});

fn now() -> DateTime<Utc> {
    DateTime::from_timestamp(NOW, 0).unwrap()
}

fn look(token: &str, claims: Option<Value>) {
    let Ok(signed) = Signed::parse(token) else { return };
    let key: CoreJsonWebKey = serde_json::from_str(KEY).unwrap();
    assert!(!signed.is_by_one_of(&[key]), "nobody here has the key");
    if let (Ok(read), Some(claims)) = (signed.check(ISSUER, CLIENT, now()), claims) {
        says_so(&read, &claims);
    }
}

/// Every check once more, on the claims as they were written.
fn says_so(read: &LogoutToken, claims: &Value) {
    assert_eq!((read.issuer.as_str(), claims["iss"].as_str()), (ISSUER, Some(ISSUER)));
    let ours = |value: &Value| value.as_str() == Some(CLIENT);
    assert!(ours(&claims["aud"]) || claims["aud"].as_array().is_some_and(|all| all.iter().any(ours)));
    assert!(claims["events"]["http://schemas.openid.net/event/backchannel-logout"].is_object());
    assert!(claims.get("nonce").is_none() && claims["jti"].as_str().is_some_and(|id| !id.is_empty()));
    let issued = claims["iat"].as_i64().expect("a second");
    assert!((NOW - 300..=NOW + 10).contains(&issued) && read.issued_at.timestamp() == issued);
    assert!(claims["exp"].as_i64().is_none_or(|expires| expires > NOW));
    assert_eq!((read.subject.as_deref(), read.sid.as_deref()), (claims["sub"].as_str(), claims["sid"].as_str()));
    let names = [&read.subject, &read.sid];
    assert!(names.iter().any(|name| name.is_some()) && names.iter().all(|name| name.as_deref() != Some("")));
}
