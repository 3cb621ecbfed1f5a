//! The command line.

mod account;
mod messages;
mod report;

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::{Args, Parser, Subcommand};

pub use account::{AccountAddArgs, AccountCommand, AccountStatusArgs};
pub use messages::{MessagesCommand, MessagesListArgs, MessagesRetryArgs, MessagesShowArgs};
pub use report::{By, DeadlineArgs, Format, ReportCommand};

/// Tracks every GP practice from readiness checklist to switched on, reminds people, and reports to the day.
#[derive(Debug, Parser)]
#[command(name = "tracker", version, after_help = EXAMPLES, max_term_width = 110)]
pub struct Cli {
    /// The settings file. Without it, tracker.toml in the present folder is read where it is there.
    #[arg(long, global = true, value_name = "FILE")]
    pub config: Option<PathBuf>,

    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

const EXAMPLES: &str = "\
Examples:
  tracker migrate
  tracker import epraccur.csv epcn.csv subicb-to-icb-lookup.csv --dry-run
  tracker account add sam@example.nhs.uk --role practice-manager --org X10001
  tracker report deadline --as-at 2023-10-31 --by icb --format csv --output deadline.csv
  tracker serve";

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Serve the web pages and run the background loops until told to stop
    #[command(after_help = "Example:\n  TRACKER_LISTEN=127.0.0.1:3000 tracker serve")]
    Serve,
    /// Bring the database to this version's schema
    Migrate,
    /// Load organisation files; each is recognised by its content
    Import(ImportArgs),
    /// Print a report
    Report {
        /// Which report.
        #[command(subcommand)]
        report: ReportCommand,
    },
    /// Write the reminders that are owed now to the outbox
    #[command(after_help = "Example:\n  tracker remind --dry-run")]
    Remind(RemindArgs),
    /// Send what is due in the outbox, once
    #[command(after_help = "Example:\n  tracker send --json\n\nStatus 1: the mail server refuses this service or cannot be reached.")]
    Send(JsonArgs),
    /// Look after the messages that are not sent
    Messages {
        /// What to do with them.
        #[command(subcommand)]
        messages: MessagesCommand,
    },
    /// Manage accounts
    Account {
        /// What to do with accounts.
        #[command(subcommand)]
        account: AccountCommand,
    },
    /// Serve a demonstration: invented practices in a fresh database, and personas to sign in as
    Demo(DemoArgs),
    /// Look after the audit trail
    Audit {
        /// What to do with it.
        #[command(subcommand)]
        audit: AuditCommand,
    },
    /// Show the settings in force and where each came from
    Config(JsonArgs),
    /// Write a copy of the database to a file, while the service runs
    #[command(after_help = "Example:\n  tracker backup tracker-2023-10-31.sqlite")]
    Backup {
        /// The file to write; it must not exist yet.
        file: PathBuf,
    },
}

/// `--json`.
#[derive(Debug, Args)]
pub struct JsonArgs {
    /// Print JSON
    #[arg(long)]
    pub json: bool,
}

/// Arguments of `import`.
#[derive(Debug, Args)]
#[command(after_help = "Example:
  tracker import epraccur.csv gp-reg-pat-prac-map.csv --dry-run

Status:
  0  everything in the files was taken
  1  a file or the import as a whole was refused, and nothing was written
  3  done, but for rows that cannot be read or practices that a register does not clearly show closed")]
pub struct ImportArgs {
    /// The files, in any order; together they are one transaction
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// Show what would change and write nothing
    #[arg(long)]
    pub dry_run: bool,
    /// Accept a file that closes more than 5% of the open practices
    #[arg(long)]
    pub accept_closures: bool,
    /// Accept what looks like a part of a register: far fewer rows than another, or than one of all England
    #[arg(long)]
    pub accept_part: bool,
    /// The date of the files that do not tell their own, like 2023-02-28
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub dated: Option<NaiveDate>,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
}

/// Arguments of `remind`.
#[derive(Debug, Args)]
pub struct RemindArgs {
    /// Show what is owed and write nothing
    #[arg(long)]
    pub dry_run: bool,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
}

/// The audit trail.
#[derive(Debug, Subcommand)]
pub enum AuditCommand {
    /// Check that no row of it was changed or removed; status 1 names the first that does not follow
    #[command(after_help = "Example:\n  tracker audit verify --json")]
    Verify(JsonArgs),
}

fn day(text: &str) -> Result<NaiveDate, String> {
    domain::reports::parse_day(text).map_err(|_| "write a real date like 2023-10-31".to_owned())
}

/// Arguments of `demo`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  tracker demo --listen 127.0.0.1:3001\n  TRACKER_LISTEN=127.0.0.1:3001 tracker demo")]
pub struct DemoArgs {
    /// Where to listen; without it where the setting listen says, which is 127.0.0.1:3000 unless it is set
    #[arg(long, value_name = "ADDRESS")]
    pub listen: Option<std::net::SocketAddr>,
    /// The database file to make, which must not exist yet; a temporary one without it
    #[arg(long, value_name = "FILE")]
    pub database: Option<PathBuf>,
    /// Where its mail goes, e.g. smtp://127.0.0.1:2525; nowhere without it, whatever the settings say
    #[arg(long, value_name = "URL")]
    pub smtp_url: Option<String>,
}
