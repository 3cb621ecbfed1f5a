//! `tracker account`

use services::Error;
use services::accounts::{AddAccount, add, add_from_anywhere};

use crate::cli::AccountAddArgs;
use crate::config::Config;

/// Adds an account.
///
/// # Errors
/// In one sentence, what is wrong with the address or the organisations.
pub async fn run_add(config: &Config, args: AccountAddArgs) -> anyhow::Result<()> {
    let services = super::services(config).await?;
    let role = args.role;
    let new = AddAccount { email: args.email, name: args.name.unwrap_or_default(), role, orgs: args.orgs };
    let email = new.email.clone();
    let who = services::system_viewer("command line");
    let added = if args.any_domain { add_from_anywhere(&services, &who, new).await } else { add(&services, &who, new).await };
    let id = added.map_err(sentence)?;
    if args.json {
        println!("{}", serde_json::json!({ "id": id, "email": email, "role": role.word() }));
    } else {
        println!("{email} can now sign in ({}): {}/sign-in", role.name(), services.settings.public_url);
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
