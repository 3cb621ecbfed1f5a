//! The server.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio_rustls::TlsAcceptor;

use super::state::{Answer, At, Encrypted, Received, State, lock};
use super::{Authority, conversation};

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
        let task = tokio::spawn(conversation::serve(listener, Arc::clone(&state), tls));
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

impl Sink {
    /// Stops it: when this returns, nobody listens at its address.
    pub async fn close(mut self) {
        self.task.abort();
        let _ = (&mut self.task).await;
    }
}

impl Drop for Sink {
    fn drop(&mut self) {
        self.task.abort();
    }
}
