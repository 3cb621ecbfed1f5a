//! `tracker import`

use std::io::IsTerminal;
use std::process::ExitCode;
use std::time::Duration;

use app::organisations::import_text;
use domain::organisations::import::{Plan, ReadOptions, What};
use indicatif::{ProgressBar, ProgressStyle};
use services::Error;
use services::organisations::{Accept, Outcome, ReadFile, import, preview, read_path};

use crate::cli::ImportArgs;
use crate::config::Config;

/// How many changes of a kind, bad rows or unknown practices are named; all of them are in the JSON.
const NAMED: usize = 20;

/// The status of an import that left something undone: what could be read is written, and somebody should look at the rest.
const LEFT_UNDONE: u8 = 3;

/// Imports organisation files, or shows what that would change. A dry run ends with the status of the import that it shows.
///
/// # Errors
/// When a file is wrong as a whole, something speaks against it that is not accepted, or the database refuses: then nothing was written.
pub async fn run(config: &Config, args: ImportArgs) -> anyhow::Result<ExitCode> {
    let services = super::services(config).await?;
    let viewer = services::system_viewer("command line");
    let progress = progress(&args);
    let files = read(&args, &ReadOptions { today: services.clock.today(), dated: args.dated }, &progress)?;
    let accept = Accept { closures: args.accept_closures, part: args.accept_part };
    progress.set_message("comparing with what is known");
    let outcome = if args.dry_run { preview(&services, &viewer, files).await } else { import(&services, &viewer, files, accept).await };
    progress.finish_and_clear();
    let outcome = outcome.map_err(|error| match error {
        Error::Conflict(sentence) => anyhow::anyhow!(with_options(&sentence)),
        other => other.into(),
    })?;
    if args.json {
        println!("{}", serde_json::to_string_pretty(&outcome)?);
    } else {
        print(&outcome, &args);
    }
    services.store.close().await?;
    if let Some(doubts) = accept.refuses(&outcome).filter(|_| args.dry_run) {
        anyhow::bail!(with_options(&doubts));
    }
    Ok(import_text::left_undone(&outcome).map_or(ExitCode::SUCCESS, |left| {
        eprintln!("tracker: {left}. {}", if args.dry_run { "Nothing was written." } else { "Everything else is imported." });
        ExitCode::from(LEFT_UNDONE)
    }))
}

/// Names the option by which each doubt is accepted.
fn with_options(doubts: &str) -> String {
    doubts
        .replace("accept the closures.", "accept the closures (--accept-closures).")
        .replace("accept the part.", "accept the part (--accept-part).")
}

/// A bar for somebody who watches.
fn progress(args: &ImportArgs) -> ProgressBar {
    if args.json || !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new(args.files.len() as u64);
    if let Ok(style) = ProgressStyle::with_template("{spinner} {wide_bar} {pos}/{len} {msg}") {
        bar.set_style(style);
    }
    bar.enable_steady_tick(Duration::from_millis(100));
    bar
}

/// Reads every file, so that all that are wrong are named at once.
fn read(args: &ImportArgs, options: &ReadOptions, progress: &ProgressBar) -> anyhow::Result<Vec<ReadFile>> {
    let (mut files, mut refused) = (Vec::new(), Vec::new());
    for path in &args.files {
        progress.set_message(path.display().to_string());
        match read_path(path, options) {
            Ok(file) => files.push(file),
            Err(error) => refused.push(error.to_string()),
        }
        progress.inc(1);
    }
    if refused.is_empty() {
        return Ok(files);
    }
    progress.finish_and_clear();
    if refused.iter().any(|sentence| sentence.contains("Give the day")) {
        refused.push("Say it with --dated, like --dated 2023-02-28.".to_owned());
    }
    anyhow::bail!("{}", refused.join("\n"))
}

fn print(outcome: &Outcome, args: &ImportArgs) {
    for file in &outcome.files {
        println!("{}: {}", file.name, import_text::file_line(&file.report));
        import_text::file_notes(file).iter().for_each(|note| println!("  {note}"));
        named(import_text::bad_rows(&file.report), file.report.bad_rows.count);
        named(file.taken.unknown.iter().map(import_text::unknown_line).collect(), file.taken.unknown_count);
    }
    outcome.doubts().iter().filter(|doubt| !doubt.is_of_closures()).for_each(|doubt| println!("{doubt}"));
    let plan = &outcome.plan;
    if plan.is_empty {
        println!("Nothing to change: everything in these files is already known.");
    } else {
        changes(plan);
    }
    println!("{}: {}", if args.dry_run { "There would be" } else { "There are" }, import_text::totals(&plan.after));
    if args.dry_run {
        println!("Nothing was written.");
    }
}

/// The figures, and under each kind of change the practices; not those of a first import, which are all.
fn changes(plan: &Plan) {
    for (what, line) in import_text::figures(plan) {
        println!("{line}");
        let Some(what) = what.filter(|what| *what != What::ListSize && plan.before.open_practices > 0) else { continue };
        let of_kind = || plan.changes.iter().filter(|change| change.what == what);
        named(of_kind().take(NAMED).map(import_text::change_line).collect(), of_kind().count());
    }
}

fn named(lines: Vec<String>, count: usize) {
    let shown = lines.len().min(NAMED);
    lines.iter().take(NAMED).for_each(|line| println!("    {line}"));
    if count > shown {
        println!("    and {} more", domain::field::format_count(count - shown));
    }
}
