//! The ways by which a mail leaves.

mod classify;
mod file;
mod smtp;
mod url;

use std::collections::VecDeque;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use domain::outbox::Fault;
use lettre::Message;

pub use smtp::Smtp;
pub use url::UrlError;

/// Why a mail did not leave. The words hold no address.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SendError {
    /// It never will: its recipient is not to be had, or it cannot be built.
    #[error("{0}")]
    Permanent(String),
    /// Not now, for a reason of the recipient's or one that is not said.
    #[error("{0}")]
    Temporary(String),
    /// The server refuses it for a reason that is about the server or about us, or cannot be reached: it is kept and tried again.
    #[error("{1}")]
    Refused(Fault, String),
}

/// How long each step of a conversation with a mail server may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Patience {
    pub connect: Duration,
    /// The greeting and the answer to EHLO; the handshake of STARTTLS.
    pub hello: Duration,
    /// Each command's answer.
    pub command: Duration,
    /// The mail itself, until the server says that it has it.
    pub content: Duration,
}

impl Default for Patience {
    /// Less than RFC 5321 (4.5.3.2) gives a relay, which nobody waits for: a sign-in link runs out after a quarter of an hour.
    fn default() -> Self {
        let [connect, hello, command, content] = [10, 20, 20, 45].map(Duration::from_secs);
        Self { connect, hello, command, content }
    }
}

/// How to talk to a mail server.
#[derive(Clone, Copy, Debug, Default)]
pub struct Manner<'a> {
    /// Certificate authorities to trust beside those that are built in, as PEM.
    pub authorities: &'a [u8],
    /// How long each step may take.
    pub patience: Patience,
}

/// A way by which mails leave.
#[derive(Clone, Debug)]
pub enum Transport {
    /// Over SMTP, on connections that are kept until [`Transport::rest`].
    Smtp(Arc<Smtp>),
    /// Into a folder, one `.eml` file each.
    File(PathBuf),
    /// Into memory.
    Memory(Memory),
}

/// Mails that were sent into memory; the last [`Memory::KEPT`] of them.
#[derive(Clone, Debug, Default)]
pub struct Memory {
    mails: Arc<Mutex<VecDeque<String>>>,
}

impl Memory {
    /// How many mails are kept.
    pub const KEPT: usize = 1_000;

    /// The mails as they would go over the wire, oldest first.
    #[must_use]
    pub fn mails(&self) -> Vec<String> {
        self.mails.lock().unwrap_or_else(PoisonError::into_inner).iter().cloned().collect()
    }

    fn keep(&self, mail: &Message) {
        let mut mails = self.mails.lock().unwrap_or_else(PoisonError::into_inner);
        if mails.len() == Self::KEPT {
            mails.pop_front();
        }
        mails.push_back(String::from_utf8_lossy(&mail.formatted()).into_owned());
    }
}

impl Transport {
    /// How many mails may be under way at once.
    pub const CONNECTIONS: usize = 8;

    /// The transport that an address names: `smtp://host` (port 25, never encrypted), `smtps://user:password@host` (port 465, TLS),
    /// `smtp+starttls://user:password@host` (port 587, TLS from the start of the conversation on) or `file://folder`.
    ///
    /// # Errors
    /// In one sentence, without the address, which may hold a password.
    pub fn from_url(address: &str) -> Result<Self, UrlError> {
        Self::from_url_with(address, &Manner::default())
    }

    /// As [`Transport::from_url`], in this manner.
    ///
    /// # Errors
    /// As [`Transport::from_url`].
    pub fn from_url_with(address: &str, manner: &Manner<'_>) -> Result<Self, UrlError> {
        url::transport(address, manner)
    }

    /// A transport into memory, and the memory.
    #[must_use]
    pub fn memory() -> (Self, Memory) {
        let memory = Memory::default();
        (Self::Memory(memory.clone()), memory)
    }

    /// Sends one mail.
    ///
    /// # Errors
    /// A [`SendError`]; except for [`SendError::Permanent`] it may have arrived all the same.
    pub async fn send(&self, mail: Message) -> Result<(), SendError> {
        match self {
            Self::Smtp(smtp) => smtp.send(&mail).await,
            Self::File(folder) => file::write(folder, &mail).await,
            Self::Memory(memory) => {
                memory.keep(&mail);
                Ok(())
            }
        }
    }

    /// Closes the connections that wait for another mail: there is none for now.
    pub async fn rest(&self) {
        if let Self::Smtp(smtp) = self {
            smtp.hang_up().await;
        }
    }
}
