//! One issuer: sending people there and reading what comes back.

use domain::accounts::card::{Assurance, Proof, prove};
use domain::clock::Clock;
use openidconnect::core::{CoreAuthPrompt, CoreAuthenticationFlow, CoreGenderClaim, CoreJwsSigningAlgorithm, CoreTokenType};
use openidconnect::{
    AccessToken, AccessTokenHash, AuthType, AuthenticationContextClass, AuthorizationCode, ClientId, ClientSecret, CsrfToken,
    LogoutRequest, Nonce, OAuth2TokenResponse, PkceCodeChallenge, PkceCodeVerifier, PostLogoutRedirectUrl, RedirectUrl, Scope,
    TokenResponse, UserInfoClaims,
};
use secrecy::ExposeSecret;
use serde_json::Value;
use url::Url;

use crate::claims::{CardClaims, TokenClaims};
use crate::error::{Error, Refusal};
use crate::http::Http;
use crate::id_token::{self, Claims, Fault};
use crate::logout::{self, LogoutToken};
use crate::provider::{Asker, Metadata, OurClient, Provider, Token};
use crate::settings::{ClientAuth, Settings};
use crate::sign_in::{Answer, CardHolder, Pending};

type UserInfo = UserInfoClaims<CardClaims, CoreGenderClaim>;

/// An issuer that people can sign in with.
pub struct Issuer {
    settings: Settings,
    clock: Clock,
    http: Http,
    provider: Provider,
}

impl Issuer {
    /// An issuer by its settings, trusted where one of these certificate authorities (PEM), or one that is built in, vouches for it; the clock
    /// is the machine's own, for tokens are of the world's time.
    ///
    /// # Errors
    /// [`Error::Unreachable`] where there can be no client for HTTP.
    pub fn new(settings: Settings, clock: Clock, authorities: &[u8]) -> Result<Self, Error> {
        let http = Http::new(authorities).map_err(Error::unreachable)?;
        let provider = Provider::new(settings.issuer.clone(), http.clone(), clock.clone());
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
    /// [`Error::Unreachable`] or [`Error::Unusable`] when the issuer does not say how it works.
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
    /// [`Refusal`] for what does not hold, [`Error::Unreachable`] when the issuer does not answer, [`Error::Unusable`] when it does not do
    /// so as agreed.
    pub async fn finish(&self, pending: Pending, answer: Answer) -> Result<CardHolder, Error> {
        let (code, is_named) = answer.code(&pending, &self.settings.key, &self.settings.issuer)?;
        let metadata = self.provider.metadata().await?;
        let announced = metadata.additional_metadata().additional_metadata.authorization_response_iss_parameter_supported;
        if announced && !is_named {
            return Err(Refusal::NoIssuer.into());
        }
        let client = self.client(&metadata)?;
        let (token, access) = self.exchange(&client, code, pending.verifier).await?;
        let nonce = Nonce::new(pending.nonce);
        let claims = match self.claims(&client, &token, &nonce, &access) {
            Err(Fault::UnknownKey) => {
                let client = self.client(&*self.provider.metadata_again(Asker::Issuer).await?)?;
                self.claims(&client, &token, &nonce, &access)
            }
            known => known,
        };
        let claims = claims.map_err(Error::token)?;
        let info = client.user_info(access, None).map_err(Error::unusable)?;
        let info: UserInfo = info.request_async(&self.http).await.map_err(Error::of_user_info)?;
        self.prove(&claims, &info)?;
        let end_session = self.end_session(&metadata);
        Ok(self.holder(&claims, info, end_session))
    }

    fn end_session(&self, metadata: &Metadata) -> Option<String> {
        let endpoint = metadata.additional_metadata().end_session_endpoint.clone()?;
        // Who we are, and no ID token: that would have to be kept until then.
        let request = LogoutRequest::from(endpoint).set_client_id(ClientId::new(self.settings.client_id.clone()));
        let back = PostLogoutRedirectUrl::from_url(self.settings.signed_out.clone());
        Some(request.set_post_logout_redirect_uri(back).http_get_url().to_string())
    }

    /// Reads a logout token that somebody sent.
    ///
    /// # Errors
    /// [`Refusal::Token`] for one that does not hold; [`Error::Unreachable`] or [`Error::Unusable`] while the issuer does not give its
    /// keys.
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

    fn client(&self, metadata: &Metadata) -> Result<OurClient, Error> {
        let secret = match &self.settings.auth {
            ClientAuth::Secret(secret) => Some(ClientSecret::new(secret.expose_secret().to_owned())),
            ClientAuth::PrivateKeys(_) => None,
        };
        let client = OurClient::from_provider_metadata(metadata.clone(), ClientId::new(self.settings.client_id.clone()), secret);
        Ok(client.set_auth_type(AuthType::RequestBody).set_redirect_uri(RedirectUrl::from_url(self.settings.redirect.clone())))
    }

    async fn exchange(&self, client: &OurClient, code: String, verifier: String) -> Result<(Token, AccessToken), Error> {
        let mut request = client.exchange_code(AuthorizationCode::new(code)).map_err(Error::unusable)?;
        request = request.set_pkce_verifier(PkceCodeVerifier::new(verifier));
        if let ClientAuth::PrivateKeys(keys) = &self.settings.auth
            && let (Some(key), Some(endpoint)) = (keys.first(), client.token_uri())
        {
            let assertion = key.assertion(&self.settings.client_id, endpoint.as_str(), self.clock.now()).map_err(Error::unreachable)?;
            request = request.add_extra_param("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
            request = request.add_extra_param("client_assertion", assertion);
        }
        let answer = request.request_async(&self.http).await.map_err(Error::of_exchange)?;
        // The library reads the word in small letters.
        if *answer.token_type() != CoreTokenType::Bearer {
            return Err(Error::token("the access token is no bearer token"));
        }
        let token = answer.id_token().ok_or_else(|| Error::token("there is no ID token"))?.clone();
        Ok((token, answer.access_token().clone()))
    }

    fn claims(&self, client: &OurClient, token: &Token, nonce: &Nonce, access: &AccessToken) -> Result<Claims, Fault> {
        // Only this one, whatever the issuer's list says: never "none", never a shared secret.
        let verifier = client.id_token_verifier().set_allowed_algs([CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256]);
        let verifier = verifier.set_time_fn(|| self.clock.now());
        let claims = token.claims(&verifier, nonce).map_err(Fault::from)?;
        if let Some(expected) = claims.access_token_hash() {
            let (alg, key) = (token.signing_alg(), token.signing_key(&verifier));
            let hash = alg.ok().zip(key.ok()).and_then(|(alg, key)| AccessTokenHash::from_token(access, alg, key).ok());
            if hash.as_ref() != Some(expected) {
                return Err(Fault::Other("at_hash is of another access token".to_owned()));
            }
        }
        id_token::check(claims, &self.settings.client_id, self.clock.now())?;
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
