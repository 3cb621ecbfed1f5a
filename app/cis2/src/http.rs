//! The one way in which an issuer is asked: whatever it answers is read up to a limit.

use std::pin::Pin;
use std::time::Duration;

use openidconnect::{AsyncHttpClient, HttpRequest, HttpResponse, http};

/// The longest answer that is read, in bytes. What issuers publish and tell of a person is some thousands.
const LONGEST: usize = 1_000_000;
/// For how long an answer is waited for.
const PATIENCE: Duration = Duration::from_secs(10);

/// Asks over HTTP.
#[derive(Clone, Debug)]
pub struct Http(reqwest::Client);

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
pub enum HttpError {
    /// Nobody answers, or not to the end.
    #[error("no answer came")]
    Connection(#[from] reqwest::Error),
    /// It says that it is out of order (5xx), whatever else it says: its words may look like an answer to what was asked.
    #[error("it is out of order: {0}")]
    OutOfOrder(http::StatusCode),
    /// More comes than is read.
    #[error("the answer is longer than {LONGEST} bytes")]
    TooLong,
    /// It cannot be put into the form that the library wants.
    #[error("the answer has no form")]
    Form(#[from] http::Error),
}

impl HttpError {
    /// Whether the issuer is away: it may be asked again.
    pub fn is_away(&self) -> bool {
        match self {
            Self::Connection(_) | Self::OutOfOrder(_) => true,
            Self::TooLong | Self::Form(_) => false,
        }
    }
}

impl Http {
    /// Trusts these authorities (PEM) beside those that are built in.
    pub fn new(authorities: &[u8]) -> Result<Self, reqwest::Error> {
        // No redirects: the issuer's own addresses are known, and a redirect could lead into our network.
        let mut client = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).timeout(PATIENCE);
        for authority in reqwest::Certificate::from_pem_bundle(authorities)? {
            client = client.add_root_certificate(authority);
        }
        client.build().map(Self)
    }

    /// Asks for an answer. A server error from the issuer counts as no answer.
    async fn ask(&self, request: HttpRequest) -> Result<HttpResponse, HttpError> {
        let mut response = self.0.execute(request.try_into()?).await?;
        if response.status().is_server_error() {
            return Err(HttpError::OutOfOrder(response.status()));
        }
        let mut answer = http::Response::builder().status(response.status()).version(response.version());
        for (name, value) in response.headers() {
            answer = answer.header(name, value);
        }
        // Counted as it comes: what the issuer says of its length need not be so.
        let mut body = Vec::new();
        while let Some(piece) = response.chunk().await? {
            if body.len() + piece.len() > LONGEST {
                return Err(HttpError::TooLong);
            }
            body.extend_from_slice(&piece);
        }
        Ok(answer.body(body)?)
    }
}

impl<'c> AsyncHttpClient<'c> for Http {
    type Error = HttpError;
    type Future = Pin<Box<dyn Future<Output = Result<HttpResponse, HttpError>> + Send + 'c>>;

    fn call(&'c self, request: HttpRequest) -> Self::Future {
        Box::pin(self.ask(request))
    }
}
