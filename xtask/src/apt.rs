//! Debian's packages, from the mirror this machine already uses and without touching its own apt state.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use anyhow::{Context, Result, bail};

use crate::{
    command::{self, command},
    workspace,
};

/// The Debian mirrors in this machine's apt configuration.
pub struct Mirrors {
    pub main: String,
    pub security: Option<String>,
}

pub fn mirrors() -> Result<Mirrors> {
    command::which("apt-get").context("this machine has no apt-get")?;
    let mut apt = command("apt-get");
    apt.args(["indextargets", "--format", "$(REPO_URI) $(RELEASE)", "Created-By: Packages"]);
    mirrors_in(&command::output(&mut apt)?).context("this machine's apt knows no Debian mirror")
}

/// Reads lines of `address suite`.
fn mirrors_in(targets: &str) -> Option<Mirrors> {
    let find = |security: bool| {
        let mut lines = targets.lines().filter_map(|line| line.split_once(' '));
        let found = lines.find(|(address, suite)| address.contains("debian") && suite.ends_with("-security") == security);
        found.map(|(address, _)| address.to_owned())
    };
    Some(Mirrors { main: find(false)?, security: find(true) })
}

/// Debian's name for the release this machine runs (`bookworm`).
pub fn codename() -> Result<String> {
    let about = fs::read_to_string("/etc/os-release")?;
    let name = about.lines().find_map(|line| line.strip_prefix("VERSION_CODENAME="));
    Ok(name.context("/etc/os-release names no release")?.trim_matches('"').to_owned())
}

/// An apt with sources, lists and downloads of its own.
pub struct PrivateApt {
    configuration: PathBuf,
}

impl PrivateApt {
    /// `sources` are `address suite component` each. Fetches their lists.
    pub fn new(sources: &[String]) -> Result<Self> {
        const KEYRING: &str = "/usr/share/keyrings/debian-archive-keyring.gpg";
        let root = workspace::cache().join("apt");
        for folder in ["lists/partial", "cache/archives/partial", "parts"] {
            fs::create_dir_all(root.join(folder))?;
        }
        let signed = if Path::new(KEYRING).exists() { format!("[signed-by={KEYRING}] ") } else { String::new() };
        let lines: String = sources.iter().map(|source| format!("deb {signed}{source}\n")).collect();
        fs::write(root.join("parts/debian.list"), lines)?;
        let configuration = root.join("apt.conf");
        fs::write(&configuration, configuration_in(&root))?;
        let apt = Self { configuration };
        command::run_quietly(apt.command("apt-get").args(["update", "-qq"]), "apt-update.log")?;
        Ok(apt)
    }

    /// The versions of a package, newest first.
    pub fn versions(&self, package: &str) -> Result<Vec<String>> {
        let table = command::output(self.command("apt-cache").args(["madison", package]))?;
        Ok(table.lines().filter_map(|line| line.split('|').nth(1)).map(|version| version.trim().to_owned()).collect())
    }

    /// The first package that `package` depends on whose name starts so, a version after it.
    pub fn dependency(&self, package: &str, start: &str) -> Result<Option<String>> {
        let list = command::output(self.command("apt-cache").args(["depends", package]))?;
        let mut names = list.lines().filter_map(|line| line.trim().strip_prefix("Depends: "));
        let versioned = |name: &&str| name.strip_prefix(start).is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
        Ok(names.find(versioned).map(str::to_owned))
    }

    /// Downloads packages (`name` or `name=version`) into `folder`, which is made anew.
    pub fn download(&self, packages: &[String], folder: &Path) -> Result<Vec<PathBuf>> {
        let _ = fs::remove_dir_all(folder);
        fs::create_dir_all(folder)?;
        let mut apt = self.command("apt-get");
        apt.current_dir(folder).args(["download", "-qq"]).args(packages);
        command::run_quietly(&mut apt, "apt-download.log")?;
        let files = fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>>>()?;
        if files.is_empty() {
            bail!("apt-get downloaded none of {}", packages.join(", "));
        }
        Ok(files)
    }

    fn command(&self, program: &str) -> Command {
        let mut command = command(program);
        command.env("APT_CONFIG", &self.configuration);
        command
    }
}

fn configuration_in(root: &Path) -> String {
    let root = root.display();
    format!(
        "Dir::Etc::sourcelist \"/dev/null\";\nDir::Etc::sourceparts \"{root}/parts\";\nDir::State::lists \"{root}/lists\";\n\
         Dir::Cache \"{root}/cache\";\nAcquire::Languages \"none\";\nAcquire::IndexTargets::deb::DEP-11::DefaultEnabled \"false\";\n\
         Acquire::IndexTargets::deb::Contents-deb::DefaultEnabled \"false\";\nAPT::Sandbox::User \"\";\n"
    )
}

/// Unpacks a package into `folder`: all of it, or what matches `pattern`.
pub fn unpack(package: &Path, folder: &Path, pattern: Option<&str>) -> Result<()> {
    fs::create_dir_all(folder)?;
    let mut archive = command("dpkg-deb").arg("--fsys-tarfile").arg(package).stdout(Stdio::piped()).spawn()?;
    let stream = archive.stdout.take().context("dpkg-deb gives no archive")?;
    let mut tar = command("tar");
    tar.arg("-x").arg("-C").arg(folder).stdin(stream);
    if let Some(pattern) = pattern {
        tar.args(["--wildcards", pattern]);
    }
    command::run(&mut tar)?;
    // tar stops reading once it has what it was asked for, which dpkg-deb may call a failure.
    archive.wait()?;
    Ok(())
}

/// Installs system packages. Only where that is allowed: as root, or through `sudo` where a CI or a flag says so.
pub fn install(packages: &[&str], flag: bool) -> Result<()> {
    let wanted = packages.join(" ");
    let by_hand = format!("install it with: sudo apt-get install {wanted}");
    if command::which("apt-get").is_none() {
        bail!("{wanted} is not here, nor apt-get to install it");
    }
    let root = crate::user::is_root();
    if !root && !flag && std::env::var_os("CI").is_none() {
        bail!("{wanted} is not here; {by_hand} (or let --install do it)");
    }
    let apt = |log: &str, arguments: &[&str]| {
        let mut apt = if root { command("apt-get") } else { command("sudo") };
        if !root {
            apt.args(["-n", "apt-get"]);
        }
        command::run_quietly(apt.args(arguments).env("DEBIAN_FRONTEND", "noninteractive"), log)
    };
    crate::step::step(&format!("apt-get install {wanted}"), || {
        apt("apt-update.log", &["update", "-qq"])?;
        apt("apt-install.log", &[&["install", "-y", "--no-install-recommends"], packages].concat()).context(by_hand)
    })
}

#[cfg(test)]
mod tests {
    use super::mirrors_in;

    #[test]
    fn mirrors_are_read_from_the_machines_own_list() {
        let list = "http://deb.example/debian/ bookworm\nhttp://deb.example/debian-security/ bookworm-security\n";
        let mirrors = mirrors_in(list).unwrap();
        assert_eq!(mirrors.main, "http://deb.example/debian/");
        assert_eq!(mirrors.security.as_deref(), Some("http://deb.example/debian-security/"));
        assert!(mirrors_in("https://packages.example/node nodistro\n").is_none());
    }
}
