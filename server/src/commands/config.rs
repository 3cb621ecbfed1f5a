//! `tracker config`

use std::path::Path;

use crate::cli::JsonArgs;
use crate::config::{Config, figment, show};

/// Prints the settings in force.
///
/// # Errors
/// When they do not read.
pub fn run(file: Option<&Path>, args: &JsonArgs) -> anyhow::Result<()> {
    Config::load(file)?;
    let shown = show(&figment(file)?)?;
    if args.json {
        println!("{}", serde_json::to_string_pretty(&shown)?);
        return Ok(());
    }
    let width = |column: fn(&crate::config::Shown) -> usize| shown.iter().map(column).max().unwrap_or_default();
    let (keys, values) = (width(|row| row.key.len()), width(|row| row.value.len()));
    for row in &shown {
        println!("{:keys$}  {:values$}  {}", row.key, row.value, row.source);
    }
    Ok(())
}
