//! The deployed program in a place of its own: its database, its mails, its server.

use std::{
    env, fs,
    net::{Ipv4Addr, SocketAddr},
    path::PathBuf,
    process::Command,
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail};

use super::memory;
use crate::{
    background::{Background, Launch, free_port},
    command::{self, cargo, command},
    http_client::Visitor,
    workspace,
};

/// Who signs in.
const READER: &str = "reader@bench.example";

/// A moment when reminders are owed: 14 days before the deadline, in working hours.
const CLOCK: &str = "2023-10-17T09:05:00Z";

/// `bench-history` on a database, built if need be.
pub fn history(database: &str) -> Command {
    let mut history = cargo();
    history.args(["run", "--release", "--quiet", "--package", "server", "--bin", "bench-history", "--", database]);
    history
}

/// A folder with a database and a mail folder; removed when dropped.
pub struct Installation {
    folder: PathBuf,
    port: u16,
}

impl Installation {
    pub fn new() -> Result<Self> {
        let folder = env::temp_dir().join(format!("tracker-bench-{}", std::process::id()));
        fs::create_dir_all(folder.join("mails"))?;
        Ok(Self { folder, port: free_port()? })
    }

    fn database(&self) -> String {
        format!("sqlite://{}", self.folder.join("tracker.sqlite").display())
    }

    /// `tracker` with these arguments, on this database.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut tracker = command(deployed("tracker"));
        tracker.args(arguments).env("TRACKER_DATABASE_URL", self.database());
        tracker.env("TRACKER_SMTP_URL", format!("file://{}", self.folder.join("mails").display()));
        tracker.env("TRACKER_LISTEN", format!("127.0.0.1:{}", self.port)).env("TRACKER_CLOCK", CLOCK);
        tracker.env("TRACKER_LOG", "warn");
        tracker
    }

    pub fn run(&self, arguments: &[&str]) -> Result<String> {
        command::output(&mut self.command(arguments))
    }

    /// Copies the practices so often that there are `times` as many.
    pub fn scale(&self, times: usize) -> Result<()> {
        command::run(history(&self.database()).args(["scale", &times.to_string()]))
    }

    /// Gives every practice a manager and an invented history.
    pub fn tell_history(&self) -> Result<()> {
        command::run(&mut history(&self.database()))
    }

    /// Does `work` while another process writes to the checklist of `practice`, about ten times a second; gives how often it did beside what
    /// came of the work.
    pub fn while_writing<T>(&self, practice: &str, work: impl FnOnce() -> T) -> Result<(usize, T)> {
        let log = workspace::cache().join("logs/bench-writer.log");
        // Built by now. Without cargo in between, it ends when it is let go.
        let mut write = command(workspace::target().join("release/bench-history"));
        write.args([&self.database(), "write", practice]);
        let writer = Launch::new(write).log_to(&log).start()?;
        let work = work();
        drop(writer);
        let written = fs::read_to_string(&log)?.lines().filter(|line| line.starts_with("written")).count();
        Ok((written, work))
    }

    /// The code of one practice, and of the sub-ICB location with the most practices.
    pub fn examples(&self) -> Result<(String, String)> {
        let rows = |by: &str| -> Result<Vec<csv::StringRecord>> {
            let report = self.run(&["report", "deadline", "--by", by, "--format", "csv"])?;
            Ok(csv::Reader::from_reader(report.as_bytes()).into_records().collect::<csv::Result<_>>()?)
        };
        let code = |row: &csv::StringRecord| row.get(1).map(str::to_owned);
        let count = |row: &csv::StringRecord| row.get(3).and_then(|count| count.parse::<u32>().ok());
        let practice = rows("practice")?.first().and_then(code).context("the import brought no practice")?;
        let place = rows("sub-icb")?.iter().max_by_key(|row| count(row)).and_then(code);
        Ok((practice, place.context("the import brought no sub-ICB location")?))
    }

    /// What a browser is sent for this asset, in words.
    pub fn asset_weight(&self, name: &str) -> Result<String> {
        let site = deployed("site");
        let manifest: serde_json::Value = serde_json::from_slice(&fs::read(site.join("manifest.json"))?)?;
        let hashed = manifest[name].as_str().with_context(|| format!("the site has no {name}"))?;
        Ok(format!("{} bytes", fs::metadata(site.join(format!("{hashed}.br")))?.len()))
    }

    /// The secret of the sign-in link in a mail that has come.
    fn link(&self) -> Result<Option<String>> {
        for mail in fs::read_dir(self.folder.join("mails"))? {
            // The mail is quoted-printable: a long line is broken by `=` at its end.
            let text = fs::read_to_string(mail?.path())?.replace("=\r\n", "").replace("=\n", "");
            if let Some((_, rest)) = text.split_once("/sign-in/") {
                return Ok(Some(rest.chars().take_while(|c| c.is_ascii_alphanumeric() || "-_".contains(*c)).collect()));
            }
        }
        Ok(None)
    }
}

impl Drop for Installation {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.folder);
    }
}

fn deployed(name: &str) -> PathBuf {
    workspace::target().join("deploy").join(name)
}

/// `tracker serve`, running.
pub struct Server {
    background: Background,
    port: u16,
}

impl Server {
    /// Starts it; also gives the time until it was ready.
    pub fn start(place: &Installation) -> Result<(Self, Duration)> {
        place.run(&["account", "add", READER, "--role", "commissioner", "--org", "ENGLAND", "--any-domain"])?;
        let started = Instant::now();
        let log = workspace::cache().join("logs/bench-server.log");
        let mut background = Launch::new(place.command(&["serve"])).log_to(&log).start()?;
        Visitor::new(place.port).wait(Duration::from_secs(30), || background.is_over())?;
        Ok((Self { background, port: place.port }, started.elapsed()))
    }

    pub fn address(&self) -> SocketAddr {
        (Ipv4Addr::LOCALHOST, self.port).into()
    }

    /// The memory that it holds now, in bytes.
    pub fn memory(&self) -> Result<u64> {
        self.background.program("tracker").and_then(memory::resident).context("the server's memory is not told")
    }

    /// Signs in by the link in the mail, as a person does.
    pub fn sign_in(&self, place: &Installation) -> Result<Visitor> {
        let mut visitor = Visitor::new(self.port);
        visitor.send("/sign-in", &[("email", READER)])?;
        let started = Instant::now();
        let token = loop {
            if let Some(token) = place.link()? {
                break token;
            }
            if started.elapsed() > Duration::from_secs(60) {
                bail!("no sign-in link came");
            }
            thread::sleep(Duration::from_millis(100));
        };
        visitor.send(&format!("/sign-in/{token}"), &[])?;
        // A first sign-in goes through the agreement.
        visitor.send("/agreement", &[("version", "1")])?;
        Ok(visitor)
    }
}
