//! What the server was told to do, and what reached it.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// How the server answers a mail.
#[derive(Clone, Copy, Debug, Default)]
pub enum Answer {
    /// Takes it.
    #[default]
    Accept,
    /// Takes it after a while.
    AcceptAfter(Duration),
    /// Refuses the recipient with these words, e.g. `550 5.1.1 no such user`.
    RefuseRecipient(&'static str),
    /// Refuses the content with these words.
    RefuseContent(&'static str),
    /// Takes the content, and hangs up instead of saying so.
    HangUpAfterData,
    /// Takes the content, and says nothing more.
    NeverAnswer,
}

/// A place in the conversation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum At {
    /// When somebody connects.
    Greeting,
    /// `EHLO`.
    Hello,
    /// `STARTTLS`.
    StartTls,
    /// `AUTH`.
    SignIn,
    /// `MAIL FROM`.
    Sender,
    /// `RCPT TO`.
    Recipient,
    Data,
    /// The end of the mail.
    Content,
}

/// When a server's conversations are encrypted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encrypted {
    /// By STARTTLS.
    OnRequest,
    /// From the first byte on.
    FromTheStart,
}

/// A mail whose content reached the server, whatever it answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Received {
    /// The address after `RCPT TO:`.
    pub to: String,
    /// The mail, lines ending in `\n`, dots unstuffed.
    pub mail: String,
}

impl Received {
    /// The value of a header on one line.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        let headers = self.mail.split("\n\n").next().unwrap_or_default();
        headers.lines().find_map(|line| line.split_once(": ").filter(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value))
    }
}

#[derive(Debug, Default)]
pub(super) struct State {
    pub(super) next: VecDeque<Answer>,
    pub(super) otherwise: Answer,
    /// What is said in the place of the usual; nothing at all where there are no words.
    pub(super) said: BTreeMap<At, Option<&'static str>>,
    pub(super) received: Vec<Received>,
    pub(super) conversations: usize,
    pub(super) recipients: usize,
    pub(super) silences: usize,
}

pub(super) fn lock(state: &Mutex<State>) -> MutexGuard<'_, State> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}
