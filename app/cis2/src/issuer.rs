//! One issuer: sending people there and reading what comes back.

use std::time::Duration;

use domain::accounts::card::{Assurance, CardRole, Proof, prove};
use domain::clock::Clock;
use openidconnect::core::CoreAuthPrompt;
use openidconnect::core::{CoreAuthenticationFlow, CoreGenderClaim, CoreJwsSigningAlgorithm};
use openidconnect::{
    AccessToken, AccessTokenHash, AuthType, AuthenticationContextClass, AuthorizationCode, ClaimsVerificationError, ClientId, ClientSecret,
    CsrfToken, LogoutRequest, Nonce, OAuth2TokenResponse, PkceCodeChallenge, PkceCodeVerifier, PostLogoutRedirectUrl, RedirectUrl,
    RequestTokenError, Scope, SignatureVerificationError, TokenResponse, UserInfoClaims,
};
use secrecy::ExposeSecret;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use url::Url;

use crate::claims::{CardClaims, TokenClaims};
use crate::error::{Error, Refusal, chain, word};
use crate::logout::{self, LogoutToken};
use crate::provider::{Asker, OurClient, Provider, Token};
use crate::settings::{ClientAuth, Settings};

type Claims = openidconnect::IdTokenClaims<TokenClaims, CoreGenderClaim>;
type UserInfo = UserInfoClaims<CardClaims, CoreGenderClaim>;

/// An issuer that people can sign in with.
pub struct Issuer {
    settings: Settings,
    clock: Clock,
    http: reqwest::Client,
    provider: Provider,
}

/// A sign-in that was begun: the session keeps it until the person comes back, once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pending {
    /// The issuer's [`Settings::key`].
    pub issuer: String,
    state: String,
    nonce: String,
    verifier: String,
}

/// What an issuer sends back with a person, as it stands in the address.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Answer {
    /// Of the sign-in that this answers.
    pub state: String,
    /// Where it went well.
    pub code: Option<String>,
    /// Where it did not.
    pub error: Option<String>,
    /// Who answers (RFC 9207), where they say so.
    pub iss: Option<String>,
}

/// A person who showed their card, with what stands on it.
#[derive(Clone, Debug)]
pub struct CardHolder {
    /// The issuer, as its tokens name it.
    pub issuer: String,
    /// Who it is, to the issuer.
    pub subject: String,
    /// The session at the issuer.
    pub sid: Option<String>,
    /// The person's name.
    pub name: Option<String>,
    /// Their e-mail address, where the card gives one.
    pub email: Option<String>,
    /// Whether the issuer has checked that it is theirs, where it says.
    pub email_verified: Option<bool>,
    /// The roles on the card.
    pub roles: Vec<CardRole>,
    /// When they came back.
    pub at: chrono::DateTime<chrono::Utc>,
    /// Where signing out ends the session at the issuer, too.
    pub end_session: Option<String>,
}

impl Issuer {
    /// An issuer by its settings; the clock is the machine's own, for tokens are of the world's time.
    ///
    /// # Errors
    /// [`Error::Unreachable`] where there can be no client for HTTP.
    pub fn new(settings: Settings, clock: Clock) -> Result<Self, Error> {
        // No redirects: the issuer's own addresses are known, and a redirect could lead into our network.
        let http = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).timeout(Duration::from_secs(10));
        let http = http.build().map_err(Error::unreachable)?;
        let provider = Provider::new(settings.issuer.clone(), http.clone());
        Ok(Self { settings, clock, http, provider })
    }

    /// What was agreed with it.
    #[must_use]
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// The public halves of our keys.
    #[must_use]
    pub fn public_keys(&self) -> Vec<Value> {
        match &self.settings.auth {
            ClientAuth::PrivateKeys(keys) => keys.iter().map(|key| key.public().clone()).collect(),
            ClientAuth::Secret(_) => Vec::new(),
        }
    }

    /// Where to send a person, and what to keep until they are back.
    ///
    /// # Errors
    /// [`Error::Unreachable`] when the issuer cannot be asked how it works.
    pub async fn begin(&self) -> Result<(Url, Pending), Error> {
        let client = self.client(&*self.provider.metadata().await?)?;
        let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
        let mut request = client.authorize_url(CoreAuthenticationFlow::AuthorizationCode, CsrfToken::new_random, Nonce::new_random);
        request = request.add_scopes(self.settings.scopes.iter().cloned().map(Scope::new)).set_pkce_challenge(challenge);
        request = request.add_prompt(CoreAuthPrompt::Login);
        if let Some(acr) = &self.settings.acr_values {
            request = request.add_auth_context_value(AuthenticationContextClass::new(acr.clone()));
        }
        let (url, state, nonce) = request.url();
        let pending = Pending {
            issuer: self.settings.key.clone(),
            state: state.into_secret(),
            nonce: nonce.secret().clone(),
            verifier: verifier.into_secret(),
        };
        Ok((url, pending))
    }

    /// Reads what a person brings back, asks the issuer for the rest and checks all of it.
    ///
    /// # Errors
    /// [`Refusal`] for what does not hold, [`Error::Unreachable`] when the issuer does not answer.
    pub async fn finish(&self, pending: Pending, answer: Answer) -> Result<CardHolder, Error> {
        let code = self.code(&pending, answer)?;
        let metadata = self.provider.metadata().await?;
        let client = self.client(&metadata)?;
        let (token, access) = self.exchange(&client, code, pending.verifier).await?;
        let nonce = Nonce::new(pending.nonce);
        let claims = match self.claims(&client, &token, &nonce, &access) {
            Err(Unread::UnknownKey) => {
                let client = self.client(&*self.provider.metadata_again(Asker::Issuer).await?)?;
                self.claims(&client, &token, &nonce, &access)
            }
            known => known,
        };
        let claims = claims.map_err(Error::token)?;
        let info = client.user_info(access, None).map_err(Error::unreachable)?;
        let info: UserInfo = info.request_async(&self.http).await.map_err(Error::unreachable)?;
        self.prove(&claims, &info)?;
        let end_session = metadata.additional_metadata().end_session_endpoint.clone().map(|endpoint| {
            // Who we are, and no ID token: that would have to be kept until then.
            let request = LogoutRequest::from(endpoint).set_client_id(ClientId::new(self.settings.client_id.clone()));
            let back = PostLogoutRedirectUrl::from_url(self.settings.signed_out.clone());
            request.set_post_logout_redirect_uri(back).http_get_url().to_string()
        });
        Ok(self.holder(&claims, info, end_session))
    }

    /// Reads a logout token that somebody sent.
    ///
    /// # Errors
    /// [`Refusal::Token`] for one that does not hold.
    pub async fn read_logout(&self, token: &str) -> Result<LogoutToken, Error> {
        let signed = logout::Signed::parse(token).map_err(Error::token)?;
        let keys = self.provider.metadata().await?;
        if !signed.is_by_one_of(keys.jwks().keys()) {
            let keys = self.provider.metadata_again(Asker::Stranger).await?;
            if !signed.is_by_one_of(keys.jwks().keys()) {
                return Err(Error::token("no key of the issuer signed it"));
            }
        }
        let Settings { issuer, client_id, .. } = &self.settings;
        signed.check(issuer, client_id, self.clock.now()).map_err(Error::token)
    }

    fn client(&self, metadata: &openidconnect::ProviderMetadataWithLogout) -> Result<OurClient, Error> {
        let secret = match &self.settings.auth {
            ClientAuth::Secret(secret) => Some(ClientSecret::new(secret.expose_secret().to_owned())),
            ClientAuth::PrivateKeys(_) => None,
        };
        let client = OurClient::from_provider_metadata(metadata.clone(), ClientId::new(self.settings.client_id.clone()), secret);
        Ok(client.set_auth_type(AuthType::RequestBody).set_redirect_uri(RedirectUrl::from_url(self.settings.redirect.clone())))
    }

    fn code(&self, pending: &Pending, answer: Answer) -> Result<String, Refusal> {
        if answer.state != pending.state || pending.issuer != self.settings.key {
            return Err(Refusal::State);
        }
        if answer.iss.is_some_and(|issuer| issuer != self.settings.issuer) {
            return Err(Refusal::OtherIssuer);
        }
        match (answer.code, answer.error) {
            (Some(code), None) => Ok(code),
            (_, error) => Err(Refusal::Denied(word(&error.unwrap_or_default()))),
        }
    }

    async fn exchange(&self, client: &OurClient, code: String, verifier: String) -> Result<(Token, AccessToken), Error> {
        let mut request = client.exchange_code(AuthorizationCode::new(code)).map_err(Error::unreachable)?;
        request = request.set_pkce_verifier(PkceCodeVerifier::new(verifier));
        if let ClientAuth::PrivateKeys(keys) = &self.settings.auth
            && let (Some(key), Some(endpoint)) = (keys.first(), client.token_uri())
        {
            let assertion = key.assertion(&self.settings.client_id, endpoint.as_str(), self.clock.now()).map_err(Error::unreachable)?;
            request = request.add_extra_param("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
            request = request.add_extra_param("client_assertion", assertion);
        }
        let answer = request.request_async(&self.http).await.map_err(|error| match &error {
            RequestTokenError::ServerResponse(response) => Refusal::Code(word(response.error().as_ref())).into(),
            _ => Error::Unreachable(chain(&error)),
        })?;
        let token = answer.id_token().ok_or_else(|| Error::token("there is no ID token"))?.clone();
        Ok((token, answer.access_token().clone()))
    }

    fn claims(&self, client: &OurClient, token: &Token, nonce: &Nonce, access: &AccessToken) -> Result<Claims, Unread> {
        // Only this one, whatever the issuer's list says: never "none", never a shared secret.
        let verifier = client.id_token_verifier().set_allowed_algs([CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256]);
        let verifier = verifier.set_time_fn(|| self.clock.now());
        let claims = token.claims(&verifier, nonce).map_err(Unread::from)?;
        if let Some(expected) = claims.access_token_hash() {
            let (alg, key) = (token.signing_alg(), token.signing_key(&verifier));
            let hash = alg.ok().zip(key.ok()).and_then(|(alg, key)| AccessTokenHash::from_token(access, alg, key).ok());
            if hash.as_ref() != Some(expected) {
                return Err(Unread::Other("at_hash is of another access token".to_owned()));
            }
        }
        Ok(claims.clone())
    }

    fn prove(&self, claims: &Claims, info: &UserInfo) -> Result<(), Refusal> {
        let TokenClaims { id_assurance_level, authentication_assurance_level, .. } = claims.additional_claims();
        let proof = Proof {
            subject: claims.subject(),
            userinfo_subject: info.subject(),
            uid: info.additional_claims().uid.as_deref(),
            auth_time: claims.auth_time(),
            identity: id_assurance_level.as_ref().and_then(Assurance::level),
            authentication: authentication_assurance_level.as_ref().and_then(Assurance::level),
        };
        Ok(prove(&proof, self.settings.limits, self.clock.now())?)
    }

    fn holder(&self, claims: &Claims, info: UserInfo, end_session: Option<String>) -> CardHolder {
        let written = info.name().and_then(|name| name.get(None)).map(|name| name.to_string());
        let email = info.email().map(|email| email.to_string());
        let email_verified = info.email_verified();
        let card = info.additional_claims().clone();
        CardHolder {
            issuer: self.settings.issuer.clone(),
            subject: claims.subject().to_string(),
            sid: claims.additional_claims().sid.clone(),
            name: card.display_name.or(written).filter(|name| !name.trim().is_empty()),
            email,
            email_verified,
            roles: card.nhsid_nrbac_roles.unwrap_or_default(),
            at: self.clock.now(),
            end_session,
        }
    }
}

/// Why an ID token is not believed.
#[derive(Debug, thiserror::Error)]
enum Unread {
    #[error("no key of the issuer signed it")]
    UnknownKey,
    #[error("{0}")]
    Other(String),
}

impl From<ClaimsVerificationError> for Unread {
    fn from(error: ClaimsVerificationError) -> Self {
        match error {
            ClaimsVerificationError::SignatureVerification(
                SignatureVerificationError::NoMatchingKey | SignatureVerificationError::CryptoError(_),
            ) => Self::UnknownKey,
            other => Self::Other(chain(&other)),
        }
    }
}
