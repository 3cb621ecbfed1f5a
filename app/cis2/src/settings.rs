//! What is agreed with an issuer.

use domain::accounts::card::Limits;
use secrecy::SecretString;
use url::Url;

use crate::keys::SigningKey;

/// What is asked for beside `openid`.
pub const SCOPES: [&str; 6] = ["profile", "email", "nhsperson", "nationalrbacaccess", "associatedorgs", "selectedrole"];

/// How we show the issuer who we are.
#[derive(Debug)]
pub enum ClientAuth {
    /// `client_secret_post`
    Secret(SecretString),
    /// `private_key_jwt`; the first key signs, all are published.
    PrivateKeys(Vec<SigningKey>),
}

/// One issuer and what is agreed with it.
#[derive(Debug)]
pub struct Settings {
    /// A short word that stands in addresses.
    pub key: String,
    /// The issuer, exactly as its tokens name it.
    pub issuer: String,
    /// Our name there.
    pub client_id: String,
    /// How we show who we are.
    pub auth: ClientAuth,
    /// What is asked for beside `openid`.
    pub scopes: Vec<String>,
    /// How strongly people are to sign in, in the issuer's words.
    pub acr_values: Option<String>,
    /// What is asked of a sign-in.
    pub limits: Limits,
    /// Where the issuer sends people back to, with the code.
    pub redirect: Url,
    /// Where the issuer sends people back to after signing out.
    pub signed_out: Url,
}
