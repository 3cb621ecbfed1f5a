//! Cargo's subcommands that are programs of their own, at one version each, set up where they are missing.

use std::path::{Path, PathBuf};

use anyhow::Result;

use crate::{
    command::{self, cargo},
    step::step,
    workspace,
};

/// A subcommand of cargo.
pub struct Tool {
    pub name: &'static str,
    pub version: &'static str,
}

impl Tool {
    /// The one on `PATH` if it is this version, else one of our own.
    pub fn ensure(&self) -> Result<PathBuf> {
        if let Some(found) = command::which(self.name).filter(|program| self.is(program)) {
            return Ok(found);
        }
        let Self { name, version } = self;
        let _lock = workspace::lock(name)?;
        let folder = workspace::cache().join(format!("{name}-{version}"));
        let program = folder.join("bin").join(name);
        if !self.is(&program) {
            step(&format!("set up {name}, once, some minutes"), || {
                let mut install = cargo();
                install.args(["install", name, "--locked", "--version", version, "--root"]).arg(&folder);
                // Not among our own artefacts, which other flags would build anew.
                install.env("CARGO_TARGET_DIR", folder.join("build"));
                command::run_quietly(&mut install, &format!("{name}.log"))?;
                Ok(std::fs::remove_dir_all(folder.join("build"))?)
            })?;
        }
        Ok(program)
    }

    fn is(&self, program: &Path) -> bool {
        let version = command::output(command::command(program).arg("--version"));
        version.is_ok_and(|words| words.trim() == format!("{} {}", self.name, self.version))
    }
}
