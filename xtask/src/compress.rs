//! Files written whole or not at all, with their compressed copies beside them.

use std::{
    fs,
    io::{Cursor, Write},
    path::{Path, PathBuf},
    time::Duration,
};

use anyhow::{Context, Result};
use flate2::{Compression, write::GzEncoder};

/// A page that is open, or a server that runs, may still ask for yesterday's files.
const KEPT: Duration = Duration::from_secs(24 * 60 * 60);

/// Writes `path`, and `path.br` and `path.gz` where they are smaller. The file itself comes last: where it
/// is, the others are.
pub fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    for (ending, small) in [("br", brotli(bytes)?), ("gz", gzip(bytes)?)] {
        if small.len() < bytes.len() {
            replace(&with_ending(path, ending), &small)?;
        }
    }
    replace(path, bytes)
}

/// Writes a file so that nobody sees half of it.
pub fn replace(path: &Path, bytes: &[u8]) -> Result<()> {
    let half = with_ending(path, "half");
    fs::write(&half, bytes).and_then(|()| fs::rename(&half, path)).with_context(|| format!("writing {}", path.display()))
}

/// Removes the files of `folder` that are not `kept` and were not written in the last day.
pub fn remove_old(folder: &Path, kept: impl Fn(&str) -> bool) -> Result<()> {
    let old = |file: &Path| fs::metadata(file).and_then(|about| about.modified()).is_ok_and(|at| at.elapsed().is_ok_and(|age| age > KEPT));
    remove_if(folder, |name| name != "manifest.json" && !kept(name) && old(&folder.join(name)))
}

/// Removes the files of `folder` whose name is so.
pub fn remove_if(folder: &Path, is_so: impl Fn(&str) -> bool) -> Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if is_so(&entry.file_name().to_string_lossy()) {
            fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}

fn with_ending(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".");
    name.push(ending);
    PathBuf::from(name)
}

fn brotli(bytes: &[u8]) -> Result<Vec<u8>> {
    let parameters = brotli::enc::BrotliEncoderParams { quality: 11, lgwin: 22, size_hint: bytes.len(), ..Default::default() };
    let mut small = Vec::new();
    brotli::BrotliCompress(&mut Cursor::new(bytes), &mut small, &parameters)?;
    Ok(small)
}

fn gzip(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes)?;
    Ok(encoder.finish()?)
}
