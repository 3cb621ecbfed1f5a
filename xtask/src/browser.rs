//! The half of the program that runs in the browser: `app` as WASM, and the script that loads it.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, anyhow};
use wasm_bindgen_cli_support::Bindgen;

use crate::{
    command,
    digest::{self, Made},
    npm,
    step::step,
    wasm_target::{TARGET, WasmTarget},
    workspace,
};

/// Cargo's profile for it: small before fast.
const PROFILE: &str = "wasm";

/// What rustc's own target uses, and every browser of the last years has. Not `--all-features`: that brings
/// encodings that no browser reads yet.
const WASM_FEATURES: [&str; 6] = [
    "--enable-bulk-memory",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
];

/// Compiles `app` as a library for the browser; cargo knows what has changed.
pub fn compile(target: WasmTarget) -> Result<PathBuf> {
    step("browser half: compile", || {
        let mut cargo = target.cargo();
        cargo.args(["rustc", "--package", "app", "--lib", "--crate-type", "cdylib", "--target", TARGET]);
        cargo.args(["--no-default-features", "--features", "hydrate", "--profile", PROFILE]);
        command::run_quietly(&mut cargo, "browser.log")?;
        Ok(workspace::target().join(TARGET).join(PROFILE).join("app.wasm"))
    })
}

/// Makes `app.js` and `app_bg.wasm` of the compiled library. Wants the packages of `style/`.
pub fn bind(library: &Path) -> Result<PathBuf> {
    let compiled = fs::read(library).with_context(|| format!("{} is not there", library.display()))?;
    let tools = fs::read(npm::STYLE.folder().join("package-lock.json"))?;
    let made = Made::new(workspace::cache().join("browser"), digest::of([compiled.as_slice(), &tools, include_bytes!("browser.rs")]));
    let folder = made.or_make(|folder| {
        let raw = folder.join("raw");
        step("browser half: wasm-bindgen", || generate(library, &raw))?;
        step("browser half: wasm-opt", || shrink(&raw, folder))
    })?;
    Ok(folder.to_path_buf())
}

fn generate(library: &Path, raw: &Path) -> Result<()> {
    let mut bindgen = Bindgen::new();
    bindgen.input_path(library).out_name("app").typescript(false).omit_default_module_path(true);
    bindgen.remove_name_section(true).remove_producers_section(true);
    bindgen.web(true).and_then(|bindgen| bindgen.generate(raw)).map_err(|error| anyhow!("{error:#}"))
}

fn shrink(raw: &Path, folder: &Path) -> Result<()> {
    let mut optimise = npm::STYLE.program("wasm-opt");
    optimise.arg("-Oz").args(WASM_FEATURES).arg(raw.join("app_bg.wasm")).arg("-o").arg(folder.join("app_bg.wasm"));
    command::run_quietly(&mut optimise, "wasm-opt.log")?;
    let mut bundle = npm::STYLE.program("esbuild");
    bundle.arg(raw.join("app.js")).arg(format!("--outfile={}", folder.join("app.js").display()));
    command::run_quietly(bundle.args(["--bundle", "--minify", "--format=esm", "--log-level=warning"]), "esbuild-app.log")?;
    Ok(fs::remove_dir_all(raw)?)
}
