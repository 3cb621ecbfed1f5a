//! `tracker account`

use clap::{Args, Subcommand};
use domain::accounts::Role;
use domain::organisations::OdsCode;

use super::JsonArgs;

/// Accounts.
#[derive(Debug, Subcommand)]
pub enum AccountCommand {
    /// Let a person sign in
    #[command(after_help = "Example:\n  tracker account add sam@example.nhs.uk --role icb --org 16C --name \"Sam Taylor\"")]
    Add(AccountAddArgs),
    /// Show every account, by name: who may sign in, and when they last did
    #[command(after_help = "Example:\n  tracker account list --json")]
    List(JsonArgs),
    /// Shut a person out at once, everywhere
    #[command(after_help = "Example:\n  tracker account suspend sam@example.nhs.uk")]
    Suspend(AccountStatusArgs),
    /// Let a person who was suspended sign in again
    #[command(after_help = "Example:\n  tracker account resume sam@example.nhs.uk")]
    Resume(AccountStatusArgs),
}

/// Arguments of `account suspend` and `account resume`.
#[derive(Debug, Args)]
pub struct AccountStatusArgs {
    /// The person's email address
    pub email: String,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
}

/// Arguments of `account add`.
#[derive(Debug, Args)]
pub struct AccountAddArgs {
    /// The person's email address
    pub email: String,
    /// practice-manager, icb, commissioner or admin
    #[arg(long, value_parser = role)]
    pub role: Role,
    /// The organisations the person works for: practices, sub-ICB locations, ICBs or regions, or ENGLAND
    #[arg(long = "org", value_name = "CODE", num_args = 1.., value_delimiter = ',')]
    pub orgs: Vec<OdsCode>,
    /// The person's name; the part of the address before the @ without it
    #[arg(long)]
    pub name: Option<String>,
    /// Accept an address that lies under none of the domains of the setting invite_domains
    #[arg(long)]
    pub any_domain: bool,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
}

fn role(word: &str) -> Result<Role, String> {
    Role::from_key(word).ok_or_else(|| "use practice-manager, icb, commissioner or admin".to_owned())
}
