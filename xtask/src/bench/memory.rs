//! How long a program runs and how much memory it holds.

use std::{
    fs,
    process::{Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail};

use crate::command;

/// What running a program to its end took.
pub struct Cost {
    pub time: Duration,
    /// The most memory it held at once, in bytes.
    pub peak: u64,
}

/// Runs a program to its end. Its memory is looked at every few milliseconds; the system keeps the highest.
pub fn measure(command: &mut Command) -> Result<Cost> {
    command.stdout(Stdio::null()).stderr(Stdio::inherit());
    let started = Instant::now();
    let mut child = command.spawn().with_context(|| format!("{} could not be started", command::name(command)))?;
    let mut peak = 0;
    let status = loop {
        if let Some(status) = child.try_wait()? {
            break status;
        }
        peak = peak.max(high_water(child.id()).unwrap_or(0));
        thread::sleep(Duration::from_millis(2));
    };
    let time = started.elapsed();
    if !status.success() {
        bail!("{} failed ({status})", command::name(command));
    }
    Ok(Cost { time, peak })
}

/// The most memory that a running program has held, in bytes.
pub fn high_water(process: u32) -> Option<u64> {
    field(process, "VmHWM:")
}

/// The memory that a running program holds now, in bytes.
pub fn resident(process: u32) -> Option<u64> {
    field(process, "VmRSS:")
}

fn field(process: u32, name: &str) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let kilobytes: u64 = status.lines().find_map(|line| line.strip_prefix(name))?.trim().strip_suffix(" kB")?.parse().ok()?;
    Some(kilobytes * 1024)
}
