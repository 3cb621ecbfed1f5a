//! Digests, by which files are named and a step knows that nothing changed since it was last done.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::Result;
use sha2::{Digest, Sha256};

/// The digest of these parts, in lower-case hexadecimal. Each part counts with its length, so that parts
/// divided differently differ.
pub fn of<T: AsRef<[u8]>>(parts: impl IntoIterator<Item = T>) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        let part = part.as_ref();
        hash.update((part.len() as u64).to_le_bytes());
        hash.update(part);
    }
    hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// `app_bg.wasm` becomes `app_bg.0a1b2c3d4e.wasm`.
pub fn hashed_name(name: &str, bytes: &[u8]) -> String {
    let digest = of([bytes]);
    let (stem, extension) = name.rsplit_once('.').unwrap_or((name, ""));
    format!("{stem}.{}.{extension}", &digest[..10])
}

/// Every file under `folder`, in order of its path, without `node_modules` and what begins with a dot.
pub fn files_under(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            let name = entry.file_name();
            if name == "node_modules" || name.to_string_lossy().starts_with('.') {
                continue;
            }
            if entry.file_type()?.is_dir() { folders.push(entry.path()) } else { files.push(entry.path()) }
        }
    }
    files.sort();
    Ok(files)
}

/// Files made from inputs with this digest, in a folder that remembers it.
pub struct Made {
    folder: PathBuf,
    digest: String,
}

impl Made {
    pub fn new(folder: PathBuf, digest: String) -> Self {
        Self { folder, digest }
    }

    /// Calls `make` with the emptied folder unless it holds what these inputs make already.
    pub fn or_make(&self, make: impl FnOnce(&Path) -> Result<()>) -> Result<&Path> {
        let stamp = self.folder.join("made-from");
        if !fs::read_to_string(&stamp).is_ok_and(|found| found == self.digest) {
            let _ = fs::remove_dir_all(&self.folder);
            fs::create_dir_all(&self.folder)?;
            make(&self.folder)?;
            fs::write(stamp, &self.digest)?;
        }
        Ok(&self.folder)
    }
}

#[cfg(test)]
mod tests {
    use super::{hashed_name, of};

    #[test]
    fn where_one_part_ends_matters() {
        assert_eq!(of(["ab", "c"]), of(["ab", "c"]));
        assert_ne!(of(["ab", "c"]), of(["a", "bc"]));
    }

    #[test]
    fn a_name_changes_with_the_content_and_keeps_its_kind() {
        let name = hashed_name("app_bg.wasm", b"one");
        assert!(name.starts_with("app_bg.") && name.ends_with(".wasm"), "{name}");
        assert_ne!(name, hashed_name("app_bg.wasm", b"two"));
    }
}
