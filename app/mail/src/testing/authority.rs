//! A certificate authority that nobody knows but the test.

use std::sync::Arc;

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::PrivatePkcs8KeyDer;

/// The authority, with a server's certificate of it for `localhost` and `127.0.0.1`.
pub struct Authority {
    issuer: CertifiedIssuer<'static, KeyPair>,
    /// The server's certificate, as PEM.
    pub server_pem: String,
    /// The server's key, as PEM.
    pub server_key_pem: String,
    acceptor: TlsAcceptor,
}

impl Authority {
    /// Makes one.
    ///
    /// # Panics
    /// When no certificate can be made.
    #[must_use]
    pub fn new() -> Self {
        let mut own = CertificateParams::new(Vec::new()).expect("no names");
        own.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let issuer = CertifiedIssuer::self_signed(own, KeyPair::generate().expect("a key")).expect("an authority");
        let key = KeyPair::generate().expect("a key");
        let names = ["localhost", "127.0.0.1"].map(str::to_owned);
        let server = CertificateParams::new(names).expect("two names").signed_by(&key, &issuer).expect("a certificate");
        let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .expect("versions of TLS")
            .with_no_client_auth()
            .with_single_cert(vec![server.der().clone()], PrivatePkcs8KeyDer::from(key.serialize_der()).into())
            .expect("a key that fits");
        let acceptor = TlsAcceptor::from(Arc::new(config));
        Self { issuer, server_pem: server.pem(), server_key_pem: key.serialize_pem(), acceptor }
    }

    /// The authority's own certificate, as PEM: who has it trusts the server.
    #[must_use]
    pub fn pem(&self) -> String {
        self.issuer.pem()
    }

    /// The server's side of a handshake.
    #[must_use]
    pub fn acceptor(&self) -> TlsAcceptor {
        self.acceptor.clone()
    }
}

impl Default for Authority {
    fn default() -> Self {
        Self::new()
    }
}
