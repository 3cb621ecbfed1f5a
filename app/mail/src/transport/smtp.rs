//! Connections to a mail server. lettre does the talking; here they are opened, kept from one mail to the next, and closed.
//!
//! lettre's own pool leaves the delay of small packets on (Nagle's algorithm), and lettre writes the end of a mail apart from the mail: each
//! mail would wait for the server's delayed acknowledgement, 40 ms on Linux.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use lettre::Message;
use lettre::transport::smtp::Error;
use lettre::transport::smtp::authentication::{Credentials, DEFAULT_MECHANISMS};
use lettre::transport::smtp::client::{AsyncSmtpConnection, TlsParameters};
use lettre::transport::smtp::extension::ClientId;
use tokio::net::TcpStream;

use super::{SendError, classify};

/// How long the server may take to let this program in.
const ADMISSION: Duration = Duration::from_secs(30);

/// When a connection is encrypted.
#[derive(Clone)]
pub(super) enum Encryption {
    Never,
    /// By STARTTLS, or no mail is sent.
    Required(TlsParameters),
    /// From the first byte on.
    Wrapped(TlsParameters),
}

/// A mail server, and the connections to it that wait for the next mail.
pub struct Smtp {
    pub(super) host: String,
    pub(super) port: u16,
    pub(super) encryption: Encryption,
    pub(super) credentials: Option<Credentials>,
    pub(super) idle: Mutex<Vec<AsyncSmtpConnection>>,
}

impl fmt::Debug for Smtp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Smtp").field("host", &self.host).field("port", &self.port).finish_non_exhaustive()
    }
}

impl Smtp {
    pub(super) async fn send(&self, mail: &Message) -> Result<(), SendError> {
        let mut connection = match self.waiting().await {
            Some(connection) => connection,
            None => self.admitted().await?,
        };
        let sent = connection.send(mail.envelope(), &mail.formatted()).await;
        if !connection.has_broken() {
            self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(connection);
        }
        sent.map(|_| ()).map_err(|error| classify::smtp(&error))
    }

    /// A connection that still works: some servers take only so many mails on one. Taken out while it is used, so that a mail that is
    /// given up half-way takes its connection with it.
    async fn waiting(&self) -> Option<AsyncSmtpConnection> {
        loop {
            let mut connection = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop()?;
            let works = tokio::time::timeout(ADMISSION, connection.test_connected()).await;
            if works.unwrap_or(false) {
                return Some(connection);
            }
        }
    }

    /// Says goodbye on every connection that waits.
    pub(super) async fn hang_up(&self) {
        let waiting = std::mem::take(&mut *self.idle.lock().unwrap_or_else(PoisonError::into_inner));
        for mut connection in waiting {
            // The mails are delivered; whether the server hears this changes nothing.
            let _ = tokio::time::timeout(ADMISSION, connection.quit()).await;
        }
    }

    async fn admitted(&self) -> Result<AsyncSmtpConnection, SendError> {
        let slow = |_| SendError::Unreachable("the mail server did not answer in time".to_owned());
        tokio::time::timeout(ADMISSION, self.connect()).await.map_err(slow)?
    }

    async fn connect(&self) -> Result<AsyncSmtpConnection, SendError> {
        let error = |error: Error| classify::smtp(&error);
        let (hello, server) = (ClientId::default(), (self.host.as_str(), self.port));
        let mut connection = if let Encryption::Wrapped(tls) = &self.encryption {
            // lettre takes no stream of ours for this one, so here the delay stays.
            AsyncSmtpConnection::connect_tokio1(server, None, &hello, Some(tls.clone()), None).await.map_err(error)?
        } else {
            let stream = TcpStream::connect(server).await.map_err(unreachable)?;
            stream.set_nodelay(true).map_err(unreachable)?;
            AsyncSmtpConnection::connect_with_transport(Box::new(stream), &hello).await.map_err(error)?
        };
        if let Encryption::Required(tls) = &self.encryption {
            connection.starttls(tls.clone(), &hello).await.map_err(error)?;
        }
        if let Some(credentials) = &self.credentials {
            connection.auth(DEFAULT_MECHANISMS, credentials).await.map_err(error)?;
        }
        Ok(connection)
    }
}

fn unreachable(error: std::io::Error) -> SendError {
    SendError::Unreachable(format!("the mail server cannot be reached: {error}"))
}

impl From<Smtp> for super::Transport {
    fn from(smtp: Smtp) -> Self {
        Self::Smtp(Arc::new(smtp))
    }
}
