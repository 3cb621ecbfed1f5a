//! The program `tracker`.

use std::process::ExitCode;

use clap::Parser;
use server::cli::{AuditCommand, Cli, Command, ReportCommand};
use server::commands;
use server::config::Config;

/// The system's allocator keeps what many threads gave back; this one returns it (docs/adr/0009-reports-from-memory.md has the figures).
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

#[tokio::main]
async fn main() -> ExitCode {
    match run(Cli::parse()).await {
        Ok(status) => status,
        Err(error) => {
            eprintln!("tracker: {error:#}");
            ExitCode::FAILURE
        }
    }
}

async fn run(cli: Cli) -> anyhow::Result<ExitCode> {
    let file = cli.config.as_deref();
    let config = Config::load(file)?;
    server::log::start(&config);
    match cli.command {
        Command::Serve => commands::serve::run(&config).await,
        Command::Migrate => commands::migrate::run(&config).await,
        Command::Account { account } => commands::account::run(&config, account).await,
        Command::Report { report: ReportCommand::Deadline(args) } => commands::report::deadline(&config, args).await,
        Command::Demo(args) => commands::demo::run(&config, args).await,
        Command::Remind(args) => commands::remind::run(&config, args).await,
        Command::Send(args) => commands::send::run(&config, &args).await,
        Command::Messages { messages } => commands::messages::run(&config, messages).await,
        Command::Config(args) => commands::config::run(file, &args),
        Command::Audit { audit: AuditCommand::Verify(args) } => commands::audit::verify(&config, &args).await,
        Command::Backup { file } => commands::backup::run(&config, &file).await,
        Command::Import(args) => return commands::import::run(&config, args).await,
    }?;
    Ok(ExitCode::SUCCESS)
}
