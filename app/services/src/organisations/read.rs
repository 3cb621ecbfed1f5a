//! Organisation files from the disk and from the network, into facts.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use domain::organisations::import::{FILE_LIMIT, Facts, FileReport, ReadOptions, Refusal, check_size, read};

/// A file that was read and is not yet imported.
#[derive(Clone, Debug)]
pub struct ReadFile {
    /// Its name, as given.
    pub name: String,
    /// What was found in it.
    pub report: FileReport,
    pub(super) facts: Facts,
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
    /// It cannot be read.
    #[error("{name}: cannot be read ({source})")]
    Unreadable {
        /// Its name, as given.
        name: String,
        /// Why.
        source: std::io::Error,
    },
}

/// Reads a file that is in memory.
///
/// # Errors
/// [`FileRefused::Wrong`].
pub fn read_bytes(name: &str, bytes: &[u8], options: &ReadOptions) -> Result<ReadFile, FileRefused> {
    let name = name.to_owned();
    match read(bytes, options) {
        Ok((report, facts)) => Ok(ReadFile { name, report, facts }),
        Err(refusal) => Err(FileRefused::Wrong { name, refusal }),
    }
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
