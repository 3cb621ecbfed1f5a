//! Rebuild, restart and reload whenever a file changes.

use std::{
    fs,
    path::PathBuf,
    process, thread,
    time::{Duration, SystemTime},
};

use anyhow::Result;

use crate::{background::Background, demo, digest, site::Reload, workspace};

const WATCHED: [&str; 5] = ["app", "migrations", "server", "style", "Cargo.toml"];
const PAUSE: Duration = Duration::from_millis(400);

/// Serves on `port` until stopped. A browser that has a page open reloads it after every rebuild.
pub fn run(port: u16) -> Result<()> {
    for number in 1_u64.. {
        let seen = files()?;
        let reload = Reload { rebuild: format!("{}-{number}", process::id()) };
        let server = rebuilt(port, &reload);
        while files()? == seen {
            thread::sleep(PAUSE);
        }
        // The port must be free before the next one asks for it, and a page that is open must not be given the
        // old one again.
        drop(server);
    }
    Ok(())
}

/// A server of what stands there now; none where it does not compile, which cargo has said already.
fn rebuilt(port: u16, reload: &Reload) -> Option<Background> {
    let started = demo::build_all(Some(reload)).and_then(|()| demo::start(port));
    match started {
        Ok(server) => {
            eprintln!("==> serving on http://localhost:{port}, until a file changes (Ctrl-C stops it)");
            Some(server)
        }
        Err(error) => {
            eprintln!("error: {error:#}\n==> waiting for the next change");
            None
        }
    }
}

/// Every file that matters, and when it was last written.
fn files() -> Result<Vec<(PathBuf, SystemTime)>> {
    let mut files = Vec::new();
    for name in WATCHED {
        let path = workspace::root().join(name);
        files.extend(if path.is_dir() { digest::files_under(&path)? } else { vec![path] });
    }
    // A file may go while it is being looked at; the next look sees that it is gone.
    Ok(files.into_iter().filter_map(|file| fs::metadata(&file).and_then(|about| about.modified()).ok().map(|at| (file, at))).collect())
}
