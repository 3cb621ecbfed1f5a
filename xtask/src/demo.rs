//! The whole program with invented data, ready to be looked at.

use std::{
    path::PathBuf,
    process::{Command, Stdio},
    thread,
};

use anyhow::{Context, Result, anyhow};

use crate::{
    background::{Background, free_port},
    check,
    command::{self, cargo, command},
    site,
    step::step,
    workspace,
};

/// Builds both halves and serves the demo on `port` of this machine until it is stopped.
pub fn run(port: u16) -> Result<()> {
    build_all()?;
    eprintln!("==> serving on http://localhost:{port} (Ctrl-C stops it)");
    command::run(&mut tracker_demo(&workspace::tracker("debug"), port))
}

/// Does the same on a free port, asks for the main pages and stops.
pub fn run_check() -> Result<()> {
    build_all()?;
    step("demo: ask for the main pages", check_pages)
}

/// Starts the demo that is built, asks for its main pages and stops it.
pub fn check_pages() -> Result<()> {
    let port = free_port()?;
    let log = workspace::cache().join("logs/demo.log");
    let file = std::fs::File::create(&log).with_context(|| log.display().to_string())?;
    let program = tracker_demo(&workspace::tracker("debug"), port);
    let mut server = Background::start(
        &program,
        None,
        None,
        Stdio::from(file.try_clone()?),
        Stdio::from(file),
    )?;
    check::pages(port, || server.is_over())
        .with_context(|| format!("the demo's own words are in {}", log.display()))
}

/// Builds the browser half and the server half side by side.
pub fn build_all() -> Result<()> {
    let (site, server) = thread::scope(|scope| {
        let site = scope.spawn(|| step("site", site::build));
        (site_result(site.join()), build_server())
    });
    site.and(server)
}

fn site_result(joined: thread::Result<Result<()>>) -> Result<()> {
    joined.map_err(|_| anyhow!("building the site stopped half-way"))?
}

/// Builds the `tracker` binary for development.
pub fn build_server() -> Result<()> {
    step("server half: compile", || {
        command::run(cargo().args(["build", "--package", "server", "--bin", "tracker"]))
    })
}

fn tracker_demo(program: &PathBuf, port: u16) -> Command {
    let mut tracker = command(program);
    tracker
        .args(["demo", "--listen"])
        .arg(format!("127.0.0.1:{port}"));
    tracker.env("TRACKER_ASSETS", workspace::site());
    tracker
}
