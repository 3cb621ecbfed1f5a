//! Rows that could not be read: the first few by line and reason, the rest counted.

use serde::{Deserialize, Serialize};

use super::refusal::Refusal;

/// How many bad rows, or unknown practices, are named; the rest are only counted.
pub const NAMED: usize = 50;

/// A row of which nothing was taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BadRow {
    /// The line on which it starts, from 1.
    pub line: usize,
    /// What is wrong with it, e.g. `the open date "2023-13-01" is no date`.
    pub reason: String,
}

/// A bounded list of bad rows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mistakes {
    /// The first [`NAMED`] of them, in the order of the file.
    pub first: Vec<BadRow>,
    /// How many there are.
    pub count: usize,
}

impl Mistakes {
    pub(super) fn add(&mut self, line: usize, reason: String) {
        self.count += 1;
        if self.first.len() < NAMED {
            self.first.push(BadRow { line, reason });
        }
    }

    /// More than ten bad rows that are also more than one in twenty are not slips.
    pub(super) fn refuse_if_too_many(&self, rows: usize) -> Result<(), Refusal> {
        match self.first.first() {
            Some(BadRow { line, reason }) if self.count > 10 && self.count * 20 > rows => {
                Err(Refusal::TooManyBadRows { bad: self.count, rows, line: *line, reason: reason.clone() })
            }
            _ => Ok(()),
        }
    }
}
