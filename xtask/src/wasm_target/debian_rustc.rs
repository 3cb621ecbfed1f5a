//! Debian's compiler for the web, unpacked beside the system and linked as a rustup toolchain.

use std::{
    env::consts::ARCH,
    fs,
    os::unix::fs::symlink,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};

use super::{WasmTarget, debian_source::unpack_library, std_from_source};
use crate::{
    apt::{self, PrivateApt},
    command::{self, command},
    workspace,
};

pub const TOOLCHAIN: &str = "debian-web";

pub fn set_up() -> Result<WasmTarget> {
    command::which("rustup").context("rustup, which links the toolchain, is not here")?;
    let mirrors = apt::mirrors()?;
    let suite = apt::codename()?;
    let mut sources = vec![format!("{} {suite} main", mirrors.main)];
    sources.extend(mirrors.security.map(|mirror| format!("{mirror} {suite}-security main")));
    let apt = PrivateApt::new(&sources)?;

    let downloads = workspace::cache().join("rustc-web");
    let prefix = workspace::cache().join(TOOLCHAIN);
    let _ = fs::remove_dir_all(&prefix);
    let packages = apt.download(&needed(&apt)?, &downloads)?;
    for package in packages.iter().filter(|package| !is_source(package)) {
        apt::unpack(package, &prefix, None)?;
    }
    make_a_toolchain(&prefix.join("usr"))?;
    let source = packages.iter().find(|package| is_source(package)).context("rust-web-src was not downloaded")?;
    std_from_source::install(WasmTarget::DEBIAN, &unpack_library(source, &downloads)?)?;
    fs::remove_dir_all(&downloads)?;
    Ok(WasmTarget::DEBIAN)
}

fn is_source(package: &Path) -> bool {
    package.file_name().is_some_and(|name| name.to_string_lossy().starts_with("rust-web-src_"))
}

/// The compiler, its libraries, and the LLVM they need.
fn needed(apt: &PrivateApt) -> Result<Vec<String>> {
    let mut packages = ["rustc-web", "libstd-rust-web-dev", "rust-web-src"].map(String::from).to_vec();
    let library = apt.dependency("libstd-rust-web-dev", "libstd-rust-web-")?.context("libstd-rust-web-dev needs no library")?;
    if let Some(llvm) = apt.dependency(&library, "libllvm")? {
        packages.extend([llvm, "libz3-4".to_owned()]);
    }
    packages.push(library);
    Ok(packages)
}

/// Lays Debian's files out as rustup expects a toolchain, and links it.
fn make_a_toolchain(usr: &Path) -> Result<()> {
    // rustup puts lib/ on the library path; Debian's libraries are one folder further down.
    let gnu = format!("{ARCH}-linux-gnu");
    for entry in fs::read_dir(usr.join("lib").join(&gnu))? {
        let name = entry?.file_name();
        if name.to_string_lossy().contains(".so") {
            let _ = symlink(Path::new(&gnu).join(&name), usr.join("lib").join(&name));
        }
    }
    // A link, not a copy: the linker finds its own libraries next to where it really lies.
    let host = format!("lib/rustlib/{ARCH}-unknown-linux-gnu/bin");
    let bin: PathBuf = usr.join(&host);
    fs::create_dir_all(&bin)?;
    let _ = symlink(WasmTarget::ACTIVE.sysroot()?.join(&host).join("rust-lld"), bin.join("rust-lld"));
    command::run(command("rustup").args(["toolchain", "link", TOOLCHAIN]).arg(usr))
}
