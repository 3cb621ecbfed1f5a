//! Running other programs, with errors that say which one failed and how.

use std::{
    env,
    fs::{self, File},
    path::{Path, PathBuf},
    process::{Command, ExitStatus, Stdio},
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail};

use crate::workspace;

/// A command that runs in the checkout's root.
pub fn command(program: impl AsRef<std::ffi::OsStr>) -> Command {
    let mut command = Command::new(program);
    command.current_dir(workspace::root());
    command
}

/// Cargo, without what `cargo run` told this process about its own package: build scripts watch some of
/// those variables and would run again at every change between `cargo build` and `cargo xtask`.
pub fn cargo() -> Command {
    let mut command = command(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    for (name, _) in env::vars_os() {
        let own = name.to_str().is_some_and(|name| name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_"));
        if own {
            command.env_remove(name);
        }
    }
    command
}

/// Runs to the end with the terminal as it is.
pub fn run(command: &mut Command) -> Result<()> {
    let status = command.status().with_context(|| format!("{} could not be started", name(command)))?;
    succeeded(command, status)
}

/// Runs to the end with everything the program prints kept in `log`; the end of it is in the error.
pub fn run_quietly(command: &mut Command, log: &str) -> Result<()> {
    let path = workspace::cache().join("logs").join(log);
    fs::create_dir_all(workspace::cache().join("logs"))?;
    let file = File::create(&path)?;
    command.stdout(file.try_clone()?).stderr(file).stdin(Stdio::null());
    let status = command.status().with_context(|| format!("{} could not be started", name(command)))?;
    succeeded(command, status).with_context(|| format!("{}\n(the whole of it: {})", last_lines(&path, 200), path.display()))
}

/// Runs to the end quietly; a program that takes longer than `patience` is stopped, which is an error.
pub fn run_within(command: &mut Command, patience: Duration) -> Result<()> {
    let mut child = command.stdin(Stdio::null()).spawn().with_context(|| format!("{} could not be started", name(command)))?;
    let started = Instant::now();
    loop {
        if let Some(status) = child.try_wait()? {
            return succeeded(command, status);
        }
        if started.elapsed() > patience {
            child.kill()?;
            child.wait()?;
            bail!("{} took longer than {} s and was stopped", name(command), patience.as_secs());
        }
        thread::sleep(Duration::from_millis(100));
    }
}
/// Runs to the end and gives what the program printed on standard output.
pub fn output(command: &mut Command) -> Result<String> {
    let output = command.output().with_context(|| format!("{} could not be started", name(command)))?;
    if !output.status.success() {
        bail!("{} failed ({}): {}", name(command), output.status, String::from_utf8_lossy(&output.stderr).trim());
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Whether the program ran and was content. Prints nothing.
pub fn succeeds(command: &mut Command) -> bool {
    command.output().is_ok_and(|output| output.status.success())
}

/// The program's full path, looked for on `PATH`.
pub fn which(program: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    env::split_paths(&path).map(|folder| folder.join(program)).find(|file| file.is_file())
}

fn succeeded(command: &Command, status: ExitStatus) -> Result<()> {
    if status.success() {
        return Ok(());
    }
    bail!("{} failed ({status})", name(command))
}

/// The program and its first arguments, as a person would type them.
pub fn name(command: &Command) -> String {
    let program = Path::new(command.get_program()).file_name().unwrap_or(command.get_program());
    let words: Vec<_> = std::iter::once(program).chain(command.get_args().take(4)).map(|word| word.to_string_lossy()).collect();
    words.join(" ")
}

fn last_lines(path: &Path, count: usize) -> String {
    let text = fs::read(path).map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).unwrap_or_default();
    let lines: Vec<&str> = text.lines().collect();
    lines[lines.len().saturating_sub(count)..].join("\n")
}
