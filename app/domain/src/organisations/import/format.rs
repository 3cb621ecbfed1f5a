//! What a format of organisation file is to the reading of one: each in `formats/` says this much of itself, and nothing else knows them.

use csv::StringRecord;

use super::facts::Facts;
use super::findings::Findings;
use super::header::Header;
use super::kind::FileKind;
use super::refusal::Refusal;
use super::rows::Rows;

/// A published format. A value of it is where the columns of one file are.
pub(super) trait Format: Sized + 'static {
    /// What a file in it is.
    const KIND: FileKind;

    /// The columns without which no file is in it, each by one of its names.
    const COLUMNS: &'static [&'static str];

    /// Where the columns are, if this is a header of its own.
    fn find(header: &Header) -> Option<Self>;

    /// The header that a file without one would have, when its first row looks like data. Only of a format that is published so.
    fn unwritten_header(_first: &StringRecord) -> Option<Header> {
        None
    }

    /// What the rows say.
    ///
    /// # Errors
    /// A [`Refusal`] when the file is wrong as a whole.
    fn read(&self, rows: Rows<'_>, found: &mut Findings) -> Result<Facts, Refusal>;
}

/// Reads the rows of a file whose columns were found.
pub(super) type Reader = Box<dyn FnOnce(Rows<'_>, &mut Findings) -> Result<Facts, Refusal>>;

/// A format in a list of them.
pub(super) struct FormatEntry {
    pub(super) kind: FileKind,
    pub(super) columns: &'static [&'static str],
    /// Reads a file with this header, if it is in this format.
    pub(super) with_header: fn(&Header) -> Option<Reader>,
    /// Reads a file without a header that begins with this row, if it is in this format.
    pub(super) without_header: fn(&StringRecord) -> Option<Reader>,
}

impl FormatEntry {
    pub(super) const fn of<F: Format>() -> Self {
        Self {
            kind: F::KIND,
            columns: F::COLUMNS,
            with_header: reader::<F>,
            without_header: |first| F::unwritten_header(first).as_ref().and_then(reader::<F>),
        }
    }
}

fn reader<F: Format>(header: &Header) -> Option<Reader> {
    let format = F::find(header)?;
    Some(Box::new(move |rows, found| format.read(rows, found)))
}
