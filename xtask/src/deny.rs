//! What may be depended on: deny.toml, by cargo-deny, which is set up where it is missing.

use std::path::PathBuf;

use anyhow::Result;

use crate::{
    command::{self, cargo},
    step::step,
    workspace,
};

/// The version that CI's workflow names too.
const VERSION: &str = "0.20.2";

/// Licences, sources and bans. Known faults are looked up in the workflow alone: for them a database is fetched, and what passed yesterday
/// may fail today.
pub fn check() -> Result<()> {
    let mut deny = command::command(ensure()?);
    deny.args(["--log-level", "error", "check", "bans", "licenses", "sources"]);
    command::run(&mut deny)
}

/// The one on `PATH` if it is this version, else one of our own.
fn ensure() -> Result<PathBuf> {
    if let Some(found) = command::which("cargo-deny").filter(is_this_version) {
        return Ok(found);
    }
    let _lock = workspace::lock("cargo-deny")?;
    let folder = workspace::cache().join(format!("cargo-deny-{VERSION}"));
    let program = folder.join("bin").join("cargo-deny");
    if !is_this_version(&program) {
        step("set up cargo-deny, once, some minutes", || {
            let mut install = cargo();
            install.args(["install", "cargo-deny", "--locked", "--version", VERSION, "--root"]).arg(&folder);
            // Not among our own artefacts, which other flags would build anew.
            install.env("CARGO_TARGET_DIR", folder.join("build"));
            command::run_quietly(&mut install, "cargo-deny.log")?;
            Ok(std::fs::remove_dir_all(folder.join("build"))?)
        })?;
    }
    Ok(program)
}

fn is_this_version(program: &PathBuf) -> bool {
    let version = command::output(command::command(program).arg("--version"));
    version.is_ok_and(|words| words.trim() == format!("cargo-deny {VERSION}"))
}

#[cfg(test)]
mod tests {
    use super::VERSION;

    #[test]
    fn the_workflow_takes_the_same_version() {
        let workflow = std::fs::read_to_string(crate::workspace::root().join(".github/workflows/ci.yml")).unwrap();
        assert!(workflow.contains(&format!("cargo install cargo-deny --locked --version {VERSION}")), "{workflow}");
    }
}
