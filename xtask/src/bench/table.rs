//! The figures, and whether each is what was wished for.

use std::time::Duration;

use crate::step::Took;

/// Figures in the order they were taken.
#[derive(Default)]
pub struct Table {
    rows: Vec<(String, String, &'static str)>,
}

impl Table {
    /// A figure without a target.
    pub fn note(&mut self, name: &str, figure: String) {
        eprintln!("    {name}: {figure}");
        self.rows.push((name.to_owned(), figure, ""));
    }

    /// A figure whose value is to stay at or under a limit.
    pub fn add<T: PartialOrd>(&mut self, name: &str, figure: String, (value, limit): (T, T)) {
        self.judge(name, figure, value <= limit);
    }

    /// A figure that is what was wished for, or is not.
    pub fn judge(&mut self, name: &str, figure: String, is_met: bool) {
        eprintln!("    {name}: {figure}");
        self.rows.push((name.to_owned(), figure, if is_met { "met" } else { "MISSED" }));
    }

    /// Prints it, as Markdown, on standard output.
    pub fn print(&self) {
        println!("| what | figure | target |\n|---|---|---|");
        for (name, figure, target) in &self.rows {
            println!("| {name} | {figure} | {target} |");
        }
    }
}

pub fn milliseconds(time: Duration) -> String {
    match time {
        time if time >= Duration::from_secs(10) => Took(time).to_string(),
        time => format!("{:.1} ms", time.as_secs_f64() * 1000.0),
    }
}

pub fn megabytes(bytes: u64) -> String {
    format!("{:.1} MB", bytes as f64 / 1e6)
}
