//! Import of organisation files: bytes to facts, facts and what is known to a plan of changes.
//!
//! Nothing here reads a file or a database. [`read`] takes the bytes of one file, tells from its columns what it is, and gives the facts
//! in it or one clear refusal. [`Organisations::take`] adds facts to what is known; the outcome does not depend on the order in which
//! files of different days are taken. [`Plan::between`] says what that changes.
//!
//! Sources: the formats as the Organisation Data Service publishes them (`epraccur`, `epcn`, `epcncorepartnerdetails`) and as NHS England
//! publishes patients registered at a GP practice (`gp-reg-pat-prac-map`, `gp-reg-pat-prac-all`).

mod change;
mod codes;
mod day;
mod doubt;
mod facts;
mod findings;
mod format;
mod formats;
mod header;
mod kind;
mod known;
mod merge;
mod mistakes;
mod open_practices;
mod plan;
mod refusal;
mod registers;
mod rows;
mod tally;
mod text;
mod value;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

pub use change::{Change, Learned, What};
pub use day::parse_file_day;
pub use doubt::{Doubt, FewRows, TooManyClosures};
pub use facts::{AreaFacts, Dated, Entry, Facts, OpenPractice, Period, PracticeFacts, RegisterFacts};
pub use findings::DatedBy;
pub use formats::columns;
pub use kind::FileKind;
pub use known::{Ahead, Area, Counts, Organisations, Practice};
pub use merge::{Taken, UnknownPractice};
pub use mistakes::{BadRow, Mistakes, NAMED};
pub use plan::{AreaChange, Plan};
pub use refusal::{FILE_LIMIT, ROW_LIMIT, Refusal, check_size};
pub use registers::{Registers, Said, WholeRegister};

use findings::Findings;
use format::Reader;
use header::Header;
use rows::Rows;

/// What the reading of a file depends on besides its bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReadOptions {
    /// The present day in London.
    pub today: NaiveDate,
    /// The day of the file, for those that do not state it in their rows.
    pub dated: Option<NaiveDate>,
}

/// What was found in a file, for the person who imports it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileReport {
    /// What the file is.
    pub kind: FileKind,
    /// The day of the file (London date).
    pub dated: Option<NaiveDate>,
    /// How that day was found.
    pub dated_by: DatedBy,
    /// Rows under the header.
    pub rows: usize,
    /// Well-formed rows that are left out, e.g. organisations in the register that are not GP practices in England.
    pub passed_over: usize,
    /// Rows of which nothing was taken.
    pub bad_rows: Mistakes,
    /// The row of a register because of which nothing is closed for being left out of it: it may have been about any practice.
    #[serde(default)]
    pub lost: Option<BadRow>,
    /// What else should be known, each a sentence.
    pub notes: Vec<String>,
}

/// Refuses a day given for files on which none can have been published yet.
///
/// # Errors
/// [`Refusal::FutureDay`].
pub fn check_day(options: &ReadOptions) -> Result<(), Refusal> {
    options.dated.filter(|day| *day > options.today).map_or(Ok(()), |day| Err(Refusal::FutureDay { day }))
}

/// Reads one file.
///
/// # Errors
/// A [`Refusal`] when the file is wrong as a whole; then nothing of it is used. Single bad rows are listed in the report.
pub fn read(bytes: &[u8], options: &ReadOptions) -> Result<(FileReport, Facts), Refusal> {
    check_day(options)?;
    let (text, encoding) = text::decode(bytes)?;
    let mut rows = Rows::open(&text)?;
    let reader = recognise(&mut rows)?;
    let mut found = Findings::new(options.today, options.dated);
    if encoding == text::Encoding::Windows1252 {
        found
            .notes
            .push("The file is not UTF-8 and was read as Windows-1252: check names with accents or curly quotation marks.".to_owned());
    }
    if !text.ends_with(['\n', '\r']) {
        found.notes.push("The last line has no line end: if the file was cut short, the last value in it may be wrong.".to_owned());
    }
    let facts = reader(rows, &mut found)?;
    let dated_by = found.dated().1;
    let Findings { rows, passed_over, mistakes, notes, .. } = found;
    let lost = facts.register.as_ref().and_then(|register| register.lost.clone());
    Ok((FileReport { kind: facts.kind, dated: facts.dated, dated_by, rows, passed_over, bad_rows: mistakes, lost, notes }, facts))
}

fn recognise(rows: &mut Rows<'_>) -> Result<Reader, Refusal> {
    let first = rows.first();
    if let Some(reader) = formats::without_header(first) {
        rows.without_header();
        return Ok(reader);
    }
    let header = Header::of(first);
    let columns = || first.iter().take(6).map(value::quoted).collect::<Vec<_>>().join(", ");
    formats::with_header(&header).ok_or_else(|| Refusal::UnknownKind { columns: columns(), nearest: formats::nearest(&header) })
}

#[cfg(test)]
mod tests;
