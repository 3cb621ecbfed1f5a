//! A PostgreSQL of the tests' own: in a folder that goes away, for nobody but this machine, never as root.

use std::{
    env, fs,
    net::Ipv4Addr,
    os::unix::fs::{PermissionsExt, chown},
    path::{Path, PathBuf},
    process::Command,
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail};

use crate::{
    apt,
    background::{Background, Launch, free_port},
    command,
    user::{self, User},
    workspace,
};

/// Where the tests read the address of their database server.
pub const VARIABLE: &str = "TEST_DATABASE_URL";

/// Losing the data in a crash is fine; waiting for the disk is not. Every test brings connections of its own.
const SETTINGS: [&str; 6] =
    ["fsync=off", "synchronous_commit=off", "full_page_writes=off", "autovacuum=off", "max_connections=400", "listen_addresses=127.0.0.1"];

/// A running server; it stops and its folder goes when this is dropped, or this tool ends in whatever way.
pub struct Postgres {
    pub address: String,
    _server: Option<Background>,
}

/// Starts a server, installing one where that is allowed. One that `TEST_DATABASE_URL` names is used instead.
pub fn start(install: bool) -> Result<Postgres> {
    if let Ok(address) = env::var(VARIABLE) {
        eprintln!("    the one that {VARIABLE} names");
        return Ok(Postgres { address, _server: None });
    }
    let programs = match programs() {
        Some(programs) => programs,
        None => {
            apt::install(&["postgresql"], install)?;
            programs().context("PostgreSQL was installed, yet its initdb and postgres are not found")?
        }
    };
    let user = unprivileged()?;
    let folder = make_folder(user)?;
    let mut initdb = Command::new(programs.join("initdb"));
    initdb.current_dir(&folder).args(["--pgdata=data", "--username=tracker", "--auth=trust"]);
    // Names sort as people of the country expect, unlike in SQLite: what relies on one order must ask for it.
    initdb.args(["--encoding=UTF8", "--no-locale", "--locale-provider=icu", "--icu-locale=en-GB", "--no-sync"]);
    if let Some(user) = user {
        use std::os::unix::process::CommandExt;
        initdb.gid(user.gid).uid(user.uid);
    }
    command::run_quietly(&mut initdb, "initdb.log")?;
    serve(&programs, &folder, user)
}

fn serve(programs: &Path, folder: &Path, user: Option<User>) -> Result<Postgres> {
    let port = free_port()?;
    let mut postgres = Command::new(programs.join("postgres"));
    postgres.args(["-D", "data", "-k"]).arg(folder).args(["-p", &port.to_string()]);
    for setting in SETTINGS {
        postgres.args(["-c", setting]);
    }
    let log = workspace::cache().join("logs/postgres.log");
    let mut server = Launch::new(postgres).within(folder).run_by(user).log_to(&log).start()?;
    let started = Instant::now();
    let mut ready = Command::new(programs.join("pg_isready"));
    ready.args(["-h", &Ipv4Addr::LOCALHOST.to_string(), "-p", &port.to_string()]);
    while !command::succeeds(&mut ready) {
        if server.is_over() || started.elapsed() > Duration::from_secs(30) {
            bail!("PostgreSQL did not start; it says why in {}", log.display());
        }
        thread::sleep(Duration::from_millis(100));
    }
    let address = format!("postgres://tracker@127.0.0.1:{port}/postgres");
    Ok(Postgres { address, _server: Some(server) })
}

/// The folder with the server's programs: on `PATH`, or the newest that Debian keeps beside it.
fn programs() -> Option<PathBuf> {
    let on_path = command::which("initdb").and_then(|initdb| initdb.canonicalize().ok());
    let debian = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let mut versions: Vec<_> = debian.map(|entry| entry.path()).collect();
    versions.sort_by_key(|path| path.file_name().and_then(|name| name.to_str()?.parse::<u32>().ok()));
    let beside = versions.into_iter().rev().map(|version| version.join("bin"));
    let folders = on_path.as_deref().and_then(Path::parent).map(PathBuf::from).into_iter().chain(beside);
    folders.into_iter().find(|folder| ["initdb", "postgres", "pg_isready"].iter().all(|name| folder.join(name).is_file()))
}

/// PostgreSQL refuses to run as root; somebody else does it then.
fn unprivileged() -> Result<Option<User>> {
    if !user::is_root() {
        return Ok(None);
    }
    let other = user::named("postgres").or_else(|| user::named("nobody"));
    other.map(Some).context("PostgreSQL does not run as root, and there is neither a user postgres nor nobody")
}

fn make_folder(user: Option<User>) -> Result<PathBuf> {
    // Root's own temporary folder may be closed to the other user.
    let parent = if user.is_some() { PathBuf::from("/tmp") } else { env::temp_dir() };
    let folder = parent.join(format!("tracker-postgres-{}", std::process::id()));
    fs::create_dir(&folder).with_context(|| format!("making {}", folder.display()))?;
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o700))?;
    if let Some(user) = user {
        chown(&folder, Some(user.uid), Some(user.gid))?;
    }
    Ok(folder)
}
