//! The browser of the end-to-end tests: the system's own. No package may download one.

use std::{env, path::PathBuf};

use anyhow::{Context, Result, bail};

use crate::{apt, command};

const NAMES: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/// The browser that `CHROMIUM` names, or the system's; installed where it is missing and that is allowed.
pub fn ensure(install: bool) -> Result<PathBuf> {
    if let Some(named) = env::var_os("CHROMIUM").map(PathBuf::from) {
        if !named.is_file() {
            bail!("CHROMIUM names {}, which is not there", named.display());
        }
        return Ok(named);
    }
    if let Some(found) = find() {
        return Ok(found);
    }
    apt::install(&["chromium"], install)?;
    find().context("Chromium was installed, yet it is not found")
}

fn find() -> Option<PathBuf> {
    NAMES.iter().find_map(|name| command::which(name))
}
