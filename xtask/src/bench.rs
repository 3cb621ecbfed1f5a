//! How fast and how big the release build is on the England data.

use anyhow::{Result, bail};

/// Builds for release, then measures.
pub fn run() -> Result<()> {
    bail!("nothing is measured yet")
}
