//! Programs that run beside a step and end with this tool, however it ends.

use std::{
    ffi::OsString,
    net::{Ipv4Addr, TcpListener},
    os::unix::process::CommandExt,
    path::Path,
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

/// A running program; it is stopped when this is dropped.
pub struct Background {
    watcher: Child,
    leash: Option<ChildStdin>,
}

impl Background {
    /// Starts `program`, with its environment and what it prints as they are set there. `folder`, where given,
    /// is removed afterwards; `user` runs it, where given.
    pub fn start(
        program: &Command,
        folder: Option<&Path>,
        user: Option<User>,
        log: Stdio,
        errors: Stdio,
    ) -> Result<Self> {
        let mut watcher = command::command("sh");
        watcher
            .args(["-c", WATCH, "watch"])
            .arg(folder.map(OsString::from).unwrap_or_default());
        watcher.arg(program.get_program()).args(program.get_args());
        for (name, value) in program.get_envs() {
            match value {
                Some(value) => watcher.env(name, value),
                None => watcher.env_remove(name),
            };
        }
        if let Some(folder) = program.get_current_dir() {
            watcher.current_dir(folder);
        }
        if let Some(user) = user {
            watcher.gid(user.gid).uid(user.uid);
        }
        // A group of its own: Ctrl-C reaches this tool, and through it the program, in that order.
        watcher
            .stdin(Stdio::piped())
            .stdout(log)
            .stderr(errors)
            .process_group(0);
        let mut watcher = watcher
            .spawn()
            .with_context(|| format!("{} could not be started", program.get_program().display()))?;
        let leash = watcher.stdin.take();
        Ok(Self { watcher, leash })
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
