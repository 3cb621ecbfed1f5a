//! `tracker report`

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::{Args, Subcommand, ValueEnum};
use domain::organisations::OdsCode;

use super::day;

/// Reports.
#[derive(Debug, Subcommand)]
pub enum ReportCommand {
    /// How far practices were on a day, against the deadline
    #[command(after_help = "Examples:
  tracker report deadline --by region
  tracker report deadline --as-at 2023-10-31 --by practice --within QHM --format xlsx --output qhm.xlsx")]
    Deadline(DeadlineArgs),
}

/// Arguments of `report deadline`.
#[derive(Debug, Args)]
pub struct DeadlineArgs {
    /// The day to report on, like 2023-10-31; today without it
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub as_at: Option<NaiveDate>,
    /// One row for each of these
    #[arg(long, value_enum, default_value_t = By::Region)]
    pub by: By,
    /// Only practices under this region, ICB, sub-ICB location or PCN
    #[arg(long, value_name = "CODE")]
    pub within: Option<OdsCode>,
    /// How to write it
    #[arg(long, value_enum, default_value_t = Format::Csv)]
    pub format: Format,
    /// Where to write it; the terminal without it
    #[arg(long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// The same as --format json
    #[arg(long, conflicts_with = "format")]
    pub json: bool,
}

/// What a report has rows for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum By {
    /// Regions.
    Region,
    /// ICBs.
    Icb,
    /// Sub-ICB locations.
    SubIcb,
    /// PCNs.
    Pcn,
    /// Practices.
    Practice,
    /// System suppliers.
    Supplier,
}

/// How a report is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// Comma-separated values.
    Csv,
    /// JSON.
    Json,
    /// A spreadsheet.
    Xlsx,
}
