//! The ways by which a mail leaves.

mod classify;
mod file;
mod smtp;
mod url;

use std::collections::VecDeque;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use lettre::Message;

pub use smtp::Smtp;
pub use url::UrlError;

/// Why a mail did not leave.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SendError {
    /// It never will: refused for good (SMTP 5xx), or it cannot be built.
    #[error("{0}")]
    Permanent(String),
    /// Not now: refused for the time being (SMTP 4xx).
    #[error("{0}")]
    Temporary(String),
    /// The server cannot be reached or does not let this program in: it is not about this mail, so others need not be tried now.
    #[error("{0}")]
    Unreachable(String),
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
        url::transport(address)
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
