//! The server.

use std::collections::{BTreeMap, VecDeque};
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio_rustls::TlsAcceptor;

use super::{Authority, talk};

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
    /// `DATA`.
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

/// A running server; it stops when dropped.
#[derive(Debug)]
pub struct Sink {
    address: SocketAddr,
    scheme: &'static str,
    state: Arc<Mutex<State>>,
    task: JoinHandle<()>,
}

impl Sink {
    /// Starts a server on a free port of this machine that takes every mail.
    ///
    /// # Panics
    /// When no port can be had.
    pub async fn start() -> Self {
        Self::on("127.0.0.1:0".parse().expect("an address")).await
    }

    /// Starts a server on `address`.
    ///
    /// # Panics
    /// When it is not free.
    pub async fn on(address: SocketAddr) -> Self {
        Self::listening(address, "smtp", None).await
    }

    /// Starts a server on a free port that shows a certificate of `authority`.
    ///
    /// # Panics
    /// When no port can be had.
    pub async fn encrypted(when: Encrypted, authority: &Authority) -> Self {
        let scheme = if when == Encrypted::OnRequest { "smtp+starttls" } else { "smtps" };
        Self::listening("127.0.0.1:0".parse().expect("an address"), scheme, Some((when, authority.acceptor()))).await
    }

    async fn listening(address: SocketAddr, scheme: &'static str, tls: Option<(Encrypted, TlsAcceptor)>) -> Self {
        let listener = TcpListener::bind(address).await.expect("a free port");
        let address = listener.local_addr().expect("a bound socket");
        let state = Arc::new(Mutex::new(State::default()));
        let task = tokio::spawn(talk::serve(listener, Arc::clone(&state), tls));
        Self { address, scheme, state, task }
    }

    /// `smtp://127.0.0.1:port`, or another scheme where the server encrypts.
    #[must_use]
    pub fn url(&self) -> String {
        format!("{}://{}", self.scheme, self.address)
    }

    /// The same with a name and a password to sign in with.
    #[must_use]
    pub fn url_with_password(&self) -> String {
        format!("{}://sam:hunter2@{}", self.scheme, self.address)
    }

    /// How the next mails are answered, in order.
    pub fn answer_next(&self, answers: impl IntoIterator<Item = Answer>) {
        lock(&self.state).next.extend(answers);
    }

    /// How every other mail is answered.
    pub fn answer_always(&self, answer: Answer) {
        lock(&self.state).otherwise = answer;
    }

    /// What is said at a place of every conversation from now on, instead of what is usual there.
    pub fn say(&self, at: At, words: &'static str) {
        lock(&self.state).said.insert(at, Some(words));
    }

    /// Nothing is said at a place of every conversation from now on: whoever waits there waits for ever.
    pub fn fall_silent(&self, at: At) {
        lock(&self.state).said.insert(at, None);
    }

    /// All is said as usual again.
    pub fn be_usual(&self) {
        lock(&self.state).said.clear();
    }

    /// The mails that came, oldest first.
    #[must_use]
    pub fn received(&self) -> Vec<Received> {
        lock(&self.state).received.clone()
    }

    /// How many mails came.
    #[must_use]
    pub fn count(&self) -> usize {
        lock(&self.state).received.len()
    }

    /// How many connections were made.
    #[must_use]
    pub fn conversations(&self) -> usize {
        lock(&self.state).conversations
    }

    /// How often it fell silent where it was told to.
    #[must_use]
    pub fn silences(&self) -> usize {
        lock(&self.state).silences
    }

    /// How many recipients were named, whether they were taken or not.
    #[must_use]
    pub fn recipients(&self) -> usize {
        lock(&self.state).recipients
    }
}

impl Drop for Sink {
    fn drop(&mut self) {
        self.task.abort();
    }
}

pub(super) fn lock(state: &Mutex<State>) -> MutexGuard<'_, State> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}
