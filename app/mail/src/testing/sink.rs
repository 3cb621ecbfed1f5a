//! The server.

use std::collections::VecDeque;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

/// How the server answers a mail.
#[derive(Clone, Copy, Debug, Default)]
pub enum Answer {
    /// Takes it.
    #[default]
    Accept,
    /// Takes it after a while.
    AcceptAfter(Duration),
    /// Refuses the recipient with this code, e.g. 450 or 550.
    RefuseRecipient(u16),
    /// Refuses the content with this code.
    RefuseContent(u16),
    /// Takes the content, and hangs up instead of saying so.
    HangUpAfterData,
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
struct State {
    next: VecDeque<Answer>,
    otherwise: Answer,
    received: Vec<Received>,
    conversations: usize,
}

/// A running server; it stops when dropped.
#[derive(Debug)]
pub struct Sink {
    address: SocketAddr,
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
        let listener = TcpListener::bind(address).await.expect("a free port");
        let address = listener.local_addr().expect("a bound socket");
        let state = Arc::new(Mutex::new(State::default()));
        let task = tokio::spawn(serve(listener, Arc::clone(&state)));
        Self { address, state, task }
    }

    /// `smtp://127.0.0.1:port`.
    #[must_use]
    pub fn url(&self) -> String {
        format!("smtp://{}", self.address)
    }

    /// How the next mails are answered, in order.
    pub fn answer_next(&self, answers: impl IntoIterator<Item = Answer>) {
        lock(&self.state).next.extend(answers);
    }

    /// How every other mail is answered.
    pub fn answer_always(&self, answer: Answer) {
        lock(&self.state).otherwise = answer;
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
}

impl Drop for Sink {
    fn drop(&mut self) {
        self.task.abort();
    }
}

fn lock(state: &Mutex<State>) -> MutexGuard<'_, State> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}

async fn serve(listener: TcpListener, state: Arc<Mutex<State>>) {
    let mut conversations = tokio::task::JoinSet::new();
    while let Ok((stream, _)) = listener.accept().await {
        let _ = stream.set_nodelay(true);
        let state = Arc::clone(&state);
        lock(&state).conversations += 1;
        // A client that goes away is no fault of the server's.
        conversations.spawn(async move { converse(stream, &state).await.unwrap_or_default() });
        while conversations.try_join_next().is_some() {}
    }
}

async fn converse(stream: TcpStream, state: &Mutex<State>) -> std::io::Result<()> {
    let (reader, mut writer) = stream.into_split();
    let (mut lines, mut recipient, mut answer) = (BufReader::new(reader), String::new(), Answer::Accept);
    say(&mut writer, "220 sink").await?;
    loop {
        let mut line = String::new();
        if lines.read_line(&mut line).await? == 0 {
            return Ok(());
        }
        let verb = line.get(..4).unwrap_or_default().to_ascii_uppercase();
        match verb.as_str() {
            "EHLO" | "HELO" => say(&mut writer, "250-sink\r\n250-8BITMIME\r\n250 SMTPUTF8").await?,
            "MAIL" => {
                answer = next_answer(state);
                say(&mut writer, "250 go on").await?;
            }
            "RCPT" => {
                recipient = line.split(['<', '>']).nth(1).unwrap_or_default().to_owned();
                match answer {
                    Answer::RefuseRecipient(code) => say(&mut writer, &format!("{code} not this one")).await?,
                    _ => say(&mut writer, "250 go on").await?,
                }
            }
            "DATA" => {
                say(&mut writer, "354 go on").await?;
                let mail = content(&mut lines).await?;
                lock(state).received.push(Received { to: recipient.clone(), mail });
                match answer {
                    Answer::HangUpAfterData => return Ok(()),
                    Answer::RefuseContent(code) => say(&mut writer, &format!("{code} not this one")).await?,
                    Answer::AcceptAfter(pause) => {
                        tokio::time::sleep(pause).await;
                        say(&mut writer, "250 taken").await?;
                    }
                    _ => say(&mut writer, "250 taken").await?,
                }
            }
            "RSET" | "NOOP" => say(&mut writer, "250 done").await?,
            "QUIT" => return say(&mut writer, "221 goodbye").await,
            _ => say(&mut writer, "502 unknown").await?,
        }
    }
}

fn next_answer(state: &Mutex<State>) -> Answer {
    let mut state = lock(state);
    state.next.pop_front().unwrap_or(state.otherwise)
}

async fn say(writer: &mut OwnedWriteHalf, line: &str) -> std::io::Result<()> {
    writer.write_all(format!("{line}\r\n").as_bytes()).await
}

async fn content(lines: &mut BufReader<OwnedReadHalf>) -> std::io::Result<String> {
    let mut mail = String::new();
    loop {
        let mut line = String::new();
        if lines.read_line(&mut line).await? == 0 {
            return Err(std::io::ErrorKind::UnexpectedEof.into());
        }
        match line.trim_end_matches(['\r', '\n']) {
            "." => return Ok(mail),
            line => {
                mail.push_str(line.strip_prefix('.').unwrap_or(line));
                mail.push('\n');
            }
        }
    }
}
