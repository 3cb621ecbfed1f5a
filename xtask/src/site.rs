//! The folder a browser is served from: every file under a name that changes with its content, compressed
//! beforehand, and `manifest.json`, which says what `app.css` and the others are called now.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    thread,
};

use anyhow::{Context, Result, bail};

use crate::{browser, compress, digest, npm, step::step, styles, wasm_target, workspace};

/// What the browser half may weigh on the wire, Brotli, in bytes.
const WASM_LIMIT: u64 = 130_000;

/// Names as the program knows them, and as they are served now.
type Manifest = BTreeMap<String, String>;

/// Has an open page reload itself after a rebuild; never part of a release.
pub struct Reload {
    /// What no other rebuild is called.
    pub rebuild: String,
}

impl Reload {
    fn script(&self) -> String {
        format!("\n// {}\n{}", self.rebuild, include_str!("reload.js"))
    }
}

/// Sets up what is missing, and builds the whole folder; what has not changed is left as it is.
pub fn build(reload: Option<&Reload>) -> Result<()> {
    let _lock = workspace::lock("site")?;
    let (styles, library) = thread::scope(|scope| {
        let styles = scope.spawn(|| npm::STYLE.ensure().and_then(|()| styles::build()));
        let library = wasm_target::ensure().and_then(browser::compile);
        (styles.join(), library)
    });
    let styles = styles.map_err(|_| anyhow::anyhow!("building the styles stopped half-way"))??;
    let browser = browser::bind(&library?)?;
    let images = npm::STYLE.folder().join("static");
    let mut sources = Vec::new();
    for folder in [styles, browser, images] {
        sources.extend(digest::files_under(&folder)?.into_iter().filter(|file| file.extension().is_some()));
    }
    assemble(&sources, &workspace::site(), reload)
}

fn assemble(sources: &[PathBuf], site: &Path, reload: Option<&Reload>) -> Result<()> {
    fs::create_dir_all(site)?;
    let mut manifest = Manifest::new();
    for source in sources {
        let name = source.file_name().context("a file without a name")?.to_string_lossy().into_owned();
        let mut bytes = fs::read(source)?;
        if let (Some(reload), "start.js") = (reload, name.as_str()) {
            bytes.extend(reload.script().into_bytes());
            compress::remove_if(site, |old| old.starts_with("start."))?;
        }
        let hashed = digest::hashed_name(&name, &bytes);
        if !site.join(&hashed).exists() {
            step(&format!("compress {name}"), || compress::write(&site.join(&hashed), &bytes))?;
        }
        manifest.insert(name, hashed);
    }
    let text = serde_json::to_string_pretty(&manifest)?;
    let path = site.join("manifest.json");
    if !fs::read_to_string(&path).is_ok_and(|found| found == text) {
        compress::replace(&path, text.as_bytes())?;
        report(&manifest, site)?;
    }
    compress::remove_old(site, |name| manifest.values().any(|kept| name.starts_with(kept.as_str())))?;
    weigh(&manifest, site)
}

fn report(manifest: &Manifest, site: &Path) -> Result<()> {
    eprintln!("    {:<16} {:>9} {:>9}", "in bytes", "raw", "Brotli");
    for (name, hashed) in manifest {
        let raw = fs::metadata(site.join(hashed))?.len();
        eprintln!("    {name:<16} {raw:>9} {:>9}", on_the_wire(site, hashed)?);
    }
    Ok(())
}

fn on_the_wire(site: &Path, hashed: &str) -> Result<u64> {
    let small = site.join(format!("{hashed}.br"));
    let sent = if small.exists() { small } else { site.join(hashed) };
    Ok(fs::metadata(sent)?.len())
}

fn weigh(manifest: &Manifest, site: &Path) -> Result<()> {
    let hashed = manifest.get("app_bg.wasm").context("the site has no app_bg.wasm")?;
    let weight = on_the_wire(site, hashed)?;
    if weight > WASM_LIMIT {
        bail!("the browser half weighs {weight} bytes with Brotli; {WASM_LIMIT} is the limit");
    }
    Ok(())
}

/// Copies the files of the manifest, and it, to `folder`, which is made anew.
pub fn copy_to(folder: &Path) -> Result<()> {
    let site = workspace::site();
    let manifest: Manifest = serde_json::from_slice(&fs::read(site.join("manifest.json"))?)?;
    let _ = fs::remove_dir_all(folder);
    fs::create_dir_all(folder)?;
    fs::copy(site.join("manifest.json"), folder.join("manifest.json"))?;
    for hashed in manifest.values() {
        for name in [hashed.clone(), format!("{hashed}.br"), format!("{hashed}.gz")] {
            if site.join(&name).exists() {
                fs::copy(site.join(&name), folder.join(&name))?;
            }
        }
    }
    Ok(())
}
