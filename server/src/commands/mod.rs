//! One module a command: each reads its arguments, calls one use case, and prints.

pub mod account;
pub mod audit;
pub mod backup;
pub mod config;
pub mod demo;
pub mod import;
pub mod messages;
pub mod migrate;
mod outlook;
pub mod remind;
pub mod report;
pub mod send;
pub mod serve;

use std::fs::OpenOptions;
use std::io::ErrorKind;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use anyhow::Context;
use domain::clock::Clock;
use mail::{Mailer, Manner, Sender, Transport};
use secrecy::ExposeSecret;
use services::{Services, Settings};
use store::Store;

use crate::config::Config;

/// Opens the database that the settings name, which must have this version's schema.
///
/// # Errors
/// When it cannot be reached, or its schema is not this version's: then run `tracker migrate`.
pub async fn services(config: &Config) -> anyhow::Result<Services> {
    let store = existing(config).await?;
    if migrate::pending(&store).await? > 0 {
        anyhow::bail!("the database is not at this version's schema: run `tracker migrate` first");
    }
    Ok(on(store, config, false))
}

/// Opens the database that the settings name, which must be there.
///
/// # Errors
/// When it is not there or cannot be reached.
pub async fn existing(config: &Config) -> anyhow::Result<Store> {
    if let Some(file) = file_of(config)
        && !file.is_file()
    {
        anyhow::bail!("there is no database at {}: make it by `tracker migrate`, or correct database_url", file.display());
    }
    open(config).await
}

/// The file of the database, where it is SQLite's.
fn file_of(config: &Config) -> Option<&Path> {
    let path = config.database_url.expose_secret().strip_prefix("sqlite://")?;
    Some(Path::new(path.split('?').next().unwrap_or(path))).filter(|path| !path.as_os_str().is_empty())
}

/// Makes an empty file that its owner alone can read: a database, or a copy of one.
fn make_private(file: &Path) -> std::io::Result<()> {
    OpenOptions::new().write(true).create_new(true).mode(0o600).open(file).map(drop)
}

/// Opens the database that the settings name, whatever its schema; a SQLite file is made where it is missing.
///
/// # Errors
/// When it cannot be reached.
pub async fn open(config: &Config) -> anyhow::Result<Store> {
    if let Some(file) = file_of(config)
        && !file.exists()
        && file.parent().is_some_and(|folder| folder.as_os_str().is_empty() || folder.is_dir())
    {
        match make_private(file) {
            Err(error) if error.kind() != ErrorKind::AlreadyExists => {
                return Err(error).with_context(|| format!("{} cannot be written", file.display()));
            }
            // Another process makes it, too.
            _ => {}
        }
    }
    let url = config.database_url.expose_secret();
    let authorities = if url.starts_with("postgres") { config.authorities.bundle() } else { Vec::new() };
    let store = Store::connect_with(url, config.database_connections, authorities).await;
    store.with_context(|| named(config).map_or_else(|error| error.to_string(), |name| format!("{name} cannot be reached")))
}

/// The database in words, without a password: "The database tracker.sqlite", "The database tracker at db.example.nhs.uk".
///
/// # Errors
/// When the setting does not read.
pub fn named(config: &Config) -> anyhow::Result<String> {
    let address = config.database_url.expose_secret();
    if let Some(file) = file_of(config) {
        return Ok(format!("The database {}", file.display()));
    }
    let url = url::Url::parse(address).context("database_url does not read")?;
    let port = url.port().map_or_else(String::new, |port| format!(":{port}"));
    Ok(format!("The database {} at {}{port}", url.path().trim_start_matches('/'), url.host_str().unwrap_or("this machine")))
}

/// Use cases on `store`.
#[must_use]
pub fn on(store: Store, config: &Config, demo: bool) -> Services {
    let clock = config.clock.map_or_else(Clock::system, Clock::starting_at);
    Services::new(store, clock, Settings { public_url: config.public_url.clone(), demo })
        .with_access(config.access.clone())
        .with_help(config.help.clone())
}

/// Sends mail where the settings say; none where they say nothing.
///
/// # Errors
/// In one sentence, the setting that does not read.
pub fn mailer(config: &Config, services: &Services) -> anyhow::Result<Option<Mailer>> {
    let sender = Sender::new(&config.mail_from, config.mail_reply_to.as_deref(), &services.settings.public_url)?;
    let transport = config.smtp_url.as_ref().map(|url| transport(config, url.expose_secret())).transpose()?;
    Ok(transport.map(|transport| Mailer::new(sender, transport)))
}

/// The way to the mail server at `url`, trusted where the settings or the system say so.
///
/// # Errors
/// In one sentence, what of the address does not read.
fn transport(config: &Config, url: &str) -> anyhow::Result<Transport> {
    let manner = Manner { authorities: &config.authorities.bundle(), ..Manner::default() };
    Ok(Transport::from_url_with(url, &manner)?)
}
