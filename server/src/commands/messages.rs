//! `tracker messages`

use chrono::{DateTime, Utc};
use domain::field::capital;
use domain::time::format_instant;
use services::outbox::{KeptMail, MailState, Released, kept, outlook, retry, retry_failed, retry_waiting, unsent};
use services::{Services, system_viewer};

use super::account::sentence;
use super::outlook::{given_up, words};
use crate::cli::{MessagesCommand, MessagesListArgs, MessagesRetryArgs, MessagesShowArgs};
use crate::config::Config;

/// Looks after the messages that are not sent.
///
/// # Errors
/// In one sentence, which message cannot be shown or tried again, and why.
pub async fn run(config: &Config, command: MessagesCommand) -> anyhow::Result<()> {
    let services = super::services(config).await?;
    match command {
        MessagesCommand::List(args) => list(&services, &args).await,
        MessagesCommand::Show(args) => show(&services, &args).await,
        MessagesCommand::Retry(args) => run_retry(&services, &args).await,
    }
}

async fn list(services: &Services, args: &MessagesListArgs) -> anyhow::Result<()> {
    let mails = unsent(services, &system_viewer("command line"), args.failed).await?;
    if args.json {
        println!("{}", serde_json::to_string_pretty(&mails)?);
        return Ok(());
    }
    if mails.is_empty() {
        println!("{}", if args.failed { "No message was given up." } else { "Every message is sent." });
    }
    let width = |column: fn(&KeptMail) -> usize| mails.iter().map(column).max().unwrap_or_default();
    let (kinds, recipients) = (width(|mail| mail.kind.len()), width(|mail| mail.recipient.chars().count()));
    for mail in &mails {
        println!("{}  {:kinds$}  {:recipients$}  {}", mail.id, mail.kind, mail.recipient, state(mail));
    }
    let outlook = outlook(services).await?;
    println!("{}.", capital(&words(&outlook)));
    if let Some(given_up) = given_up(&outlook.facts) {
        println!("{given_up}.");
    }
    Ok(())
}

/// How far a message is, and what is in its way.
fn state(mail: &KeptMail) -> String {
    let why = mail.error.as_deref().map_or_else(String::new, |error| format!(": {error}"));
    match (mail.state, mail.due_at, mail.failed_at, mail.tried_at) {
        (MailState::Sent, ..) => "sent".to_owned(),
        (MailState::Failed, _, Some(at), _) => format!("given up at {}{why}", format_instant(at)),
        (_, Some(due), _, Some(_)) => format!("is tried again at {}{why}", format_instant(due)),
        (_, Some(due), ..) => format!("waits, due at {}{why}", format_instant(due)),
        _ => format!("waits{why}"),
    }
}

async fn show(services: &Services, args: &MessagesShowArgs) -> anyhow::Result<()> {
    let mail = kept(services, &system_viewer("command line"), &args.id).await.map_err(sentence)?;
    if args.json {
        println!("{}", serde_json::to_string_pretty(&mail)?);
        return Ok(());
    }
    let at = |at: Option<DateTime<Utc>>| at.map(format_instant);
    let rows = [
        ("message", Some(mail.id.clone())),
        ("kind", Some(mail.kind.clone())),
        ("to", Some(mail.recipient.clone())),
        ("account", mail.account.clone()),
        ("practice", mail.practice.clone()),
        ("written", at(Some(mail.written_at))),
        ("first tried", at(mail.first_tried_at)),
        ("last tried", at(mail.tried_at)),
        ("state", Some(state(&mail))),
        ("content", mail.forgotten.then(|| "forgotten, because it held a link".to_owned())),
    ];
    for (name, value) in rows {
        if let Some(value) = value {
            println!("{name:12} {value}");
        }
    }
    Ok(())
}

async fn run_retry(services: &Services, args: &MessagesRetryArgs) -> anyhow::Result<()> {
    let who = system_viewer("command line");
    let done = match (args.all_failed, args.all_waiting) {
        (true, _) => retry_failed(services, &who).await,
        (_, true) => retry_waiting(services, &who).await,
        _ => retry(services, &who, &args.ids).await,
    };
    let released = done.map_err(sentence)?;
    if args.json {
        println!("{}", serde_json::to_string(&released)?);
        return Ok(());
    }
    let Released { due, left } = released;
    println!("{}", if due == 1 { "1 message is due now.".to_owned() } else { format!("{due} messages are due now.") });
    if left > 0 {
        let them = if left == 1 { "1 message that was given up is" } else { &format!("{left} messages that were given up are") };
        let days = domain::outbox::RETRY_WITHIN.num_days();
        println!(
            "{them} left so: for another reason than a fault, for what is no longer so, or more than {days} days ago. `tracker messages list --failed` \
             says why, and `tracker messages retry ID` takes what should go."
        );
    }
    Ok(())
}
