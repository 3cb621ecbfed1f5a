//! `tracker account`

use domain::time::format_instant;
use serde_json::json;
use services::accounts::{AddAccount, add, add_from_anywhere, by_email, is_active, list, restore, suspend};
use services::{Error, Services, system_viewer};

use crate::cli::{AccountAddArgs, AccountCommand, AccountStatusArgs};
use crate::config::Config;

/// Who acts, in the audit trail.
const WHO: &str = "command line";

/// Looks after accounts.
///
/// # Errors
/// In one sentence, what is wrong with the address or the organisations, or why it may not be done.
pub async fn run(config: &Config, command: AccountCommand) -> anyhow::Result<()> {
    let services = super::services(config).await?;
    match command {
        AccountCommand::Add(args) => run_add(&services, args).await,
        AccountCommand::List(args) => run_list(&services, args.json).await,
        AccountCommand::Suspend(args) => set_status(&services, &args, false).await,
        AccountCommand::Resume(args) => set_status(&services, &args, true).await,
    }
}

async fn run_add(services: &Services, args: AccountAddArgs) -> anyhow::Result<()> {
    let role = args.role;
    let new = AddAccount { email: args.email, name: args.name.unwrap_or_default(), role, orgs: args.orgs };
    let email = new.email.clone();
    let who = system_viewer(WHO);
    let added = if args.any_domain { add_from_anywhere(services, &who, new).await } else { add(services, &who, new).await };
    let id = added.map_err(sentence)?;
    if args.json {
        println!("{}", json!({ "id": id, "email": email, "role": role.key() }));
    } else {
        println!("{email} can now sign in ({}): {}/sign-in", role.name(), services.settings.public_url);
    }
    Ok(())
}

async fn run_list(services: &Services, json: bool) -> anyhow::Result<()> {
    let who = system_viewer(WHO);
    let mut lines = Vec::new();
    let mut page = 1;
    loop {
        let found = list(services, &who, "", page).await.map_err(sentence)?;
        lines.extend(found.lines);
        if page >= found.pages {
            break;
        }
        page += 1;
    }
    if json {
        let all = lines.iter().map(|line| {
            let (account, role) = (&line.account, line.role.key());
            let last = account.last_sign_in_at.map(|at| at.to_rfc3339_opts(chrono::SecondsFormat::Secs, true));
            json!({ "id": account.id, "email": account.email, "name": account.name, "role": role, "status": account.status, "last_sign_in_at": last })
        });
        println!("{}", serde_json::to_string_pretty(&all.collect::<Vec<_>>())?);
        return Ok(());
    }
    if lines.is_empty() {
        println!("There are no accounts yet: add one by `tracker account add`.");
    }
    let width = lines.iter().map(|line| line.account.email.chars().count()).max().unwrap_or_default();
    for line in lines {
        let last = line.account.last_sign_in_at.map_or_else(|| "never signed in".to_owned(), format_instant);
        println!("{:width$}  {:19}  {:9}  {last}", line.account.email, line.role.key(), line.account.status);
    }
    Ok(())
}

/// Suspends an account or ends that; one that is so already stays so.
async fn set_status(services: &Services, args: &AccountStatusArgs, active: bool) -> anyhow::Result<()> {
    let who = system_viewer(WHO);
    let before = by_email(services, &who, &args.email).await.map_err(sentence)?.account;
    let done = if active { restore(services, &who, &before.id).await } else { suspend(services, &who, &before.id).await };
    done.map_err(sentence)?;
    let account = by_email(services, &who, &before.email).await.map_err(sentence)?.account;
    if args.json {
        println!("{}", json!({ "id": account.id, "email": account.email, "status": account.status }));
        return Ok(());
    }
    let same = before.status == account.status;
    if is_active(&account.status) {
        println!("{} can sign in {}.", account.email, if same { "already" } else { "again" });
    } else {
        println!("{} is suspended{}: signed out everywhere, and told nothing more.", account.email, if same { " already" } else { "" });
    }
    Ok(())
}

/// A refusal of a use case in one sentence.
pub fn sentence(error: Error) -> anyhow::Error {
    match error {
        Error::Invalid(mistakes) => {
            anyhow::anyhow!(mistakes.into_iter().map(|mistake| mistake.message).collect::<Vec<_>>().join("; "))
        }
        other => other.into(),
    }
}
