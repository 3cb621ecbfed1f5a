//! Organisation files from the disk and from the network, into facts.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use domain::organisations::import::{FILE_LIMIT, Facts, FileReport, ReadOptions, Refusal, check_size, read};

use super::workbook::{Sheet, WorkbookRefused, sheets};

/// A file that was read and is not yet imported.
#[derive(Clone, Debug)]
pub struct ReadFile {
    /// What is in it: one, or one for each sheet of a workbook.
    pub(super) parts: Vec<ReadPart>,
}

/// A file of CSV, or a sheet.
#[derive(Clone, Debug)]
pub(super) struct ReadPart {
    /// The name of the file, as given, and of the sheet.
    pub name: String,
    /// What was found in it.
    pub report: FileReport,
    pub facts: Facts,
}

/// A file of which nothing is used.
#[derive(Debug, thiserror::Error)]
pub enum FileRefused {
    /// It is wrong as a whole.
    #[error("{name}: {refusal}")]
    Wrong {
        /// Its name, as given.
        name: String,
        /// Why.
        refusal: Refusal,
    },
    /// It is a workbook that cannot be read.
    #[error("{name}: {refused}")]
    Workbook {
        /// Its name, as given.
        name: String,
        /// Why.
        refused: WorkbookRefused,
    },
    /// It cannot be read.
    #[error("{name}: cannot be read ({source})")]
    Unreadable {
        /// Its name, as given.
        name: String,
        /// Why.
        source: std::io::Error,
    },
}

/// Reads a file that is in memory: CSV, or a workbook.
///
/// # Errors
/// [`FileRefused::Wrong`], [`FileRefused::Workbook`].
pub fn read_bytes(name: &str, bytes: &[u8], options: &ReadOptions) -> Result<ReadFile, FileRefused> {
    let wrong = |refusal| FileRefused::Wrong { name: name.to_owned(), refusal };
    check_size(bytes.len() as u64).map_err(wrong)?;
    match sheets(bytes).map_err(|refused| FileRefused::Workbook { name: name.to_owned(), refused })? {
        Some(sheets) => Ok(ReadFile { parts: read_sheets(name, sheets, options)? }),
        None => {
            let (report, facts) = read(bytes, options).map_err(wrong)?;
            Ok(ReadFile { parts: vec![ReadPart { name: name.to_owned(), report, facts }] })
        }
    }
}

/// Every sheet that is an organisation file; others, such as notes, are passed over and named, as long as there is one that is.
fn read_sheets(name: &str, sheets: Vec<Sheet>, options: &ReadOptions) -> Result<Vec<ReadPart>, FileRefused> {
    let (mut parts, mut passed_over) = (Vec::new(), Vec::new());
    for sheet in sheets {
        let name = format!("{name}, sheet {}", sheet.name);
        match read(sheet.csv.as_bytes(), options) {
            Ok((report, facts)) => parts.push(ReadPart { name, report, facts }),
            Err(refusal @ (Refusal::UnknownKind { .. } | Refusal::Empty | Refusal::NotCsv { .. })) => {
                passed_over.push((sheet.name, refusal));
            }
            Err(refusal) => return Err(FileRefused::Wrong { name, refusal }),
        }
    }
    match (parts.first_mut(), passed_over) {
        (Some(part), others) => {
            let note = |(sheet, _)| format!("The sheet \"{sheet}\" is passed over: it is no organisation file.");
            part.report.notes.extend(others.into_iter().map(note));
        }
        (None, others) => {
            let first = others.into_iter().next().map(|(sheet, refusal)| (format!("{name}, sheet {sheet}"), refusal));
            let (name, refusal) = first.unwrap_or_else(|| (name.to_owned(), Refusal::Empty));
            return Err(FileRefused::Wrong { name, refusal });
        }
    }
    Ok(parts)
}

/// Reads a file from the disk. One that is too large is refused by its size, without being read.
///
/// # Errors
/// [`FileRefused`].
pub fn read_path(path: &Path, options: &ReadOptions) -> Result<ReadFile, FileRefused> {
    let name = path.display().to_string();
    let unreadable = |source| FileRefused::Unreadable { name: name.clone(), source };
    let file = File::open(path).map_err(unreadable)?;
    let metadata = file.metadata().map_err(unreadable)?;
    if metadata.is_dir() {
        return Err(unreadable(std::io::Error::from(std::io::ErrorKind::IsADirectory)));
    }
    check_size(metadata.len()).map_err(|refusal| FileRefused::Wrong { name: name.clone(), refusal })?;
    let mut bytes = Vec::with_capacity(usize::try_from(metadata.len()).unwrap_or_default());
    // A pipe has no size: one byte over the limit is enough to refuse it.
    file.take(FILE_LIMIT + 1).read_to_end(&mut bytes).map_err(unreadable)?;
    read_bytes(&name, &bytes, options)
}
