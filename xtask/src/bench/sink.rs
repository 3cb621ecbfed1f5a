//! A mail server that takes everything and keeps nothing but the count.

use std::{
    io::{BufRead, BufReader, Write},
    net::{Ipv4Addr, TcpListener, TcpStream},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
};

use anyhow::Result;

/// A running sink. Its threads end with this process.
pub struct Sink {
    port: u16,
    taken: Arc<AtomicUsize>,
}

impl Sink {
    pub fn start() -> Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        let sink = Self { port: listener.local_addr()?.port(), taken: Arc::default() };
        let taken = Arc::clone(&sink.taken);
        thread::spawn(move || {
            for connection in listener.incoming().flatten() {
                let taken = Arc::clone(&taken);
                // A sender that hangs up half-way is no concern of ours.
                thread::spawn(move || talk(connection, &taken));
            }
        });
        Ok(sink)
    }

    /// Its address, as the setting `smtp_url` takes it.
    pub fn address(&self) -> String {
        format!("smtp://127.0.0.1:{}", self.port)
    }

    /// How many mails it has taken.
    pub fn taken(&self) -> usize {
        self.taken.load(Ordering::SeqCst)
    }
}

fn talk(connection: TcpStream, taken: &AtomicUsize) -> Result<()> {
    connection.set_nodelay(true)?;
    let mut answers = connection.try_clone()?;
    let mut lines = BufReader::new(connection);
    answers.write_all(b"220 sink\r\n")?;
    let mut line = String::new();
    let mut in_mail = false;
    loop {
        line.clear();
        if lines.read_line(&mut line)? == 0 {
            return Ok(());
        }
        if in_mail {
            if line == ".\r\n" {
                in_mail = false;
                taken.fetch_add(1, Ordering::SeqCst);
                answers.write_all(b"250 taken\r\n")?;
            }
            continue;
        }
        let word = line.split_whitespace().next().unwrap_or_default().to_ascii_uppercase();
        in_mail = word == "DATA";
        match word.as_str() {
            "DATA" => answers.write_all(b"354 go on\r\n")?,
            "QUIT" => return Ok(answers.write_all(b"221 bye\r\n")?),
            _ => answers.write_all(b"250 yes\r\n")?,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mail_with_a_dot_in_it_is_one_mail() {
        let sink = Sink::start().unwrap();
        let mut client = TcpStream::connect((Ipv4Addr::LOCALHOST, sink.port)).unwrap();
        client.write_all(b"EHLO x\r\nMAIL FROM:<a@b>\r\nRCPT TO:<c@d>\r\nDATA\r\nSubject: x\r\n\r\nQUIT\r\n..\r\n.\r\nQUIT\r\n").unwrap();
        let answers = std::io::read_to_string(client).unwrap();
        assert!(answers.ends_with("354 go on\r\n250 taken\r\n221 bye\r\n"), "{answers}");
        assert_eq!(sink.taken(), 1);
    }
}
