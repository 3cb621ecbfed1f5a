//! Debian's `rust-src` of exactly the active compiler's version, from whichever suite carries it.

use std::{fs, path::Path};

use anyhow::{Context, Result, bail};

use super::{WasmTarget, std_from_source};
use crate::{
    apt::{self, PrivateApt},
    command, workspace,
};

const SUITES: [&str; 5] = ["trixie-backports", "trixie", "forky", "sid", "experimental"];

pub fn set_up() -> Result<WasmTarget> {
    let compiler = WasmTarget::ACTIVE;
    let version = release(compiler)?;
    let mirror = apt::mirrors()?.main;
    for suite in SUITES {
        let Ok(apt) = PrivateApt::new(&[format!("{mirror} {suite} main")]) else {
            continue;
        };
        let Some(package) = package_of(&apt.versions("rust-src")?, &version) else {
            continue;
        };
        eprintln!("    rust-src {package} from {suite}");
        let folder = workspace::cache().join("rust-src");
        let packages = apt.download(&[format!("rust-src={package}")], &folder)?;
        let library = unpack_library(packages.first().context("apt-get downloaded nothing")?, &folder)?;
        std_from_source::install(compiler, &library)?;
        fs::remove_dir_all(&folder)?;
        return Ok(compiler);
    }
    bail!("no Debian suite has rust-src {version}")
}

/// The compiler's version, refused where it is a nightly or a beta: their sources are in no suite.
fn release(compiler: WasmTarget) -> Result<String> {
    let about = command::output(compiler.rustc().arg("-vV"))?;
    let version = about.lines().find_map(|line| line.strip_prefix("release: ")).context("rustc does not say its version")?;
    if version.contains('-') {
        bail!("{version} is not a stable compiler");
    }
    Ok(version.to_owned())
}

/// The first of Debian's package versions (`1.95.0+dfsg1-1`) that packages this upstream version.
fn package_of(versions: &[String], upstream: &str) -> Option<String> {
    let packages = |package: &&String| package.strip_prefix(upstream).is_some_and(|rest| rest.starts_with(['+', '-']));
    versions.iter().find(packages).cloned()
}

/// Unpacks `library/` of a source package into `folder` and gives its path.
pub fn unpack_library(package: &Path, folder: &Path) -> Result<std::path::PathBuf> {
    apt::unpack(package, folder, Some("./usr/src/rustc-*/library"))?;
    for entry in fs::read_dir(folder.join("usr/src"))? {
        let library = entry?.path().join("library");
        if library.is_dir() {
            return Ok(library);
        }
    }
    bail!("{} holds no library", package.display())
}

#[cfg(test)]
mod tests {
    use super::package_of;

    #[test]
    fn only_the_very_same_version_is_taken() {
        let versions = ["1.95.1+dfsg1-1", "1.95.0+dfsg1-1~bpo13+1", "1.95.0-2"].map(String::from);
        assert_eq!(package_of(&versions, "1.95.0").as_deref(), Some("1.95.0+dfsg1-1~bpo13+1"));
        assert_eq!(package_of(&versions, "1.95"), None);
        assert_eq!(package_of(&[], "1.95.0"), None);
    }
}
