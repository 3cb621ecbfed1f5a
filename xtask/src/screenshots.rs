//! The pictures of the README, taken of real pages of the demo.

use anyhow::{Result, bail};

use crate::{
    background::free_port,
    check, chromium,
    command::{self, command},
    demo, npm,
    step::step,
    workspace,
};

const SCRIPT: &str = "screenshots.mjs";

/// Builds and starts the demo, and lets `end2end/screenshots.mjs` visit it.
pub fn run() -> Result<()> {
    if !npm::END2END.folder().join(SCRIPT).is_file() {
        bail!("end2end/{SCRIPT} is not there");
    }
    demo::build_all(None)?;
    npm::END2END.ensure()?;
    let chromium = chromium::ensure(false)?;
    let port = free_port()?;
    let mut server = demo::start(port)?;
    check::pages(port, || server.is_over())?;
    step("screenshots", || {
        let mut node = command("node");
        node.current_dir(npm::END2END.folder()).arg(SCRIPT).env("CHROMIUM", chromium);
        node.env("DEMO_ADDRESS", format!("http://127.0.0.1:{port}"));
        node.env("SCREENSHOTS", workspace::root().join("docs/screenshots"));
        command::run(&mut node)
    })
}
