//! `tracker messages`

use clap::{Args, Subcommand};

/// Messages.
#[derive(Debug, Subcommand)]
pub enum MessagesCommand {
    /// Show the messages that are not sent, the longest waiting first
    #[command(after_help = "Example:\n  tracker messages list --failed")]
    List(MessagesListArgs),
    /// Show one message: its facts, never what it says
    #[command(after_help = "Example:\n  tracker messages show 0199d1f0-5f3c-7000-8000-000000000000 --json")]
    Show(MessagesShowArgs),
    /// Make messages due now, as if nobody had tried them: the loops of `tracker serve` or `tracker send` send them
    #[command(
        after_help = "Examples:\n  tracker messages retry 0199d1f0-5f3c-7000-8000-000000000000\n  tracker messages retry --all-failed\n  tracker messages retry --all-waiting"
    )]
    Retry(MessagesRetryArgs),
}

/// Arguments of `messages list`.
#[derive(Debug, Args)]
pub struct MessagesListArgs {
    /// Only those that were given up
    #[arg(long)]
    pub failed: bool,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
}

/// Arguments of `messages show`.
#[derive(Debug, Args)]
pub struct MessagesShowArgs {
    /// The message, as the list names it
    pub id: String,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
}

/// Arguments of `messages retry`.
#[derive(Debug, Args)]
pub struct MessagesRetryArgs {
    /// The messages, as the list names them
    #[arg(value_name = "ID", required_unless_present_any = ["all_failed", "all_waiting"], conflicts_with_all = ["all_failed", "all_waiting"])]
    pub ids: Vec<String>,
    /// Every message that was given up over a fault of the mail server's or ours in the last 14 days
    #[arg(long)]
    pub all_failed: bool,
    /// Every message that waits because of such a fault
    #[arg(long, conflicts_with = "all_failed")]
    pub all_waiting: bool,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
}
