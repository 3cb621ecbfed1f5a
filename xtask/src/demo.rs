//! The whole program with invented data, ready to be looked at.

use std::{
    os::unix::process::CommandExt,
    process::Command,
    thread::{self, ScopedJoinHandle},
};

use anyhow::{Context, Result, anyhow};

use crate::{
    background::{Background, Launch, free_port},
    check,
    command::{self, cargo, command},
    site::{self, Reload},
    step::step,
    workspace,
};

/// Builds both halves and serves the demo on `port` of this machine until it is stopped.
pub fn run(port: u16) -> Result<()> {
    build_all(None)?;
    eprintln!("==> serving on http://localhost:{port} (Ctrl-C stops it)");
    // In place of this process, so that Ctrl-C and the exit status are the server's own.
    let error = tracker_demo(port).exec();
    Err(error).context("tracker could not be started")
}

/// Does the same on a free port, asks for the main pages and stops.
pub fn run_check() -> Result<()> {
    build_all(None)?;
    step("demo, main pages", check_pages)
}

/// Starts the demo that is built, asks for its main pages and stops it.
pub fn check_pages() -> Result<()> {
    let port = free_port()?;
    let log = workspace::cache().join("logs/demo.log");
    let mut server = Launch::new(tracker_demo(port)).log_to(&log).start()?;
    let checked = check::pages(port, || server.is_over());
    checked.with_context(|| format!("the demo is not as it should be; what it said is in {}", log.display()))
}

/// Starts the demo that is built on `port`.
pub fn start(port: u16) -> Result<Background> {
    Launch::new(tracker_demo(port)).start()
}

/// Builds the browser half and the server half side by side.
pub fn build_all(reload: Option<&Reload>) -> Result<()> {
    let (site, server) = thread::scope(|scope| {
        let site = scope.spawn(|| step("site", || site::build(reload)));
        let server = build_server();
        (joined(site), server)
    });
    site.and(server)
}

/// What a thread came to; a panic in it, which has been printed, is an error too.
pub fn joined<T>(thread: ScopedJoinHandle<'_, Result<T>>) -> Result<T> {
    thread.join().map_err(|_| anyhow!("a step stopped half-way"))?
}

/// Builds the `tracker` binary for development.
pub fn build_server() -> Result<()> {
    let mut cargo = cargo();
    cargo.args(["build", "--package", "server", "--bin", "tracker"]);
    step("server half: compile", || command::run(&mut cargo))
}

/// The demonstration on `port`, to be started.
pub fn tracker_demo(port: u16) -> Command {
    let mut tracker = command(workspace::tracker("debug"));
    tracker.args(["demo", "--listen"]).arg(format!("127.0.0.1:{port}"));
    tracker.env("TRACKER_ASSETS", workspace::site());
    tracker
}
