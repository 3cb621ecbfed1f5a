//! The demonstration with an issuer of invented smartcards beside it.

use std::{
    process::Command,
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail, ensure};

use crate::{
    background::{Background, Launch, free_port},
    command::{self, command},
    demo,
    http_client::Visitor,
    npm,
    step::step,
    workspace,
};

/// As in `end2end/support/issuer.mjs`.
const CLIENT: &str = "000000000001.apps.national";
const SECRET: &str = "invented-for-the-demonstration";
/// A demo makes its data before it listens; the issuer makes a key.
const PATIENCE: Duration = Duration::from_secs(60);

/// Builds both halves and serves the demo on `port` with the issuer on a free port, until it is stopped.
pub fn run(port: u16) -> Result<()> {
    npm::END2END.ensure()?;
    demo::build_all(None)?;
    let issuer = free_port()?;
    let _issuer = Launch::new(issuer_for(issuer, port)).start()?;
    eprintln!("==> serving on http://127.0.0.1:{port}; smartcards are shown at http://127.0.0.1:{issuer} (Ctrl-C stops both)");
    command::run(&mut tracker(port, issuer))
}

/// Does the same on free ports, goes to the issuer as the button does, and stops.
pub fn run_check() -> Result<()> {
    demo::build_all(None)?;
    step("demo --oidc, the way to the issuer", check_way)
}

/// Starts the demo that is built and its issuer, and follows the button for smartcards to the issuer. What comes after is for a browser:
/// `end2end/tests/cards.spec.ts`.
pub fn check_way() -> Result<()> {
    npm::END2END.ensure()?;
    let (port, issuer) = (free_port()?, free_port()?);
    let log = |name: &str| workspace::cache().join("logs").join(name);
    let mut issuing = Launch::new(issuer_for(issuer, port)).log_to(&log("issuer.log")).start()?;
    let mut server = Launch::new(tracker(port, issuer)).log_to(&log("demo-oidc.log")).start()?;
    let way = wait_for_issuer(issuer, &mut issuing).and_then(|()| to_the_issuer(port, issuer, &mut server));
    way.with_context(|| format!("what they said is in {} and {}", log("issuer.log").display(), log("demo-oidc.log").display()))
}

fn wait_for_issuer(port: u16, issuing: &mut Background) -> Result<()> {
    let (visitor, started) = (Visitor::new(port), Instant::now());
    while visitor.get("/.well-known/openid-configuration", "").map_or(true, |answer| answer.status() != 200) {
        if issuing.is_over() || started.elapsed() > PATIENCE {
            bail!("the issuer did not start");
        }
        thread::sleep(Duration::from_millis(20));
    }
    Ok(())
}

fn to_the_issuer(port: u16, issuer: u16, server: &mut Background) -> Result<()> {
    let mut visitor = Visitor::new(port);
    visitor.wait(PATIENCE, || server.is_over())?;
    let page = visitor.page("/sign-in")?;
    ensure!(page.contains("Sign in with a smartcard (invented)"), "/sign-in has no button for smartcards");
    let to = visitor.send("/sign-in/card/cis2", &[("next", "/practices")])?;
    ensure!(to.starts_with(&format!("http://127.0.0.1:{issuer}/")) && to.contains("code_challenge="), "the button leads to {to:?}");
    let cards = Visitor::new(issuer).get(to.split_at(to.find("/auth").context("no address of the issuer")?).1, "")?;
    ensure!(cards.status().is_redirection(), "the issuer answered {} to what it was asked", cards.status());
    eprintln!("    the button leads to the cards");
    Ok(())
}

/// The issuer on `port`, to be started; it knows the demo on `tracker`.
fn issuer_for(port: u16, tracker: u16) -> Command {
    let mut node = command("node");
    node.current_dir(npm::END2END.folder()).args(["support/issuer.mjs", &port.to_string(), &format!("http://127.0.0.1:{tracker}")]);
    node
}

/// The demonstration on `port`, to be started, whose people sign in with the issuer.
fn tracker(port: u16, issuer: u16) -> Command {
    let mut tracker = demo::tracker_demo(port);
    tracker.env("TRACKER_ISSUERS", setting(issuer));
    tracker
}

/// The setting `issuers`, as the environment holds it.
fn setting(issuer: u16) -> String {
    format!(
        r#"[{{key="cis2",label="a smartcard (invented)",issuer="http://127.0.0.1:{issuer}",client_id="{CLIENT}",client_secret="{SECRET}"}}]"#
    )
}
