//! What CIS2 says beyond the standard claims.

use domain::accounts::card::{Assurance, CardRole};
use openidconnect::AdditionalClaims;
use serde::{Deserialize, Serialize};

/// In the ID token.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct TokenClaims {
    /// The session at the issuer, which a logout token can name.
    pub sid: Option<String>,
    pub id_assurance_level: Option<Assurance>,
    pub authentication_assurance_level: Option<Assurance>,
}

impl AdditionalClaims for TokenClaims {}

/// In the user information.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct CardClaims {
    pub uid: Option<String>,
    pub display_name: Option<String>,
    pub nhsid_nrbac_roles: Option<Vec<CardRole>>,
}

impl AdditionalClaims for CardClaims {}
