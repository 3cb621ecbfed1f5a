//! The `wasm32-unknown-unknown` target, set up however this machine allows.
//!
//! In order, until one works: it works already; rustup adds it. That is all that most machines need. What this folder holds is the last
//! resort, for one where rustup cannot download: the standard library is built from Debian's sources of exactly this compiler, or Debian's
//! own compiler for the web is linked as a toolchain.
//! The proof is always a real compile and link: `rustup target list` does not know of a library built here.

mod debian_rustc;
mod debian_source;
mod std_from_source;

use std::{fs, path::PathBuf, process::Command, time::Duration};

use anyhow::{Context, Result, bail};
use clap::ValueEnum;

use crate::{
    command::{self, cargo, command},
    step::step,
    workspace,
};

pub const TARGET: &str = "wasm32-unknown-unknown";

/// The ways to come by the target, in the order they are tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Way {
    /// `rustup target add`
    Rustup,
    /// Debian's `rust-src` of this compiler's version, built into its sysroot
    RustSrc,
    /// Debian's `rustc-web`, unpacked and linked as a toolchain of its own
    RustcWeb,
}

/// A compiler that can build for the browser.
#[derive(Clone, Copy, Debug)]
pub struct WasmTarget {
    toolchain: Option<&'static str>,
}

impl WasmTarget {
    const ACTIVE: Self = Self { toolchain: None };
    const DEBIAN: Self = Self { toolchain: Some(debian_rustc::TOOLCHAIN) };

    /// Whether this is the toolchain that the rest of the project is built with.
    pub fn is_active_toolchain(self) -> bool {
        self.toolchain.is_none()
    }

    /// Cargo, building with this compiler.
    pub fn cargo(self) -> Command {
        let mut cargo = cargo();
        self.select(&mut cargo);
        cargo
    }

    fn rustc(self) -> Command {
        let mut rustc = command("rustc");
        self.select(&mut rustc);
        rustc
    }

    fn select(self, command: &mut Command) {
        if let Some(toolchain) = self.toolchain {
            command.env("RUSTUP_TOOLCHAIN", toolchain);
        }
    }

    fn sysroot(self) -> Result<PathBuf> {
        Ok(PathBuf::from(command::output(self.rustc().args(["--print", "sysroot"]))?.trim()))
    }

    /// Compiles and links a small library that needs `std` and `alloc`.
    fn works(self) -> bool {
        const PROOF: &str = "use std::collections::HashMap;\n#[unsafe(no_mangle)]\npub extern \"C\" fn proof(x: u32) -> u32 {\n    \
             let words = HashMap::from([(x, format!(\"{x}\"))]);\n    words[&x].len() as u32\n}\n";
        let folder = workspace::cache().join("wasm-proof");
        let source = folder.join("proof.rs");
        if fs::create_dir_all(&folder).and_then(|()| fs::write(&source, PROOF)).is_err() {
            return false;
        }
        let mut rustc = self.rustc();
        rustc.args(["--edition", "2024", "-O", "-C", "lto", "--crate-type", "cdylib", "--target", TARGET, "-o"]);
        command::succeeds(rustc.arg(folder.join("proof.wasm")).arg(&source))
    }
}

/// A compiler for the browser; sets one up where there is none.
pub fn ensure() -> Result<WasmTarget> {
    if WasmTarget::ACTIVE.works() {
        return Ok(WasmTarget::ACTIVE);
    }
    if WasmTarget::DEBIAN.works() {
        return Ok(WasmTarget::DEBIAN);
    }
    for way in Way::value_variants() {
        match set_up(*way) {
            Ok(target) => return Ok(target),
            Err(error) => eprintln!("    not this way: {error:#}"),
        }
    }
    bail!("there is no way to build for {TARGET} here. With rustup: rustup target add {TARGET}")
}

/// Sets the target up in this way, whether or not it works already.
pub fn set_up(way: Way) -> Result<WasmTarget> {
    let (name, work): (_, fn() -> Result<WasmTarget>) = match way {
        Way::Rustup => ("WASM target from rustup", from_rustup),
        Way::RustSrc => ("WASM target from Debian's rust-src", debian_source::set_up),
        Way::RustcWeb => ("WASM target from Debian's rustc-web", debian_rustc::set_up),
    };
    step(name, || {
        let target = work()?;
        target.works().then_some(target).context("it was set up, yet does not compile and link")
    })
}

fn from_rustup() -> Result<WasmTarget> {
    // Where rustup's server cannot be reached this may hang instead of failing.
    const PATIENCE: Duration = Duration::from_secs(180);
    command::which("rustup").context("rustup is not here")?;
    std_from_source::remove(WasmTarget::ACTIVE)?;
    command::run_within(command("rustup").args(["target", "add", TARGET]), PATIENCE)?;
    Ok(WasmTarget::ACTIVE)
}
