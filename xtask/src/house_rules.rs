//! The rules of the house that a search can prove.

mod circles;
mod layers;
mod source;

use anyhow::{Result, bail};

/// Fails, with every place named as `file:line: what is wrong`, where a rule is broken.
pub fn check() -> Result<()> {
    let mut broken = source::broken()?;
    broken.extend(layers::broken()?);
    broken.extend(circles::broken()?);
    for place in &broken {
        eprintln!("    {place}");
    }
    if broken.is_empty() {
        return Ok(());
    }
    bail!("house rules are broken in {} places", broken.len())
}
