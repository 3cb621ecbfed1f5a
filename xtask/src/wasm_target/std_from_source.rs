//! The standard library for the browser, built from source with a compiler that is here.

use std::{fs, path::Path};

use anyhow::{Context, Result};

use super::{TARGET, WasmTarget};
use crate::{command, workspace};

/// Marks a library that was built here: rustup does not know of it, and two side by side are an error.
const MARK: &str = "built-from-source";

/// Builds the library whose sources lie in `library`, as the compiler's own bootstrap does, and puts it into
/// the compiler's sysroot, where an ordinary `cargo build --target` finds it.
pub fn install(compiler: WasmTarget, library: &Path) -> Result<()> {
    let built = workspace::cache().join("std-target");
    let _ = fs::remove_dir_all(&built);
    let mut cargo = compiler.cargo();
    for name in ["RUSTC_WRAPPER", "CARGO_ENCODED_RUSTFLAGS", "CARGO_BUILD_RUSTFLAGS"] {
        cargo.env_remove(name);
    }
    cargo
        .current_dir(library)
        .env("RUSTC_BOOTSTRAP", "1")
        .env("RUSTFLAGS", "-Zforce-unstable-if-unmarked -Cembed-bitcode=yes")
        .env("CARGO_PROFILE_DIST_DEBUG", "0")
        .env("CARGO_TARGET_DIR", &built)
        .args(["build", "--locked", "--profile", "dist", "--manifest-path", "sysroot/Cargo.toml", "--target", TARGET]);
    command::run_quietly(&mut cargo, "std-from-source.log")?;
    put_into_sysroot(compiler, &built.join(TARGET).join("dist/deps"))?;
    fs::remove_dir_all(&built).context("removing what the standard library was built in")
}

/// Removes a library that [`install`] put into the sysroot; leaves rustup's own alone.
pub fn remove(compiler: WasmTarget) -> Result<()> {
    let folder = compiler.sysroot()?.join("lib/rustlib").join(TARGET);
    if folder.join(MARK).exists() {
        fs::remove_dir_all(&folder).with_context(|| format!("removing {}", folder.display()))?;
    }
    Ok(())
}

fn put_into_sysroot(compiler: WasmTarget, built: &Path) -> Result<()> {
    let folder = compiler.sysroot()?.join("lib/rustlib").join(TARGET);
    let _ = fs::remove_dir_all(folder.join("lib"));
    fs::create_dir_all(folder.join("lib")).with_context(|| format!("the compiler's own folder {} cannot be written", folder.display()))?;
    fs::write(folder.join(MARK), command::output(compiler.rustc().arg("-V"))?)?;
    for entry in fs::read_dir(built)? {
        let file = entry?.path();
        if file.extension().is_some_and(|extension| extension == "rlib") {
            let name = file.file_name().context("a library without a name")?;
            fs::copy(&file, folder.join("lib").join(name))?;
        }
    }
    Ok(())
}
