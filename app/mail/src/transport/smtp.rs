//! Connections to a mail server. lettre does the talking; here they are opened, kept from one mail to the next, and closed, and each step of
//! the conversation has a time and a meaning of its own.
//!
//! lettre's own pool leaves the delay of small packets on (Nagle's algorithm), and lettre writes the end of a mail apart from the mail: each
//! mail would wait for the server's delayed acknowledgement, 40 ms on Linux.

use std::error::Error as _;
use std::fmt;
use std::io::ErrorKind;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use domain::outbox::Fault;
use lettre::Message;
use lettre::transport::smtp::Error;
use lettre::transport::smtp::authentication::{Credentials, DEFAULT_MECHANISMS};
use lettre::transport::smtp::client::{AsyncSmtpConnection, TlsParameters};
use lettre::transport::smtp::commands::{Data, Mail, Noop, Quit, Rcpt, Rset};
use lettre::transport::smtp::extension::{ClientId, Extension, MailBodyParameter, MailParameter};
use tokio::net::TcpStream;
use tokio::time::timeout;

use super::classify::{Reply, Stage, fault_said, refused};
use super::{Patience, SendError};

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
    pub(super) patience: Patience,
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
        let sent = self.transfer(&mut connection, mail).await;
        // A server that refused a mail with a reply can take the next one. The state of one that went silent is unknown.
        let goes_on = match &sent {
            Ok(()) => true,
            Err(SendError::Refused(Fault::Lost | Fault::Slow, _)) => false,
            Err(_) => matches!(timeout(self.patience.command, connection.command(Rset)).await, Ok(Ok(_))),
        };
        if goes_on {
            self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(connection);
        }
        sent
    }

    async fn transfer(&self, connection: &mut AsyncSmtpConnection, mail: &Message) -> Result<(), SendError> {
        let (envelope, content) = (mail.envelope(), mail.formatted());
        let foreign = envelope.from().into_iter().chain(envelope.to()).any(|address| !AsRef::<str>::as_ref(address).is_ascii());
        let options = options(connection, foreign, content.is_ascii())?;
        let patience = self.patience;
        step(patience.command, Stage::Sender, connection.command(Mail::new(envelope.from().cloned(), options))).await?;
        for recipient in envelope.to() {
            step(patience.command, Stage::Recipient, connection.command(Rcpt::new(recipient.clone(), Vec::new()))).await?;
        }
        let begin = step(patience.command, Stage::Content, connection.command(Data)).await?;
        if u16::from(begin.code()) != 354 {
            return Err(fault_said(Fault::Lost, "it answered DATA out of turn"));
        }
        step(patience.content, Stage::Content, connection.message(&content)).await?;
        Ok(())
    }

    /// A connection that still works: some servers take only so many mails on one. Taken out while it is used, so that a mail that is
    /// given up half-way takes its connection with it.
    async fn waiting(&self) -> Option<AsyncSmtpConnection> {
        loop {
            let mut connection = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop()?;
            if matches!(timeout(self.patience.command, connection.command(Noop)).await, Ok(Ok(_))) {
                return Some(connection);
            }
        }
    }

    /// Says goodbye on every connection that waits.
    pub(super) async fn hang_up(&self) {
        let waiting = std::mem::take(&mut *self.idle.lock().unwrap_or_else(PoisonError::into_inner));
        for mut connection in waiting {
            // The mails are delivered; whether the server hears this changes nothing.
            let _ = timeout(self.patience.command, connection.command(Quit)).await;
        }
    }

    async fn admitted(&self) -> Result<AsyncSmtpConnection, SendError> {
        let hello = ClientId::default();
        let mut connection = self.connected(&hello).await?;
        if let Encryption::Required(tls) = &self.encryption {
            if !connection.can_starttls() {
                return Err(fault_said(Fault::Encryption, "it does not offer STARTTLS"));
            }
            step(self.patience.hello, Stage::Encryption, connection.starttls(tls.clone(), &hello)).await?;
        }
        if let Some(credentials) = &self.credentials {
            step(self.patience.command, Stage::SignIn, connection.auth(DEFAULT_MECHANISMS, credentials)).await?;
        }
        Ok(connection)
    }

    async fn connected(&self, hello: &ClientId) -> Result<AsyncSmtpConnection, SendError> {
        let Patience { connect, hello: greeting, .. } = self.patience;
        let server = (self.host.as_str(), self.port);
        if let Encryption::Wrapped(tls) = &self.encryption {
            // lettre takes no stream of ours for this one, so here the delay stays, and all of it is one step.
            let connecting = AsyncSmtpConnection::connect_tokio1(server, None, hello, Some(tls.clone()), None);
            return step(connect + greeting, Stage::Hello, connecting).await;
        }
        let unreachable = |error: std::io::Error| fault_said(Fault::Connect, &error.to_string());
        let stream = timeout(connect, opened(server)).await.map_err(|_| slow(Fault::Connect, connect))?.map_err(unreachable)?;
        step(greeting, Stage::Hello, AsyncSmtpConnection::connect_with_transport(Box::new(stream), hello)).await
    }
}

/// A stream that sends what is small at once.
async fn opened(server: (&str, u16)) -> std::io::Result<TcpStream> {
    let stream = TcpStream::connect(server).await?;
    stream.set_nodelay(true)?;
    Ok(stream)
}

/// What goes with MAIL FROM; an error where this server cannot take the mail.
fn options(connection: &AsyncSmtpConnection, foreign_addresses: bool, ascii: bool) -> Result<Vec<MailParameter>, SendError> {
    let offers = |extension, what: &str| {
        let temporary = || SendError::Temporary(format!("the mail server does not take {what}"));
        connection.server_info().supports_feature(extension).then_some(()).ok_or_else(temporary)
    };
    let mut options = Vec::new();
    if foreign_addresses {
        offers(Extension::SmtpUtfEight, "addresses in other letters than ASCII")?;
        options.push(MailParameter::SmtpUtfEight);
    }
    if !ascii {
        offers(Extension::EightBitMime, "mail in other letters than ASCII")?;
        options.push(MailParameter::Body(MailBodyParameter::EightBitMime));
    }
    Ok(options)
}

/// One step of the conversation, within its time.
async fn step<T>(limit: Duration, stage: Stage, work: impl Future<Output = Result<T, Error>>) -> Result<T, SendError> {
    match timeout(limit, work).await {
        Ok(done) => done.map_err(|error| failed(stage, &error)),
        // Half-way through a mail it may be about this one alone.
        Err(_) if matches!(stage, Stage::Sender | Stage::Recipient | Stage::Content) => Err(slow(Fault::Slow, limit)),
        Err(_) => Err(slow(stage.fault(), limit)),
    }
}

fn slow(fault: Fault, limit: Duration) -> SendError {
    fault_said(fault, &format!("no answer after {} seconds", limit.as_secs()))
}

/// The meaning of what lettre came back with.
fn failed(stage: Stage, error: &Error) -> SendError {
    let words = error.source().map(ToString::to_string).unwrap_or_default();
    if let Some(code) = error.status() {
        return refused(stage, &Reply::new(code.into(), &words));
    }
    let fault = match (io_cause(error), stage) {
        (Some((ErrorKind::InvalidData, text)), _) if text.contains("certificate") => Fault::Certificate,
        (Some((ErrorKind::InvalidData, _)), Stage::Hello) => Fault::Encryption,
        (_, Stage::Sender | Stage::Recipient | Stage::Content) => Fault::Lost,
        // Before anything was said, unless it was something that SMTP does not know.
        (_, Stage::Hello) if !error.is_response() => Fault::Connect,
        (_, stage) => stage.fault(),
    };
    fault_said(fault, &io_cause(error).map_or(words, |(_, text)| text))
}

/// The kind and words of the socket's error, where it is one. rustls says what it finds wrong as invalid data.
fn io_cause(error: &Error) -> Option<(ErrorKind, String)> {
    let mut source = error.source();
    while let Some(cause) = source {
        if let Some(io) = cause.downcast_ref::<std::io::Error>() {
            return Some((io.kind(), io.to_string()));
        }
        source = cause.source();
    }
    None
}

impl From<Smtp> for super::Transport {
    fn from(smtp: Smtp) -> Self {
        Self::Smtp(Arc::new(smtp))
    }
}

#[cfg(test)]
mod tests {
    #[tokio::test]
    async fn no_mail_waits_for_a_delayed_acknowledgement() {
        let server = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let stream = super::opened(("127.0.0.1", server.local_addr().unwrap().port())).await.unwrap();
        assert!(stream.nodelay().unwrap());
    }
}
