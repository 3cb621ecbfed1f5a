//! The one folder to deploy: the binary, and beside it the files a browser is given.

use std::fs;

use anyhow::{Context, Result};

use crate::{
    command::{self, cargo},
    demo, site,
    step::step,
    workspace,
};

pub fn run(release: bool) -> Result<()> {
    if !release {
        return demo::build_all(None);
    }
    let (site, server) = std::thread::scope(|scope| {
        let site = scope.spawn(|| step("site", || site::build(None)));
        let server = step("server half: compile for release", || {
            command::run(cargo().args(["build", "--release", "--package", "server", "--bin", "tracker"]))
        });
        (demo::joined(site), server)
    });
    site.and(server)?;
    step("deploy folder", || {
        let folder = workspace::target().join("deploy");
        site::copy_to(&folder.join("site"))?;
        let binary = workspace::tracker("release");
        let name = binary.file_name().context("a binary without a name")?;
        fs::copy(&binary, folder.join(name))?;
        eprintln!("    {}", folder.display());
        Ok(())
    })
}
