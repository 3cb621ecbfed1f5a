//! What an issuer publishes of itself, and the client made from it.

use std::sync::Arc;

use chrono::TimeDelta;
use domain::clock::Clock;
use futures::FutureExt;
use openidconnect::core::{
    CoreAuthDisplay, CoreAuthPrompt, CoreClaimName, CoreClaimType, CoreClientAuthMethod, CoreErrorResponseType, CoreGenderClaim,
    CoreGrantType, CoreJsonWebKey, CoreJweContentEncryptionAlgorithm, CoreJweKeyManagementAlgorithm, CoreJwsSigningAlgorithm,
    CoreResponseMode, CoreResponseType, CoreRevocableToken, CoreRevocationErrorResponse, CoreSubjectIdentifierType,
    CoreTokenIntrospectionResponse, CoreTokenType,
};
use openidconnect::{
    AdditionalProviderMetadata, Client, EmptyExtraTokenFields, EndpointMaybeSet, EndpointNotSet, EndpointSet, IdToken, IdTokenFields,
    IssuerUrl, LogoutProviderMetadata, ProviderMetadata, StandardErrorResponse, StandardTokenResponse,
};
use serde::{Deserialize, Serialize};

use crate::claims::TokenClaims;
use crate::error::Error;
use crate::http::Http;
use crate::shared_fetch::Question;

/// For how long what an issuer publishes is believed without asking again.
const FRESH: TimeDelta = TimeDelta::hours(1);
/// For how long a stranger's token cannot make us ask again.
const AGAIN: TimeDelta = TimeDelta::seconds(10);

type Fields =
    IdTokenFields<TokenClaims, EmptyExtraTokenFields, CoreGenderClaim, CoreJweContentEncryptionAlgorithm, CoreJwsSigningAlgorithm>;
pub type Token = IdToken<TokenClaims, CoreGenderClaim, CoreJweContentEncryptionAlgorithm, CoreJwsSigningAlgorithm>;
pub type OurClient = Client<
    TokenClaims,
    CoreAuthDisplay,
    CoreGenderClaim,
    CoreJweContentEncryptionAlgorithm,
    CoreJsonWebKey,
    CoreAuthPrompt,
    StandardErrorResponse<CoreErrorResponseType>,
    StandardTokenResponse<Fields, CoreTokenType>,
    CoreTokenIntrospectionResponse,
    CoreRevocableToken,
    CoreRevocationErrorResponse,
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointMaybeSet,
    EndpointMaybeSet,
>;

/// What is read beside what the library knows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Published {
    /// Whether the issuer names itself in its answers (RFC 9207).
    pub authorization_response_iss_parameter_supported: bool,
}

impl AdditionalProviderMetadata for Published {}

/// What an issuer publishes.
pub type Metadata = ProviderMetadata<
    LogoutProviderMetadata<Published>,
    CoreAuthDisplay,
    CoreClientAuthMethod,
    CoreClaimName,
    CoreClaimType,
    CoreGrantType,
    CoreJweContentEncryptionAlgorithm,
    CoreJweKeyManagementAlgorithm,
    CoreJsonWebKey,
    CoreResponseMode,
    CoreResponseType,
    CoreSubjectIdentifierType,
>;

/// Whether a key that is not known is worth asking the issuer again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asker {
    /// The issuer itself gave us the token.
    Issuer,
    /// Anybody may have sent it.
    Stranger,
}

/// What an issuer publishes, fetched when it is first wanted and kept for a while.
pub struct Provider(Question<Arc<Metadata>>);

impl Provider {
    pub fn new(issuer: String, http: Http, clock: Clock) -> Self {
        let ask = move || discover(issuer.clone(), http.clone()).boxed();
        Self(Question::new(move || clock.now(), ask))
    }

    /// What the issuer publishes.
    pub async fn metadata(&self) -> Result<Arc<Metadata>, Error> {
        self.0.no_older_than(FRESH).await
    }

    /// The same, asked for anew since a key was not among it: issuers change their keys.
    pub async fn metadata_again(&self, asker: Asker) -> Result<Arc<Metadata>, Error> {
        self.0.no_older_than(if asker == Asker::Issuer { TimeDelta::zero() } else { AGAIN }).await
    }
}

async fn discover(issuer: String, http: Http) -> Result<Arc<Metadata>, Error> {
    let issuer = IssuerUrl::new(issuer).map_err(Error::unreachable)?;
    Ok(Arc::new(Metadata::discover_async(issuer, &http).await.map_err(Error::of_discovery)?))
}
