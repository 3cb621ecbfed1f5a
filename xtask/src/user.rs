//! Who runs this.

use std::process::Command;

use crate::command;

/// A user of this machine, by number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct User {
    pub uid: u32,
    pub gid: u32,
}

pub fn is_root() -> bool {
    id(&["-u"]) == Some(0)
}

/// The user of that name, where there is one.
pub fn named(name: &str) -> Option<User> {
    Some(User { uid: id(&["-u", name])?, gid: id(&["-g", name])? })
}

fn id(arguments: &[&str]) -> Option<u32> {
    command::output(Command::new("id").args(arguments)).ok()?.trim().parse().ok()
}
