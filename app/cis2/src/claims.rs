//! What CIS2 says beyond the standard claims.

use domain::accounts::card::{Assurance, CardRole};
use openidconnect::AdditionalClaims;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// In the ID token.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct TokenClaims {
    /// The session at the issuer, which a logout token can name.
    pub sid: Option<String>,
    /// How surely it is known who the person is.
    pub id_assurance_level: Option<Assurance>,
    /// How strongly they showed it.
    pub authentication_assurance_level: Option<Assurance>,
    /// From when it holds, as written.
    pub nbf: Option<Value>,
}

impl AdditionalClaims for TokenClaims {}

/// In the user information.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct CardClaims {
    /// Who the person is, once more.
    pub uid: Option<String>,
    /// Their name as it is shown.
    pub display_name: Option<String>,
    /// The roles on the card.
    pub nhsid_nrbac_roles: Option<Vec<CardRole>>,
}

impl AdditionalClaims for CardClaims {}
