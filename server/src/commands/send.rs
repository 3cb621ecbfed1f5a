//! `tracker send`

use std::io::IsTerminal;
use std::time::Duration;

use anyhow::{Context, bail};
use domain::outbox::Health;
use indicatif::{ProgressBar, ProgressStyle};
use services::Services;
use services::outbox::{outlook, send_all, waiting};
use tokio_util::sync::CancellationToken;

use super::outlook::{given_up, words};
use crate::cli::JsonArgs;
use crate::config::Config;

/// Sends what is due in the outbox, once; Ctrl-C finishes what is under way.
///
/// # Errors
/// When there is nowhere to send to, or the mail server cannot be reached, or takes nothing, in its words.
pub async fn run(config: &Config, args: &JsonArgs) -> anyhow::Result<()> {
    let services = super::services(config).await?;
    let mailer = super::mailer(config, &services)?.context("smtp_url is not set, so there is nowhere to send to")?;
    let stop = CancellationToken::new();
    let on_interrupt = stop.clone();
    tokio::spawn(async move {
        if tokio::signal::ctrl_c().await.is_ok() {
            on_interrupt.cancel();
        }
    });
    let watching = tokio::spawn(watch(services.clone()));
    let report = send_all(&services, &mailer, &stop).await;
    watching.abort();
    let report = report?;
    if args.json {
        println!("{}", serde_json::to_string(&report)?);
    } else {
        println!("Sent {}, to be tried again {}, failed for good {}.", report.sent, report.retried, report.failed);
    }
    let outlook = outlook(&services).await?;
    if let Some(given_up) = given_up(&outlook.facts) {
        eprintln!("{given_up}.");
    }
    let nothing_taken = report.sent == 0 && report.refused > 0;
    match report.said {
        Some(said) if report.unreachable || nothing_taken => {
            bail!("{said}; what is left waits in the outbox: `tracker messages list` shows it")
        }
        // Of one mail among others that were taken.
        Some(said) => eprintln!("{said}; it waits in the outbox: `tracker messages list` shows it."),
        // Nothing may have been due in this moment because all of it was refused before.
        None if report.sent == 0 && !matches!(outlook.health, Health::Working | Health::Late) => {
            bail!("{}: `tracker messages list` shows more", words(&outlook))
        }
        None => {}
    }
    Ok(())
}

/// Shows how much is left, where a person watches.
async fn watch(services: Services) {
    let Ok(total) = waiting(&services).await else { return };
    if total == 0 || !std::io::stderr().is_terminal() {
        return;
    }
    let bar = ProgressBar::new(total);
    if let Ok(style) = ProgressStyle::with_template("{wide_bar} {pos}/{len} sent") {
        bar.set_style(style);
    }
    loop {
        tokio::time::sleep(Duration::from_millis(250)).await;
        let Ok(left) = waiting(&services).await else { return };
        bar.set_position(total.saturating_sub(left));
    }
}
