//! What may be depended on: deny.toml, by cargo-deny, which is set up where it is missing.

use anyhow::Result;

use crate::{command, tool::Tool};

/// In the version that CI's workflow names too.
const DENY: Tool = Tool { name: "cargo-deny", version: "0.20.2" };

/// Licences, sources and bans. Known faults are looked up in the workflow alone: for them a database is fetched, and what passed yesterday
/// may fail today.
pub fn check() -> Result<()> {
    let mut deny = command::command(DENY.ensure()?);
    deny.args(["--log-level", "error", "check", "bans", "licenses", "sources"]);
    command::run(&mut deny)
}

#[cfg(test)]
mod tests {
    use super::DENY;

    #[test]
    fn the_workflow_takes_the_same_version() {
        let workflow = std::fs::read_to_string(crate::workspace::root().join(".github/workflows/ci.yml")).unwrap();
        assert!(workflow.contains(&format!("cargo install cargo-deny --locked --version {}", DENY.version)), "{workflow}");
    }
}
