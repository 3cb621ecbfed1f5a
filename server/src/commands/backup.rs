//! `tracker backup`

use std::path::Path;
use std::process::Stdio;

use anyhow::{Context, bail};
use secrecy::ExposeSecret;
use store::{ConnectionTrait, Store};

use crate::config::Config;

/// Writes a copy of the database while the service runs: a SQLite file, or a PostgreSQL archive by `pg_dump`.
///
/// # Errors
/// When the file is there already, or cannot be written.
pub async fn run(config: &Config, file: &Path) -> anyhow::Result<()> {
    if file.exists() {
        bail!("{} already exists: name a new file", file.display());
    }
    if file.parent().is_some_and(|folder| !folder.as_os_str().is_empty() && !folder.is_dir()) {
        bail!("{} cannot be written: there is no such folder", file.display());
    }
    let store = super::existing(config).await?;
    // Under another name until it is whole: what bears the name of a backup is one.
    let mut part = file.as_os_str().to_owned();
    part.push(".part");
    let part = Path::new(&part);
    let written = write(config, &store, part).await.and_then(|()| Ok(std::fs::rename(part, file)?));
    if written.is_err() && part.exists() {
        std::fs::remove_file(part)?;
    }
    written?;
    println!("Wrote {}.", file.display());
    Ok(())
}

async fn write(config: &Config, store: &Store, file: &Path) -> anyhow::Result<()> {
    if file.exists() {
        std::fs::remove_file(file).with_context(|| format!("{} of an earlier try is in the way", file.display()))?;
    }
    super::make_private(file).with_context(|| format!("{} cannot be written", file.display()))?;
    if !store.is_sqlite() {
        return dump(config, file).await;
    }
    let name = file.to_str().context("the name of the file must be plain text")?.replace('\'', "''");
    store.read().execute_unprepared(&format!("VACUUM INTO '{name}'")).await?;
    Ok(())
}

async fn dump(config: &Config, file: &Path) -> anyhow::Result<()> {
    let mut url = url::Url::parse(config.database_url.expose_secret()).context("database_url does not read")?;
    let mut command = tokio::process::Command::new("pg_dump");
    if let Some(password) = url.password() {
        // Not on the command line, where every user of the machine could read it.
        command.env("PGPASSWORD", password);
        let _ = url.set_password(None);
    }
    let output = command
        .args(["--format=custom", "--no-owner", "--file"])
        .arg(file)
        .arg(url.as_str())
        .stdin(Stdio::null())
        .output()
        .await
        .context("pg_dump, which comes with PostgreSQL's client, could not be started")?;
    if !output.status.success() {
        bail!("pg_dump failed: {}", String::from_utf8_lossy(&output.stderr).trim());
    }
    Ok(())
}
