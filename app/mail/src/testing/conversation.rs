//! The server's side of a conversation.

use std::io::{Error, ErrorKind, Result};
use std::sync::{Arc, Mutex};

use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncWrite, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;
use tokio_rustls::TlsAcceptor;

use super::state::{Answer, At, Encrypted, Received, State, lock};

trait Stream: AsyncRead + AsyncWrite + Send + Unpin {}
impl<T: AsyncRead + AsyncWrite + Send + Unpin> Stream for T {}

pub(super) async fn serve(listener: TcpListener, state: Arc<Mutex<State>>, tls: Option<(Encrypted, TlsAcceptor)>) {
    let mut conversations = JoinSet::new();
    while let Ok((stream, _)) = listener.accept().await {
        let _ = stream.set_nodelay(true);
        let (state, tls) = (Arc::clone(&state), tls.clone());
        lock(&state).conversations += 1;
        // A client that goes away is no fault of the server's.
        conversations.spawn(async move { converse(stream, &state, tls).await.unwrap_or_default() });
        while conversations.try_join_next().is_some() {}
    }
}

async fn converse(stream: TcpStream, state: &Mutex<State>, tls: Option<(Encrypted, TlsAcceptor)>) -> Result<()> {
    let (stream, upgrade): (Box<dyn Stream>, _) = match tls {
        Some((Encrypted::FromTheStart, acceptor)) => (Box::new(acceptor.accept(stream).await?), None),
        Some((Encrypted::OnRequest, acceptor)) => (Box::new(stream), Some(acceptor)),
        None => (Box::new(stream), None),
    };
    let mut talk = Talk { stream: BufReader::new(stream), state, upgrade, recipient: String::new(), answer: Answer::Accept };
    talk.say(At::Greeting, "220 sink").await?;
    while let Some(line) = talk.line().await? {
        if !talk.answer(line.trim_end()).await? {
            break;
        }
    }
    Ok(())
}

struct Talk<'a> {
    stream: BufReader<Box<dyn Stream>>,
    state: &'a Mutex<State>,
    /// While STARTTLS may still be asked for.
    upgrade: Option<TlsAcceptor>,
    recipient: String,
    answer: Answer,
}

impl Talk<'_> {
    /// Answers one line; false ends the conversation.
    async fn answer(&mut self, line: &str) -> Result<bool> {
        match line.get(..4).unwrap_or_default().to_ascii_uppercase().as_str() {
            "EHLO" | "HELO" => {
                let starttls = if self.upgrade.is_some() { "250-STARTTLS\r\n" } else { "" };
                self.say(At::Hello, &format!("250-sink\r\n{starttls}250-8BITMIME\r\n250-AUTH PLAIN\r\n250 SMTPUTF8")).await?;
            }
            "STAR" => self.start_tls().await?,
            "AUTH" => self.say(At::SignIn, "235 2.7.0 come in").await?,
            "MAIL" => {
                self.answer = next_answer(self.state);
                self.say(At::Sender, "250 go on").await?;
            }
            "RCPT" => {
                line.split(['<', '>']).nth(1).unwrap_or_default().clone_into(&mut self.recipient);
                lock(self.state).recipients += 1;
                let words = if let Answer::RefuseRecipient(words) = self.answer { words } else { "250 go on" };
                self.say(At::Recipient, words).await?;
            }
            "DATA" => return self.data().await,
            "RSET" | "NOOP" => self.write("250 done").await?,
            "QUIT" => {
                self.write("221 goodbye").await?;
                return Ok(false);
            }
            _ => self.write("502 unknown").await?,
        }
        Ok(true)
    }

    async fn start_tls(&mut self) -> Result<()> {
        let Some(acceptor) = self.upgrade.take() else { return self.write("502 unknown").await };
        self.say(At::StartTls, "220 go on").await?;
        let plain = std::mem::replace(&mut self.stream, BufReader::new(Box::new(tokio::io::empty())));
        self.stream = BufReader::new(Box::new(acceptor.accept(plain.into_inner()).await?));
        Ok(())
    }

    async fn data(&mut self) -> Result<bool> {
        let refused = matches!(lock(self.state).said.get(&At::Data), Some(Some(_)));
        self.say(At::Data, "354 go on").await?;
        if refused {
            return Ok(true);
        }
        let mail = self.content().await?;
        lock(self.state).received.push(Received { to: self.recipient.clone(), mail });
        match self.answer {
            Answer::HangUpAfterData => return Ok(false),
            Answer::NeverAnswer => std::future::pending().await,
            Answer::RefuseContent(words) => self.say(At::Content, words).await?,
            Answer::AcceptAfter(pause) => {
                tokio::time::sleep(pause).await;
                self.say(At::Content, "250 taken").await?;
            }
            Answer::Accept | Answer::RefuseRecipient(_) => self.say(At::Content, "250 taken").await?,
        }
        Ok(true)
    }

    async fn content(&mut self) -> Result<String> {
        let mut mail = String::new();
        loop {
            let line = self.line().await?.ok_or_else(|| Error::from(ErrorKind::UnexpectedEof))?;
            match line.trim_end_matches(['\r', '\n']) {
                "." => return Ok(mail),
                line => {
                    mail.push_str(line.strip_prefix('.').unwrap_or(line));
                    mail.push('\n');
                }
            }
        }
    }

    async fn line(&mut self) -> Result<Option<String>> {
        let mut line = String::new();
        Ok((self.stream.read_line(&mut line).await? > 0).then_some(line))
    }

    /// Says what was told to be said at this place, or else what is usual.
    async fn say(&mut self, at: At, usual: &str) -> Result<()> {
        let told = lock(self.state).said.get(&at).copied();
        match told {
            Some(Some(words)) => self.write(words).await,
            Some(None) => {
                lock(self.state).silences += 1;
                std::future::pending().await
            }
            None => self.write(usual).await,
        }
    }

    async fn write(&mut self, words: &str) -> Result<()> {
        self.stream.write_all(format!("{words}\r\n").as_bytes()).await?;
        self.stream.flush().await
    }
}

fn next_answer(state: &Mutex<State>) -> Answer {
    let mut state = lock(state);
    state.next.pop_front().unwrap_or(state.otherwise)
}
