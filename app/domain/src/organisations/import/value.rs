//! The cells of a row as values, each mistake in the words of the person who must find it.

use chrono::NaiveDate;
use csv::StringRecord;

use super::day::parse_file_day;
use crate::organisations::OdsCode;

/// The longest name that is kept, in characters. The register allows 50, other files a few more.
const NAME_LIMIT: usize = 200;

/// The longest postcode that is kept: "SW1A 1AA" has 8.
const POSTCODE_LIMIT: usize = 10;

/// One row with the line on which it starts.
pub(super) struct Row<'a> {
    record: &'a StringRecord,
    /// From 1.
    pub(super) line: usize,
}

impl<'a> Row<'a> {
    pub(super) fn new(record: &'a StringRecord, line: usize) -> Self {
        Self { record, line }
    }

    /// A cell without white space around it; empty where the file has no such column.
    pub(super) fn text(&self, column: impl Into<Option<usize>>) -> &'a str {
        column.into().and_then(|index| self.record.get(index)).unwrap_or("").trim()
    }

    /// A code that must be there.
    pub(super) fn code(&self, column: impl Into<Option<usize>>, what: &str) -> Result<OdsCode, String> {
        self.optional_code(column, what)?.ok_or_else(|| format!("the {what} is missing"))
    }

    /// A code, or nothing.
    pub(super) fn optional_code(&self, column: impl Into<Option<usize>>, what: &str) -> Result<Option<OdsCode>, String> {
        match self.text(column) {
            "" => Ok(None),
            text => text.parse().map(Some).map_err(|_| format!("the {what} {} is no organisation code", quoted(text))),
        }
    }

    /// The code of a practice: a letter and five digits.
    pub(super) fn practice_code(&self, column: usize) -> Result<OdsCode, String> {
        let code = self.code(column, "practice code")?;
        if code.looks_like_practice() {
            Ok(code)
        } else {
            Err(format!("the practice code {} is not a letter and 5 digits", quoted(code.as_str())))
        }
    }

    /// A name with every run of white space made one blank, or nothing.
    pub(super) fn name(&self, column: impl Into<Option<usize>>, what: &str) -> Result<Option<String>, String> {
        let name = self.text(column).split_whitespace().collect::<Vec<_>>().join(" ");
        if name.chars().count() > NAME_LIMIT {
            return Err(format!("the {what} is longer than {NAME_LIMIT} characters"));
        }
        if name.chars().any(char::is_control) {
            return Err(format!("the {what} holds control characters"));
        }
        Ok(Some(name).filter(|name| !name.is_empty()))
    }

    /// A postcode; empty where there is none.
    pub(super) fn postcode(&self, column: impl Into<Option<usize>>) -> Result<String, String> {
        let text = self.text(column).split_whitespace().collect::<Vec<_>>().join(" ").to_ascii_uppercase();
        if text.len() <= POSTCODE_LIMIT {
            Ok(text)
        } else {
            Err(format!("the postcode {} is longer than {POSTCODE_LIMIT} characters", quoted(&text)))
        }
    }

    /// A day, or nothing.
    pub(super) fn day(&self, column: impl Into<Option<usize>>, what: &str) -> Result<Option<NaiveDate>, String> {
        match self.text(column) {
            "" => Ok(None),
            text => parse_file_day(text).map(Some).ok_or_else(|| format!("the {what} {} is no date", quoted(text))),
        }
    }

    /// A number of patients, thousands separated or not.
    pub(super) fn patients(&self, column: usize) -> Result<u32, String> {
        let text = self.text(column);
        let digits = text.replace(',', "");
        digits
            .parse::<u32>()
            .ok()
            .filter(|number| *number < 10_000_000)
            .ok_or_else(|| format!("the number of patients {} is no number", quoted(text)))
    }
}

/// A cell as a message shows it, cut where it is long.
pub(super) fn quoted(text: &str) -> String {
    let mut shown: String = text.chars().filter(|letter| !letter.is_control()).take(40).collect();
    if shown.len() < text.len() {
        shown.push_str("...");
    }
    format!("\"{shown}\"")
}
