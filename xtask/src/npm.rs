//! Node packages, installed exactly as locked and without running any package's own script.

use std::{fs, path::PathBuf, process::Command};

use anyhow::{Context, Result};

use crate::{
    command::{self, command},
    digest,
    step::step,
    workspace,
};

/// A folder of the checkout with a `package.json` and its lock file.
#[derive(Clone, Copy)]
pub struct Packages {
    folder: &'static str,
}

pub const STYLE: Packages = Packages { folder: "style" };
pub const END2END: Packages = Packages { folder: "end2end" };

impl Packages {
    pub fn folder(self) -> PathBuf {
        workspace::root().join(self.folder)
    }

    /// Installs the packages unless just these are there already.
    pub fn ensure(self) -> Result<()> {
        let lock = fs::read(self.folder().join("package-lock.json")).with_context(|| format!("{}/package-lock.json", self.folder))?;
        let wanted = digest::of([&lock]);
        let stamp = self.folder().join("node_modules/.installed");
        if fs::read_to_string(&stamp).is_ok_and(|found| found == wanted) {
            return Ok(());
        }
        command::which("npm").context("npm is not here; install Node 20 or newer")?;
        step(&format!("npm packages in {}/", self.folder), || {
            let mut npm = command("npm");
            npm.current_dir(self.folder()).env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
            npm.args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"]);
            command::run_quietly(&mut npm, &format!("npm-{}.log", self.folder))?;
            Ok(fs::write(stamp, wanted)?)
        })
    }

    /// A program that one of the packages brings.
    pub fn program(self, name: &str) -> Command {
        command(self.folder().join("node_modules/.bin").join(name))
    }
}
