//! The limit of open files, as a shell or a service manager hands it over: each connection is one.

#![cfg(test)]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};

/// More callers than the limit that the process is started with.
const CALLERS: usize = 400;

/// A process that ends with its test.
struct Served(Child);

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn command(folder: &Path, script: &str) -> Command {
    let mut command = Command::new("sh");
    command.current_dir(folder).args(["-c", script, "sh", env!("CARGO_BIN_EXE_tracker")]);
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("TRACKER_")) {
        command.env_remove(name);
    }
    command.env("TRACKER_LISTEN", "127.0.0.1:0").env("TRACKER_ASSETS", folder).env("TRACKER_BACKGROUND", "false");
    command
}

#[test]
fn more_callers_than_the_soft_limit_keep_nobody_out() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("manifest.json"), "{}").unwrap();
    assert!(command(folder.path(), "exec \"$1\" migrate").status().unwrap().success());
    let serve = command(folder.path(), "ulimit -Sn 256 && exec \"$1\" serve").stderr(Stdio::piped()).spawn().unwrap();
    let mut served = Served(serve);
    let mut log = BufReader::new(served.0.stderr.take().unwrap()).lines().map(Result::unwrap);
    let mut before = Vec::new();
    let address = log.find_map(|line| {
        let address = line.strip_prefix("Serving at http://").map(str::to_owned);
        before.push(line);
        address
    });
    let address = address.unwrap();
    // None of them asks anything. Those that came first are still there when the last is answered.
    let idle: Vec<_> = (0..CALLERS).map(|_| TcpStream::connect(&address).unwrap()).collect();
    let mut asking = TcpStream::connect(&address).unwrap();
    asking.write_all(b"GET /health/ready HTTP/1.1\r\nhost: tracker.test\r\nconnection: close\r\n\r\n").unwrap();
    let mut answer = String::new();
    asking.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 200 OK") && answer.ends_with("ready\n"), "{answer}");
    let is_open = |mut connection: &TcpStream| {
        connection.set_nonblocking(true).unwrap();
        connection.read(&mut [0]).is_err_and(|error| error.kind() == std::io::ErrorKind::WouldBlock)
    };
    assert_eq!(idle.iter().filter(|connection| is_open(connection)).count(), CALLERS);

    let limits = std::fs::read_to_string(format!("/proc/{}/limits", served.0.id())).unwrap();
    let files = limits.lines().find(|line| line.starts_with("Max open files")).unwrap();
    let [soft, hard] = [3, 4].map(|column| files.split_whitespace().nth(column).unwrap());
    assert_eq!(soft, hard, "{files}");

    assert!(before.iter().any(|line| line.contains("open files") && line.contains("limit=")), "{before:?}");
}
