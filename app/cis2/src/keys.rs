//! Our keys: with them we sign who we are, and the issuer finds their public halves at our address.
//!
//! ring signs. The crate `rsa`, which openidconnect brings, only ever sees public keys (RUSTSEC-2023-0071 is about private ones).

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, Utc};
use ring::rand::SystemRandom;
use ring::rsa::{KeyPair, PublicKeyComponents};
use ring::{digest, signature};
use rustls_pki_types::PrivateKeyDer;
use rustls_pki_types::pem::PemObject;
use serde_json::{Value, json};

/// How long a signed statement of who we are can be used, in seconds.
const ASSERTION_SECONDS: i64 = 120;

/// A private RSA key; the first eight letters of its name say which.
pub struct SigningKey {
    pair: KeyPair,
    public: Value,
    id: String,
}

/// Why a key cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// No PEM, or no private key in it.
    #[error("it holds no private key in PEM form")]
    NotPem,
    /// Something other than RSA, or too short.
    #[error("it is not an RSA key of 2048 bits or more: {0}")]
    NotRsa(String),
    /// It could not sign.
    #[error("it cannot sign")]
    CannotSign,
}

impl SigningKey {
    /// Reads a private RSA key, in PEM form (PKCS #8 or PKCS #1).
    ///
    /// # Errors
    /// [`KeyError`], in words that never hold the key.
    pub fn from_pem(pem: &str) -> Result<Self, KeyError> {
        let der = PrivateKeyDer::from_pem_slice(pem.as_bytes()).map_err(|_| KeyError::NotPem)?;
        let pair = match &der {
            PrivateKeyDer::Pkcs8(der) => KeyPair::from_pkcs8(der.secret_pkcs8_der()),
            PrivateKeyDer::Pkcs1(der) => KeyPair::from_der(der.secret_pkcs1_der()),
            _ => return Err(KeyError::NotRsa("another kind of key".to_owned())),
        };
        let pair = pair.map_err(|error| KeyError::NotRsa(error.to_string()))?;
        let public = PublicKeyComponents::<Vec<u8>>::from(pair.public());
        let (n, e) = (URL_SAFE_NO_PAD.encode(public.n), URL_SAFE_NO_PAD.encode(public.e));
        // RFC 7638: the members in this order and nothing else.
        let thumbprint = format!(r#"{{"e":"{e}","kty":"RSA","n":"{n}"}}"#);
        let id = URL_SAFE_NO_PAD.encode(digest::digest(&digest::SHA256, thumbprint.as_bytes()));
        let public = json!({ "kty": "RSA", "use": "sig", "alg": "RS256", "kid": id, "n": n, "e": e });
        Ok(Self { pair, public, id })
    }

    /// The public half, as it stands in a JWKS.
    #[must_use]
    pub fn public(&self) -> &Value {
        &self.public
    }

    /// Says who we are (RFC 7523): to `audience`, once, soon after `now`.
    pub(crate) fn assertion(&self, client_id: &str, audience: &str, now: DateTime<Utc>) -> Result<String, KeyError> {
        let now = now.timestamp();
        self.sign(&json!({
            "iss": client_id,
            "sub": client_id,
            "aud": audience,
            "jti": uuid::Uuid::now_v7(),
            "iat": now,
            "exp": now + ASSERTION_SECONDS,
        }))
    }

    /// Signs claims as a JWT, with RS256.
    ///
    /// # Errors
    /// [`KeyError::CannotSign`]
    pub fn sign(&self, claims: &Value) -> Result<String, KeyError> {
        let header = json!({ "typ": "JWT", "alg": "RS256", "kid": self.id });
        let message = format!("{}.{}", URL_SAFE_NO_PAD.encode(header.to_string()), URL_SAFE_NO_PAD.encode(claims.to_string()));
        let mut signed = vec![0; self.pair.public().modulus_len()];
        let padding: &dyn signature::RsaEncoding = &signature::RSA_PKCS1_SHA256;
        self.pair.sign(padding, &SystemRandom::new(), message.as_bytes(), &mut signed).map_err(|_| KeyError::CannotSign)?;
        Ok(format!("{message}.{}", URL_SAFE_NO_PAD.encode(signed)))
    }
}

impl std::fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "SigningKey({:.8})", self.id)
    }
}
