//! Sign-in with NHS CIS2: OpenID Connect, authorization code flow. The protocol alone: no database, no pages, no sessions.
//!
//! An [`Issuer`] sends a person to sign in ([`Issuer::begin`]), reads what comes back ([`Issuer::finish`]) and reads the tokens by which
//! it ends sessions from afar ([`Issuer::read_logout`]). What a card opens is decided in `domain::accounts::card`.

mod claims;
mod error;
mod http;
pub mod id_token;
mod issuer;
mod keys;
pub mod logout;
mod provider;
mod settings;
mod shared_fetch;
mod sign_in;

pub use claims::{CardClaims, TokenClaims};
pub use error::{Error, Refusal};
pub use issuer::Issuer;
pub use keys::{KeyError, SigningKey};
pub use logout::LogoutToken;
pub use settings::{ClientAuth, SCOPES, Settings};
pub use sign_in::{Answer, CardHolder, Pending};
