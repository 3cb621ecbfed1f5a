//! What can be told without running anything: format, warnings, and the rules of the house.

use anyhow::Result;

use crate::{
    command::{self, cargo},
    deny, house_rules,
    step::Steps,
    wasm_target::{self, TARGET},
};

/// The features of the browser half; never in one build with the server's.
const BROWSER: [&str; 7] = ["--package", "app", "--target", TARGET, "--no-default-features", "--features", "hydrate"];

pub fn run() -> Result<()> {
    let mut steps = Steps::default();
    all(&mut steps);
    steps.finish()
}

/// Every check, the quick ones first.
pub fn all(steps: &mut Steps) {
    steps.run("format", || {
        command::run(cargo().args(["fmt", "--all", "--check"]))?;
        command::run(cargo().args(["fmt", "--manifest-path", "fuzz/Cargo.toml", "--check"]))
    });
    steps.run("house rules", house_rules::check);
    steps.run("dependencies: bans, licences, sources", deny::check);
    steps.run("clippy, server half", || command::run(cargo().args(["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"])));
    steps.run("clippy, browser half", browser);
}

fn browser() -> Result<()> {
    let target = wasm_target::ensure()?;
    let mut cargo = target.cargo();
    // A compiler from Debian brings no clippy; its own warnings are better than none.
    let tool = if target.is_active_toolchain() { "clippy" } else { "check" };
    cargo.arg(tool).args(BROWSER);
    if !target.is_active_toolchain() {
        cargo.env("RUSTFLAGS", "-D warnings");
    } else {
        cargo.args(["--", "-D", "warnings"]);
    }
    command::run(&mut cargo)
}
