//! Why a file is refused as a whole.

use chrono::NaiveDate;

use super::kind::FileKind;
use crate::time::format_day;

/// The largest file that is read, in bytes. The largest published file of these kinds has under 4 MB.
pub const FILE_LIMIT: u64 = 64 * 1024 * 1024;

/// The longest row that is read, in bytes. The longest published row has under 500.
pub const ROW_LIMIT: usize = 64 * 1024;

/// A file from which nothing is taken, and why: each a sentence for the person who chose the file.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Over [`FILE_LIMIT`].
    #[error("The file is {} MB long. Organisation files are far smaller: the limit is {} MB.", mb(*bytes), mb(FILE_LIMIT))]
    TooLarge {
        /// How long it is.
        bytes: u64,
    },
    /// Nothing in it.
    #[error("The file is empty.")]
    Empty,
    /// Recognised by its first bytes as something that is no text.
    #[error("The file is {what}, not CSV text. {remedy}")]
    NotText {
        /// What it is, e.g. "a PDF document".
        what: &'static str,
        /// What to do.
        remedy: &'static str,
    },
    /// HTML, XML or JSON: most often an error page saved in place of the file.
    #[error("The file is {what}, not CSV text. The download may have failed: fetch the file again.")]
    NotCsv {
        /// What it is, e.g. "a web page".
        what: &'static str,
    },
    /// Neither UTF-8 nor Windows-1252.
    #[error("The file is damaged or in an unknown encoding (line {line}). Save it as CSV UTF-8.")]
    Encoding {
        /// The first line that cannot be read, from 1.
        line: usize,
    },
    /// A row over [`ROW_LIMIT`], or a quotation mark that is never closed.
    #[error("The row that starts on line {line} is longer than {} kB: a quotation mark may be missing.", ROW_LIMIT / 1024)]
    RowTooLong {
        /// The line on which it starts, from 1.
        line: usize,
    },
    /// A row over several lines, in a file whose rows are one line each.
    #[error("{}, and in this file every row is one line. Mend line {opens}, or fetch the file again.", over_lines(*opens, *closes))]
    RowOverLines {
        /// The line on which it opens, from 1.
        opens: usize,
        /// The line on which the next one closes it.
        closes: usize,
    },
    /// The file ends in the middle of a row.
    #[error("The file is cut short: its last row, on line {line}, is incomplete. Fetch the file again.")]
    Truncated {
        /// The line on which the last row starts, from 1.
        line: usize,
    },
    /// The columns are not those of any known file.
    #[error(
        "The columns are not those of an organisation file this program reads: {columns}. {}The page \"Import organisation files\" names the columns of each.",
        nearest.as_ref().map(lacking).unwrap_or_default()
    )]
    UnknownKind {
        /// The first cells of the first row.
        columns: String,
        /// The kind of file that they come nearest to, and the columns that it lacks for it.
        nearest: Option<(FileKind, Vec<&'static str>)>,
    },
    /// More rows are wrong than can be put down to slips.
    #[error("{bad} of {rows} rows cannot be read, so the file as a whole is wrong. The first is line {line}: {reason}.")]
    TooManyBadRows {
        /// How many are wrong.
        bad: usize,
        /// How many there are.
        rows: usize,
        /// The first wrong one.
        line: usize,
        /// What is wrong with it.
        reason: String,
    },
    /// A header, and nothing under it that is of use.
    #[error("The file has no row for {what}.")]
    NoRows {
        /// What was looked for, e.g. "an open GP practice in England".
        what: &'static str,
    },
    /// Nothing in the file says of which day it is, and it decides which practices are open.
    #[error("Nothing in the file says which day it is from. Give the day it was published.")]
    NoDate,
    /// The person gives a day for the file on which it cannot have been published yet.
    #[error("{} is still to come. Give the day on which the file was published.", format_day(*day))]
    FutureDay {
        /// The day given.
        day: NaiveDate,
    },
    /// List sizes of one sex, or of some ages, only.
    #[error("The file has no total of patients per practice: use the file of all patients (gp-reg-pat-prac-all).")]
    NoTotals,
}

fn lacking((kind, columns): &(FileKind, Vec<&'static str>)) -> String {
    let quoted: Vec<_> = columns.iter().map(|column| format!("\"{column}\"")).collect();
    let (them, word) = match quoted.split_last() {
        Some((last, [])) => (last.clone(), "column"),
        Some((last, others)) => (format!("{} and {last}", others.join(", ")), "columns"),
        None => return String::new(),
    };
    format!("To be a {} it lacks the {word} {them}. ", kind.name())
}

/// A carriage return alone ends a line for some programs, and is not counted as one.
fn over_lines(opens: usize, closes: usize) -> String {
    if opens == closes {
        format!("Between quotation marks on line {opens} stands a line break")
    } else {
        format!("A quotation mark opens on line {opens} and closes on line {closes}")
    }
}

fn mb(bytes: u64) -> u64 {
    bytes.div_ceil(1024 * 1024)
}

/// Refuses a file by its size alone, so that it need not be read.
///
/// # Errors
/// [`Refusal::TooLarge`] over [`FILE_LIMIT`].
pub fn check_size(bytes: u64) -> Result<(), Refusal> {
    if bytes > FILE_LIMIT { Err(Refusal::TooLarge { bytes }) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_gigabytes_are_refused_by_size() {
        let refusal = check_size(2 * 1024 * 1024 * 1024).unwrap_err();
        assert_eq!(refusal.to_string(), "The file is 2048 MB long. Organisation files are far smaller: the limit is 64 MB.");
        assert_eq!(check_size(FILE_LIMIT), Ok(()));
    }
}
