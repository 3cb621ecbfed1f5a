//! Where things are: the checkout, cargo's target folder and what this tool keeps in it.

use std::{env, path::PathBuf};

/// The root of the checkout. Cargo says at run time which one this is: two checkouts may share a target folder,
/// and with it this program.
pub fn root() -> PathBuf {
    let manifest = env::var_os("CARGO_MANIFEST_DIR").unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into());
    let manifest = PathBuf::from(manifest);
    manifest.parent().map(PathBuf::from).unwrap_or(manifest)
}

/// Cargo's target folder: `CARGO_TARGET_DIR` where it is set, else `target` in the checkout.
pub fn target() -> PathBuf {
    match env::var_os("CARGO_TARGET_DIR") {
        Some(folder) if !folder.is_empty() => root().join(folder),
        _ => root().join("target"),
    }
}

/// What this tool keeps from one run to the next; safe to delete.
pub fn cache() -> PathBuf {
    target().join("xtask")
}

/// The files a browser is given: `manifest.json` and, beside it, every file under its hashed name.
pub fn site() -> PathBuf {
    target().join("site")
}

/// The `tracker` binary of cargo's profile `folder` (`debug`, `release`).
pub fn tracker(folder: &str) -> PathBuf {
    target().join(folder).join(format!("tracker{}", env::consts::EXE_SUFFIX))
}

/// Held while a folder is made that two runs of this tool would otherwise make at once.
pub fn lock(name: &str) -> anyhow::Result<std::fs::File> {
    std::fs::create_dir_all(cache())?;
    let file = std::fs::File::create(cache().join(format!("{name}.lock")))?;
    if file.try_lock().is_err() {
        eprintln!("    waiting for another run that builds the same");
        file.lock()?;
    }
    Ok(file)
}
