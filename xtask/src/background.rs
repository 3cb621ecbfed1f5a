//! Programs that run beside a step and end with this tool, however it ends.

use std::{
    fs::{self, File},
    net::{Ipv4Addr, TcpListener},
    os::unix::process::CommandExt,
    path::{Path, PathBuf},
    process::{Child, ChildStdin, Command, Stdio},
};

use anyhow::{Context, Result};

use crate::{command, user::User};

/// Runs the program until it ends by itself or this script's standard input does, which it does when this tool
/// stops for whatever reason, even killed. Then the program is told to stop, kindly and after 10 s less so, and
/// the folder it worked in is removed. Both signals, since PostgreSQL would wait for its clients after TERM.
const WATCH: &str = r#"folder=$1; shift
exec 3<&0
"$@" </dev/null 3<&- &
program=$!
{ cat <&3; kill -TERM "$program"; kill -INT "$program"; sleep 10; kill -KILL "$program"; } >/dev/null 2>&1 &
guard=$!
wait "$program"
kill "$guard" 2>/dev/null
[ -z "$folder" ] || rm -rf -- "$folder""#;

/// A program that is to run beside this tool.
pub struct Launch {
    program: Command,
    folder: Option<PathBuf>,
    user: Option<User>,
    log: Option<PathBuf>,
}

impl Launch {
    pub fn new(program: Command) -> Self {
        Self { program, folder: None, user: None, log: None }
    }

    /// The program works in `folder`, which is removed when it has ended.
    pub fn within(mut self, folder: &Path) -> Self {
        self.program.current_dir(folder);
        self.folder = Some(folder.to_path_buf());
        self
    }

    pub fn run_by(mut self, user: Option<User>) -> Self {
        self.user = user;
        self
    }

    /// What it prints goes to a file instead of the terminal.
    pub fn log_to(mut self, log: &Path) -> Self {
        self.log = Some(log.to_path_buf());
        self
    }

    pub fn start(self) -> Result<Background> {
        let mut watcher = command::command("sh");
        watcher.args(["-c", WATCH, "watch"]).arg(self.folder.unwrap_or_default());
        watcher.arg(self.program.get_program()).args(self.program.get_args());
        for (name, value) in self.program.get_envs() {
            match value {
                Some(value) => watcher.env(name, value),
                None => watcher.env_remove(name),
            };
        }
        if let Some(folder) = self.program.get_current_dir() {
            watcher.current_dir(folder);
        }
        if let Some(user) = self.user {
            watcher.gid(user.gid).uid(user.uid);
        }
        if let Some(log) = self.log {
            fs::create_dir_all(log.parent().unwrap_or(&log))?;
            let log = File::create(log)?;
            watcher.stdout(log.try_clone()?).stderr(log);
        }
        // A group of its own: Ctrl-C reaches this tool, and through it the program, in that order.
        watcher.stdin(Stdio::piped()).process_group(0);
        let program = self.program.get_program().display();
        let mut watcher = watcher.spawn().with_context(|| format!("{program} could not be started"))?;
        Ok(Background { leash: watcher.stdin.take(), watcher })
    }
}

/// A running program; it is stopped when this is dropped.
pub struct Background {
    watcher: Child,
    leash: Option<ChildStdin>,
}

impl Background {
    /// The process id of the program, which is called `name`; the system tells the watcher's children.
    pub fn program(&self, name: &str) -> Option<u32> {
        let watcher = self.watcher.id();
        let children = fs::read_to_string(format!("/proc/{watcher}/task/{watcher}/children")).ok()?;
        let called = |id: &u32| fs::read_to_string(format!("/proc/{id}/comm")).is_ok_and(|comm| comm.trim() == name);
        children.split_whitespace().filter_map(|id| id.parse().ok()).find(called)
    }

    /// Whether the program has ended by itself.
    pub fn is_over(&mut self) -> bool {
        self.watcher.try_wait().is_ok_and(|status| status.is_some())
    }
}

impl Drop for Background {
    fn drop(&mut self) {
        drop(self.leash.take());
        let _ = self.watcher.wait();
    }
}

/// A port on which nothing listens now.
pub fn free_port() -> Result<u16> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).context("no port is free")?;
    Ok(listener.local_addr()?.port())
}
