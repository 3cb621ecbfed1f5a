//! `tracker demo`

use std::path::Path;

use chrono::TimeDelta;
use domain::accounts::Lifetime;
use domain::clock::Clock;
use domain::time::format_instant;
use mail::{Mailer, Sender, Transport};
use services::accounts::Access;
use services::demo::{PERSONAS, load, start};
use services::{Help, Services, Settings};
use store::Store;

use crate::cli::DemoArgs;
use crate::config::Config;

/// The clock of a demonstration is moved by weeks; nobody should be signed out by that.
const SESSION: Lifetime = Lifetime { idle: TimeDelta::days(1000), absolute: TimeDelta::days(1000), nobody: TimeDelta::days(1000) };

/// Serves invented practices from a database made anew.
///
/// # Errors
/// When the database cannot be made or the address is not free.
pub async fn run(config: &Config, args: DemoArgs) -> anyhow::Result<()> {
    let temporary = std::env::temp_dir().join(format!("tracker-demo-{}.sqlite", std::process::id()));
    let file = args.database.clone().unwrap_or_else(|| temporary.clone());
    if args.database.is_some() && file.exists() {
        anyhow::bail!("{} already exists: a demonstration makes its own database, so name a new file", file.display());
    }
    remove(&file)?;
    let url = format!("sqlite://{}", file.display());
    let store = Store::connect(&url).await?;
    super::migrate::up(&store).await?;
    let clock = config.clock.map_or_else(|| Clock::starting_at(start()), Clock::starting_at);
    let listen = args.listen.unwrap_or(config.listen);
    let public_url = format!("http://{listen}");
    let mut access = Access { lifetime: SESSION, ..config.access.clone() };
    // Its people are invented, and so are the domains of their addresses.
    access.invite_domains.push("example".to_owned());
    let services = Services::new(store, clock, Settings { public_url, demo: true }).with_access(access).with_help(help(config));
    load(&services).await?;
    let now = format_instant(services.clock.now());
    let transport = match &args.smtp_url {
        Some(url) => super::transport(config, url)?,
        // Nothing leaves the machine: what was sent is read from the outbox.
        None => Transport::memory().0,
    };
    let sender = Sender::new(&config.mail_from, config.mail_reply_to.as_deref(), &services.settings.public_url)?;
    let mailer = Mailer::new(sender, transport);
    let served = super::serve::serve(services.clone(), Some(mailer), config, listen, |address| {
        println!("The demonstration is at http://{address} — its clock reads {now}.");
        println!("Sign in at http://{address}/demo/sign-in as one of:");
        for persona in PERSONAS {
            println!("  {:22} {}", persona.key, persona.about);
        }
        println!("What was sent is at http://{address}/demo/mail. Stop with Ctrl-C.");
    })
    .await;
    services.store.close().await?;
    if args.database.is_none() {
        remove(&temporary)?;
    }
    served
}

/// Whom to ask in a demonstration is invented, as everybody there is.
fn help(config: &Config) -> Help {
    let (name, email) = ("Ada Winterbourne".to_owned(), "ada.winterbourne@programme.example".to_owned());
    Help { contact_name: Some(name), contact_email: Some(email), ..config.help.clone() }
}

fn remove(file: &Path) -> anyhow::Result<()> {
    for suffix in ["", "-wal", "-shm"] {
        let mut name = file.as_os_str().to_owned();
        name.push(suffix);
        match std::fs::remove_file(&name) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error.into()),
            _ => {}
        }
    }
    Ok(())
}
