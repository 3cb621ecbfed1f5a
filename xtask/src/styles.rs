//! The styles, and the scripts that start the NHS components.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};

use crate::{
    command,
    digest::{self, Made},
    npm,
    step::step,
    workspace,
};

/// The scripts of `style/` that a page loads.
const SCRIPTS: [&str; 2] = ["nhsuk.js", "start.js"];

/// Where the NHS styles look for their images, and where the package has them.
const IMAGES: &str = "/assets/images/";
const IMAGES_IN_PACKAGE: &str = "node_modules/nhsuk-frontend/dist/nhsuk/assets/images";

/// Makes `app.css`, the images it shows and the scripts of `style/`. Wants its packages.
pub fn build() -> Result<PathBuf> {
    let style = npm::STYLE.folder();
    let mut parts = vec![include_bytes!("styles.rs").to_vec()];
    for file in digest::files_under(&style)? {
        parts.push(file.to_string_lossy().into_owned().into_bytes());
        parts.push(fs::read(&file)?);
    }
    let made = Made::new(workspace::cache().join("style"), digest::of(&parts));
    let folder = made.or_make(|folder| step("styles and scripts", || make(&style, folder)))?;
    Ok(folder.to_path_buf())
}

fn make(style: &Path, folder: &Path) -> Result<()> {
    let mut sass = npm::STYLE.program("sass");
    sass.args(["--style=compressed", "--no-source-map", "--quiet-deps", "--load-path"]);
    sass.arg(style.join("node_modules")).arg(style.join("main.scss"));
    let styles = command::output(&mut sass)?;
    fs::write(folder.join("app.css"), with_images(&styles, &style.join(IMAGES_IN_PACKAGE), folder)?)?;
    for script in SCRIPTS {
        let mut bundle = npm::STYLE.program("esbuild");
        bundle.arg(style.join(script)).arg(format!("--outfile={}", folder.join(script).display()));
        bundle.args(["--bundle", "--minify", "--format=esm", "--target=es2022", "--log-level=warning"]);
        command::run_quietly(&mut bundle, &format!("esbuild-{script}.log"))?;
    }
    Ok(())
}

/// Copies every image that the styles show to `folder`, and has them ask for it by its hashed name.
fn with_images(styles: &str, package: &Path, folder: &Path) -> Result<String> {
    let mut parts = styles.split(IMAGES);
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let end = part.find(['"', '\'', ')']).context("an image's address does not end")?;
        let (name, rest) = part.split_at(end);
        let bytes = fs::read(package.join(name)).with_context(|| format!("the styles show {name}"))?;
        fs::write(folder.join(name), &bytes)?;
        text.push_str(&digest::hashed_name(name, &bytes));
        text.push_str(rest);
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn images_are_asked_for_by_their_hashed_name() {
        let folder = workspace::cache().join("test-images");
        fs::create_dir_all(&folder).unwrap();
        let style = npm::STYLE.folder().join("static");
        let name = digest::hashed_name("favicon.svg", &fs::read(style.join("favicon.svg")).unwrap());
        let text = with_images("a{b:url(\"/assets/images/favicon.svg\") x}", &style, &folder).unwrap();
        assert_eq!(text, format!("a{{b:url(\"{name}\") x}}"));
        assert!(folder.join("favicon.svg").exists());
        assert!(with_images("url(/assets/images/none.svg)", &style, &folder).is_err());
    }
}
