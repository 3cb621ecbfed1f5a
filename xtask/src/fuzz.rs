//! Input made up by libFuzzer, against what reads input of other people: the targets in `fuzz/`.
//!
//! cargo-fuzz is at home on nightly compilers; ours is a stable one. What its coverage needs, `-C passes` and `-C llvm-args`, stable has
//! too; what it does not have is `-Z sanitizer`, hence `--sanitizer none`. Nothing is lost by that: our own code forbids `unsafe`, and an
//! overflow or a broken promise of a target is a panic here as well, for debug assertions are on. A C++ compiler is needed for libFuzzer.
//!
//! An input has a budget of processor time (`fuzz/src/lib.rs`): what is slow fails like what is wrong. First come inputs as long as the
//! service takes them, made up here (`fuzz/large.rs`); then those that libFuzzer makes of short ones.
//!
//! Each target starts from `fuzz/seeds/` and from what earlier runs on this machine found (in cargo's target folder). An input that breaks
//! one is kept in `fuzz/artifacts/`: it becomes a test beside the rule that it broke, and a seed.

mod large;

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, bail};

use crate::{
    apt,
    command::{self, command},
    step::{Steps, step},
    tool::Tool,
    workspace,
};

const FUZZ: Tool = Tool { name: "cargo-fuzz", version: "0.13.2" };
/// Longer input than this only makes a run slower, beside the large ones.
const LONGEST: u32 = 16 * 1024;

/// Runs each target, or those named, for so many seconds. Fails when any input breaks one.
pub fn run(seconds: u64, wanted: &[String]) -> Result<()> {
    let targets = targets()?;
    if let Some(unknown) = wanted.iter().find(|name| !targets.contains(name)) {
        bail!("there is no target {unknown}: there are {}", targets.join(", "));
    }
    if command::which("c++").is_none() {
        apt::install(&["g++"], false)?;
    }
    let tool = FUZZ.ensure()?;
    step("fuzz targets: compile", || command::run(cargo_fuzz(&tool, "build").args(["--sanitizer", "none"])))?;
    let (mut steps, mut lines) = (Steps::default(), Vec::new());
    for target in targets.iter().filter(|target| wanted.is_empty() || wanted.contains(target)) {
        lines.extend(steps.run(&format!("fuzz {target}"), || one(&tool, target, seconds)));
    }
    eprintln!("\n{:<16} {:>12} {:>12}", "target", "executions", "a second");
    lines.iter().for_each(|line| eprintln!("{line}"));
    steps.finish()
}

/// The targets by name, as their files are called.
fn targets() -> Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder().join("fuzz_targets"))? {
        let name = entry?.path().file_stem().context("a target without a name")?.to_string_lossy().into_owned();
        names.push(name);
    }
    names.sort();
    Ok(names)
}

fn folder() -> PathBuf {
    workspace::root().join("fuzz")
}

fn cargo_fuzz(tool: &Path, task: &str) -> std::process::Command {
    let mut fuzz = command(tool);
    // Called as cargo would call it.
    fuzz.args(["fuzz", task, "--fuzz-dir"]).arg(folder()).arg("--target-dir").arg(workspace::target().join("fuzz"));
    fuzz
}

/// Runs one target; the line for the table.
fn one(tool: &Path, target: &str, seconds: u64) -> Result<String> {
    let files = large::write(target, &workspace::target().join("fuzz/large"))?;
    let mut long = cargo_fuzz(tool, "run");
    long.args(["--sanitizer", "none", target]).args(files).args(["--", "-timeout=60"]);
    command::run_quietly(&mut long, &format!("fuzz-{target}-large.log"))?;
    let corpus = workspace::target().join("fuzz/corpus").join(target);
    fs::create_dir_all(&corpus)?;
    let mut fuzz = cargo_fuzz(tool, "run");
    fuzz.args(["--sanitizer", "none", target]).arg(&corpus);
    let seeds = [folder().join("seeds").join(target), samples(target)];
    fuzz.args(seeds.iter().filter(|folder| folder.is_dir()));
    fuzz.arg("--").arg(format!("-max_total_time={seconds}")).arg(format!("-max_len={LONGEST}"));
    fuzz.args(["-timeout=10", "-rss_limit_mb=2048", "-print_final_stats=1"]);
    let words = folder().join("words").join(target);
    if words.is_file() {
        fuzz.arg(format!("-dict={}", words.display()));
    }
    let log = format!("fuzz-{target}.log");
    command::run_quietly(&mut fuzz, &log)?;
    let text = fs::read(workspace::cache().join("logs").join(log))?;
    let (executions, speed) = figures(&String::from_utf8_lossy(&text)).context("the run says nothing of its executions")?;
    Ok(format!("{target:<16} {executions:>12} {speed:>12}"))
}

/// The samples that the tests of a target's code have already.
fn samples(target: &str) -> PathBuf {
    let tests = if target == "import_file" { "app/domain/tests/samples" } else { "none" };
    workspace::root().join(tests)
}

/// How often a target was run, and how often a second.
fn figures(log: &str) -> Option<(u64, u64)> {
    let figure = |name: &str| log.lines().find_map(|line| line.strip_prefix(name)?.trim().parse().ok());
    Some((figure("stat::number_of_executed_units:")?, figure("stat::average_exec_per_sec:")?))
}

#[cfg(test)]
mod tests {
    use super::{figures, folder, targets};

    #[test]
    fn figures_are_read() {
        let log = "Done 12 runs in 3 second(s)\nstat::number_of_executed_units: 12\nstat::average_exec_per_sec:     4\n";
        assert_eq!(figures(log), Some((12, 4)));
        assert_eq!(figures("==1== ERROR: libFuzzer: deadly signal"), None);
    }

    #[test]
    fn every_target_is_declared_and_has_seeds() {
        let manifest = std::fs::read_to_string(folder().join("Cargo.toml")).unwrap();
        let targets = targets().unwrap();
        assert_eq!(targets.len(), manifest.matches("[[bin]]").count());
        for target in targets {
            assert!(manifest.contains(&format!("path = \"fuzz_targets/{target}.rs\"")), "{target}");
            let seeds = [folder().join("seeds").join(&target), super::samples(&target)];
            assert!(seeds.iter().any(|seeds| seeds.is_dir()), "{target} has nothing to start from");
        }
    }
}
