//! The real program, in a folder of its own.

use std::path::Path;
use std::process::{Command, Output};

/// What a run of the program said, and how it ended.
pub struct Run {
    pub status: i32,
    pub out: String,
    pub err: String,
}

pub fn tracker(folder: &Path, environment: &[(&str, &str)], arguments: &[&str]) -> Run {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tracker"));
    command.current_dir(folder).args(arguments);
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("TRACKER_")) {
        command.env_remove(name);
    }
    let Output { status, stdout, stderr } = command.envs(environment.iter().copied()).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    Run { status: status.code().unwrap(), out: text(stdout), err: text(stderr) }
}

pub fn folder() -> tempfile::TempDir {
    tempfile::tempdir().unwrap()
}

pub fn sample(name: &str) -> String {
    format!("{}/../app/domain/tests/samples/{name}", env!("CARGO_MANIFEST_DIR"))
}
