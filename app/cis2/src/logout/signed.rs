//! The form of a token, and who signed it.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, Utc};
use openidconnect::JsonWebKey;
use openidconnect::core::{CoreJsonWebKey, CoreJwsSigningAlgorithm};
use serde::Deserialize;

use super::claims::Claims;
use super::{Fault, LogoutToken};

/// The longest token that is looked at, in bytes.
const LONGEST: usize = 16 * 1024;

#[derive(Deserialize)]
struct Header {
    alg: String,
    kid: Option<String>,
}

/// A token whose signature is still to be checked.
pub struct Signed<'a> {
    message: &'a str,
    signature: Vec<u8>,
    key_id: Option<String>,
    claims: Claims,
}

impl<'a> Signed<'a> {
    /// Takes a token apart.
    ///
    /// # Errors
    /// [`Fault::Form`] or [`Fault::Algorithm`].
    pub fn parse(token: &'a str) -> Result<Self, Fault> {
        let (message, signature) = token.rsplit_once('.').filter(|_| token.len() <= LONGEST).ok_or(Fault::Form)?;
        let (header, claims) = message.split_once('.').ok_or(Fault::Form)?;
        let header: Header = part(header)?;
        if header.alg != "RS256" {
            return Err(Fault::Algorithm);
        }
        let signature = URL_SAFE_NO_PAD.decode(signature).map_err(|_| Fault::Form)?;
        Ok(Self { message, signature, key_id: header.kid, claims: part(claims)? })
    }

    /// Whether one of these keys signed it: the one it names, or any where it names none.
    #[must_use]
    pub fn is_by_one_of(&self, keys: &[CoreJsonWebKey]) -> bool {
        let named = |key: &&CoreJsonWebKey| self.key_id.is_none() || key.key_id().map(|id| id.as_str()) == self.key_id.as_deref();
        let algorithm = CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256;
        let signed = |key: &CoreJsonWebKey| key.verify_signature(&algorithm, self.message.as_bytes(), &self.signature).is_ok();
        keys.iter().filter(named).any(signed)
    }

    /// Checks what a token says whose signature holds.
    ///
    /// # Errors
    /// The first [`Fault`] that is found.
    pub fn check(self, issuer: &str, client_id: &str, now: DateTime<Utc>) -> Result<LogoutToken, Fault> {
        self.claims.check(issuer, client_id, now)
    }
}

fn part<T: for<'de> Deserialize<'de>>(text: &str) -> Result<T, Fault> {
    let json = URL_SAFE_NO_PAD.decode(text).map_err(|_| Fault::Form)?;
    serde_json::from_slice(&json).map_err(|_| Fault::Form)
}
