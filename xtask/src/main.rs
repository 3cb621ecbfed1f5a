//! The one tool a developer needs: `cargo xtask --help`.

mod apt;
mod background;
mod bench;
mod browser;
mod build;
mod check;
mod chromium;
mod command;
mod compress;
mod demo;
mod deny;
mod dev;
mod digest;
mod fuzz;
mod house_rules;
mod http_client;
mod lint;
mod npm;
mod oidc;
mod postgres;
mod screenshots;
mod site;
mod step;
mod styles;
mod test;
mod tool;
mod user;
mod wasm_target;
mod workspace;

use std::{path::PathBuf, process::ExitCode, time::Duration};

use anyhow::Result;
use clap::{Parser, Subcommand};

#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", version)]
#[command(about = "Builds, runs and tests the tracker; sets up what is missing")]
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
        /// Run an issuer of invented smartcards beside it
        #[arg(long)]
        oidc: bool,
    },
    /// Check format and warnings, and run every test
    Test {
        /// Leave out PostgreSQL and the end-to-end tests
        #[arg(long)]
        fast: bool,
        /// Let missing system packages be installed through sudo (as root and in CI they are anyway)
        #[arg(long)]
        install: bool,
    },
    /// Check format, warnings and the rules of the house
    Lint,
    /// Serve the demo; rebuild, restart and reload open pages at every change
    Dev {
        /// The port to serve on
        #[arg(long, default_value_t = 3000)]
        port: u16,
    },
    /// Build both halves
    Build {
        /// For deployment: one folder with the binary and the files a browser is given
        #[arg(long)]
        release: bool,
    },
    /// Measure the release build on the organisation data of England
    Bench {
        /// The folder of the organisation files
        #[arg(long, default_value = "../shared/data")]
        data: PathBuf,
        /// How many seconds each page is asked for
        #[arg(long, default_value_t = 5)]
        seconds: u64,
        /// How many times the practices of England: each is copied under codes of its own
        #[arg(long, default_value_t = 1)]
        scale: usize,
    },
    /// Try made-up input on what reads other people's: claims, logout tokens, codes, files and forms
    Fuzz {
        /// How many seconds each target runs
        #[arg(long, default_value_t = 60)]
        seconds: u64,
        /// Only these targets
        targets: Vec<String>,
    },
    /// Take the pictures of the README
    Screenshots,
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
        Task::Demo { check: true, oidc: true, .. } => oidc::run_check(),
        Task::Demo { check: true, .. } => demo::run_check(),
        Task::Demo { port, oidc: true, .. } => oidc::run(port),
        Task::Demo { port, .. } => demo::run(port),
        Task::Test { fast, install } => test::run(&test::Wanted { fast, install }),
        Task::Lint => lint::run(),
        Task::Dev { port } => dev::run(port),
        Task::Build { release } => build::run(release),
        Task::Bench { data, seconds, scale } => {
            bench::run(&bench::Wanted { data: workspace::root().join(data), length: Duration::from_secs(seconds), scale })
        }
        Task::Fuzz { seconds, targets } => fuzz::run(seconds, &targets),
        Task::Screenshots => screenshots::run(),
        Task::Site => step::step("site", || site::build(None)),
        Task::WasmTarget { way: None } => wasm_target::ensure().map(drop),
        Task::WasmTarget { way: Some(way) } => wasm_target::set_up(way).map(drop),
    }
}
