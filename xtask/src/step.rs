//! What is being done and how long it took.

use std::{
    fmt,
    time::{Duration, Instant},
};

use anyhow::Result;

/// Does `work`, saying before what it is and after how long it took.
pub fn step<T>(name: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
    eprintln!("==> {name}");
    let started = Instant::now();
    let result = work();
    let took = Took(started.elapsed());
    match &result {
        Ok(_) => eprintln!("    {name}: {took}"),
        Err(_) => eprintln!("    {name}: failed after {took}"),
    }
    result
}

/// A duration as a person reads it: `0.4 s`, `2 min 05 s`.
pub struct Took(pub Duration);

impl fmt::Display for Took {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let seconds = self.0.as_secs_f64();
        if seconds < 100.0 {
            return write!(out, "{seconds:.1} s");
        }
        let whole = self.0.as_secs();
        write!(out, "{} min {:02} s", whole / 60, whole % 60)
    }
}

/// Several steps, the later ones tried even where an earlier one failed, with a table of them at the end.
#[derive(Default)]
pub struct Steps {
    rows: Vec<Row>,
}

struct Row {
    name: String,
    outcome: Outcome,
    took: Duration,
}

enum Outcome {
    Passed,
    Failed,
    LeftOut(String),
}

impl Steps {
    /// Does one step. The error, if there is one, is printed here; `None` says that it failed.
    pub fn run<T>(&mut self, name: &str, work: impl FnOnce() -> Result<T>) -> Option<T> {
        let started = Instant::now();
        let result = step(name, work);
        let outcome = if result.is_ok() { Outcome::Passed } else { Outcome::Failed };
        self.rows.push(Row { name: name.to_owned(), outcome, took: started.elapsed() });
        result.map_err(|error| eprintln!("error: {error:#}")).ok()
    }

    /// Notes a step that is not done, and why.
    pub fn leave_out(&mut self, name: &str, why: impl Into<String>) {
        let why = why.into();
        eprintln!("==> {name}: left out, {why}");
        self.rows.push(Row { name: name.to_owned(), outcome: Outcome::LeftOut(why), took: Duration::ZERO });
    }

    /// Prints the table; an error names the steps that failed.
    pub fn finish(self) -> Result<()> {
        eprintln!("\n{:<44} {:>12}  outcome", "step", "time");
        for row in &self.rows {
            eprintln!("{:<44} {:>12}  {}", row.name, Took(row.took).to_string(), row.outcome);
        }
        let total = self.rows.iter().map(|row| row.took).sum();
        eprintln!("{:<44} {:>12}", "altogether", Took(total).to_string());
        let failed: Vec<&str> =
            self.rows.iter().filter(|row| matches!(row.outcome, Outcome::Failed)).map(|row| row.name.as_str()).collect();
        if failed.is_empty() {
            return Ok(());
        }
        anyhow::bail!("failed: {}", failed.join(", "))
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Passed => out.write_str("passed"),
            Self::Failed => out.write_str("FAILED"),
            Self::LeftOut(why) => write!(out, "left out: {why}"),
        }
    }
}
