//! The rules of the house that a search can prove.

mod import_cycles;
mod layers;
mod source;

use anyhow::{Result, bail};

use crate::command;

/// Fails, with every place named as `file:line: what is wrong`, where a rule is broken.
pub fn check() -> Result<()> {
    let mut broken = source::broken()?;
    broken.extend(layers::broken()?);
    broken.extend(import_cycles::broken()?);
    for place in &broken {
        eprintln!("    {place}");
    }
    if broken.is_empty() {
        return Ok(());
    }
    bail!("house rules are broken in {} places", broken.len())
}

/// The paths of the files in these folders, or of all, that git knows or would take in; one that is deleted and not yet committed among them.
fn files(folders: &[&str]) -> Result<String> {
    let mut git = command::command("git");
    command::output(git.args(["ls-files", "--cached", "--others", "--exclude-standard"]).args(folders))
}
