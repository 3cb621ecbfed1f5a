//! `tracker report`

use std::io::{IsTerminal, Write};
use std::path::Path;

use clap::ValueEnum;
use domain::reports::Typed;
use services::reports::{self, write};

use super::account::sentence;
use crate::cli::{DeadlineArgs, Format};
use crate::config::Config;

/// Prints the deadline report, or writes it to a file.
///
/// # Errors
/// In one sentence, what is wrong with the day or the code, or why the file cannot be written.
pub async fn deadline(config: &Config, args: DeadlineArgs) -> anyhow::Result<()> {
    let services = super::services(config).await?;
    let typed = Typed {
        by: args.by.to_possible_value().map_or_else(String::new, |value| value.get_name().to_owned()),
        within: args.within.map_or_else(String::new, |code| code.to_string()),
        as_at: args.as_at.map_or_else(String::new, |day| day.to_string()),
    };
    let question = typed.parse(services.clock.today()).map_err(|mistakes| sentence(services::Error::Invalid(mistakes)))?;
    let report = reports::deadline(&services, &services::system_viewer("command line"), &question).await.map_err(sentence)?;
    let format = match args.format {
        _ if args.json => reports::Format::Json,
        Format::Csv => reports::Format::Csv,
        Format::Json => reports::Format::Json,
        Format::Xlsx => reports::Format::Xlsx,
    };
    if let Some(file) = args.output {
        let content = write(&report, format)?.content.whole()?;
        save(&file, &content)?;
        println!("Wrote {} rows to {}", report.rows.len(), file.display());
        return Ok(());
    }
    if format == reports::Format::Xlsx && std::io::stdout().is_terminal() {
        anyhow::bail!("a workbook cannot be shown in a terminal: name a file with --output");
    }
    print(&write(&report, format)?.content.whole()?)
}

fn save(file: &Path, content: &[u8]) -> anyhow::Result<()> {
    std::fs::write(file, content).map_err(|error| anyhow::anyhow!("{} cannot be written: {error}", file.display()))
}

/// Whoever reads may stop early, as `head` does.
fn print(content: &[u8]) -> anyhow::Result<()> {
    let mut out = std::io::stdout().lock();
    match out.write_all(content).and_then(|()| out.flush()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => Err(error.into()),
        _ => Ok(()),
    }
}
