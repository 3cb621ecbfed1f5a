//! What an issuer publishes of itself, and the client made from it.

use std::sync::Arc;
use std::time::{Duration, Instant};

use openidconnect::core::{
    CoreAuthDisplay, CoreAuthPrompt, CoreErrorResponseType, CoreGenderClaim, CoreJsonWebKey, CoreJweContentEncryptionAlgorithm,
    CoreJwsSigningAlgorithm, CoreRevocableToken, CoreRevocationErrorResponse, CoreTokenIntrospectionResponse, CoreTokenType,
};
use openidconnect::{
    Client, EmptyExtraTokenFields, EndpointMaybeSet, EndpointNotSet, EndpointSet, IdToken, IdTokenFields, IssuerUrl,
    ProviderMetadataWithLogout, StandardErrorResponse, StandardTokenResponse,
};
use tokio::sync::Mutex;

use crate::claims::TokenClaims;
use crate::error::Error;

/// For how long what an issuer publishes is believed without asking again.
const FRESH: Duration = Duration::from_secs(60 * 60);
/// For how long a stranger's token cannot make us ask again.
const AGAIN: Duration = Duration::from_secs(10);

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

/// Whether a key that is not known is worth asking the issuer again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asker {
    /// The issuer itself gave us the token.
    Issuer,
    /// Anybody may have sent it.
    Stranger,
}

/// What an issuer publishes, fetched when it is first wanted and kept for a while.
pub struct Provider {
    issuer: String,
    http: reqwest::Client,
    kept: Mutex<Option<(Instant, Arc<ProviderMetadataWithLogout>)>>,
}

impl Provider {
    pub fn new(issuer: String, http: reqwest::Client) -> Self {
        Self { issuer, http, kept: Mutex::new(None) }
    }

    /// What the issuer publishes.
    pub async fn metadata(&self) -> Result<Arc<ProviderMetadataWithLogout>, Error> {
        self.no_older_than(FRESH).await
    }

    /// The same, asked for anew since a key was not among it: issuers change their keys.
    pub async fn metadata_again(&self, asker: Asker) -> Result<Arc<ProviderMetadataWithLogout>, Error> {
        let age = if asker == Asker::Issuer { Duration::ZERO } else { AGAIN };
        self.no_older_than(age).await
    }

    async fn no_older_than(&self, age: Duration) -> Result<Arc<ProviderMetadataWithLogout>, Error> {
        let mut kept = self.kept.lock().await;
        if let Some((at, metadata)) = &*kept
            && at.elapsed() < age
        {
            return Ok(Arc::clone(metadata));
        }
        let issuer = IssuerUrl::new(self.issuer.clone()).map_err(Error::unreachable)?;
        let found = ProviderMetadataWithLogout::discover_async(issuer, &self.http).await.map_err(Error::unreachable)?;
        let metadata = Arc::new(found);
        *kept = Some((Instant::now(), Arc::clone(&metadata)));
        Ok(metadata)
    }
}
