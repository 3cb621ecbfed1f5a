//! The one tool a developer needs: `cargo xtask --help`.

mod apt;
mod background;
mod browser;
mod check;
mod command;
mod compress;
mod demo;
mod digest;
mod npm;
mod site;
mod step;
mod styles;
mod user;
mod wasm_target;
mod workspace;

use std::process::ExitCode;

use anyhow::Result;
use clap::{Parser, Subcommand};

#[derive(Parser)]
#[command(
    name = "cargo xtask",
    bin_name = "cargo xtask",
    about = "Builds, runs and tests the tracker; sets up what is missing",
    version
)]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Build both halves and serve the program with invented data
    Demo {
        /// The port to serve on
        #[arg(long, default_value_t = 3000, conflicts_with = "check")]
        port: u16,
        /// Ask for the main pages on a free port and stop; the exit status says how it went
        #[arg(long)]
        check: bool,
    },
    /// Build what a browser is given: WASM, styles and scripts, hashed and compressed
    Site,
    /// Set up the compiler's WASM target; the other tasks do this by themselves
    WasmTarget {
        /// Set it up in this way, even if it works already
        #[arg(long)]
        way: Option<wasm_target::Way>,
    },
}

fn main() -> ExitCode {
    match run(Arguments::parse().task) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(task: Task) -> Result<()> {
    match task {
        Task::Demo { check: true, .. } => demo::run_check(),
        Task::Demo { port, .. } => demo::run(port),
        Task::Site => step::step("site", site::build),
        Task::WasmTarget { way: None } => wasm_target::ensure().map(drop),
        Task::WasmTarget { way: Some(way) } => wasm_target::set_up(way).map(drop),
    }
}
