//! No two files of a crate import each other, directly or by way of others; and in `app` nothing below knows what is above.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::{fs, str::FromStr};

use anyhow::{Context, Result, anyhow};
use proc_macro2::{Delimiter, TokenStream, TokenTree};

use crate::{command, workspace};

/// The crates that are looked at, by the folder of their sources.
const CRATES: [&str; 9] = [
    "app/domain/src",
    "app/cis2/src",
    "app/store/src",
    "app/mail/src",
    "app/services/src",
    "app/src",
    "migrations/src",
    "server/src",
    "xtask/src",
];

/// Folders of `app/src` from the bottom up: what no feature is, the features, and what puts them together.
const KERNEL: &str = "web";
const ABOVE: [&str; 2] = ["routes", "menu"];

type Module = Vec<String>;

/// The files of a crate, and which imports which.
struct Crate {
    folder: &'static str,
    /// Each module that is a file, with the file's path below the folder.
    files: BTreeMap<Module, String>,
    /// What each names: paths from the crate's root.
    named: BTreeMap<Module, Vec<Named>>,
}

/// A path that a file names.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Named {
    path: Module,
    /// Whether it only hands on what it names.
    is_offer: bool,
}

pub fn broken() -> Result<Vec<String>> {
    let mut broken = Vec::new();
    for folder in CRATES {
        let of = Crate::read(folder)?;
        let arrows = of.arrows();
        broken.extend(circles(&arrows).iter().map(|circle| of.told(circle)));
        if folder == "app/src" {
            broken.extend(of.upward(&arrows));
        }
    }
    Ok(broken)
}

impl Crate {
    fn read(folder: &'static str) -> Result<Self> {
        let mut git = command::command("git");
        let listed = command::output(git.args(["ls-files", "--cached", "--others", "--exclude-standard", folder]))?;
        let mut of = Self { folder, files: BTreeMap::new(), named: BTreeMap::new() };
        for path in listed.lines().filter(|path| path.ends_with(".rs")) {
            let whole = workspace::root().join(path);
            // Git still lists what was deleted and not committed.
            let Ok(text) = fs::read_to_string(&whole) else { continue };
            let below = path.trim_start_matches(folder).trim_start_matches('/');
            let module = module(below);
            let named = named(&text, &module).with_context(|| path.to_owned())?;
            of.named.insert(module.clone(), named);
            of.files.insert(module, below.to_owned());
        }
        Ok(of)
    }

    /// From each file to those that it imports. What a module only hands on counts for whoever takes it from there.
    fn arrows(&self) -> BTreeMap<&Module, BTreeSet<&Module>> {
        let mut arrows = BTreeMap::new();
        for (from, named) in &self.named {
            let taken = named.iter().filter(|named| !named.is_offer);
            let to = taken.filter_map(|named| self.file_of(&named.path, 8)).filter(|to| *to != from);
            arrows.insert(from, to.collect());
        }
        arrows
    }

    /// The file in which what `path` names stands.
    fn file_of(&self, path: &[String], hops: u8) -> Option<&Module> {
        let (length, module) = (0..=path.len()).rev().find_map(|length| Some((length, self.files.get_key_value(&path[..length])?.0)))?;
        let (Some(name), true) = (path.get(length), hops > 0) else { return Some(module) };
        let offers = self.named.get(module)?.iter().filter(|named| named.is_offer);
        let offer = offers.clone().find(|offer| offer.path.last() == Some(name) && offer.path.as_slice() != path);
        offer.map_or(Some(module), |offer| self.file_of(&offer.path, hops - 1))
    }

    fn told(&self, circle: &[&Module]) -> String {
        let files: Vec<_> = circle.iter().map(|module| self.files[*module].as_str()).collect();
        format!("{}/{}: imports itself by way of {}", self.folder, files[0], [&files[1..], &files[..1]].concat().join(", "))
    }

    /// Arrows of `app` that run up.
    fn upward(&self, arrows: &BTreeMap<&Module, BTreeSet<&Module>>) -> Vec<String> {
        let room = |module: &Module| module.first().cloned().unwrap_or_default();
        let mut broken = Vec::new();
        for (from, to) in arrows.iter().flat_map(|(from, to)| to.iter().map(move |to| (*from, *to))) {
            let (below, above) = (room(from), room(to));
            let knows_feature = below == KERNEL && above != KERNEL;
            let knows_all = ABOVE.contains(&above.as_str()) && !ABOVE.contains(&below.as_str()) && !below.is_empty();
            if knows_feature || knows_all {
                broken.push(format!("{}/{}: {below} may not know {}", self.folder, self.files[from], self.files[to]));
            }
        }
        broken
    }
}

/// `a/b.rs` and `a/b/mod.rs` are `[a, b]`; the root of a crate is `[]`.
fn module(file: &str) -> Module {
    let mut parts: Module = Path::new(file).with_extension("").iter().map(|part| part.to_string_lossy().into_owned()).collect();
    if matches!(parts.last().map(String::as_str), Some("mod" | "lib")) {
        parts.pop();
    }
    parts
}

/// The paths within the crate that a file names, from the crate's root; those of its tests aside.
fn named(text: &str, module: &Module) -> Result<Vec<Named>> {
    let tokens = TokenStream::from_str(text).map_err(|error| anyhow!("{error}"))?;
    let mut found = Vec::new();
    walk(&tokens.into_iter().collect::<Vec<_>>(), module, &mut found);
    Ok(found)
}

fn is(token: Option<&TokenTree>, what: &str) -> bool {
    token.is_some_and(|token| token.to_string() == what)
}

/// Goes through tokens, into groups and modules that stand in the file.
fn walk(tokens: &[TokenTree], here: &Module, found: &mut Vec<Named>) {
    let (mut at, mut is_test) = (0, false);
    while let Some(token) = tokens.get(at) {
        if is(Some(token), "#") && is(tokens.get(at + 1), "[cfg (test)]") {
            (at, is_test) = (at + 2, true);
            continue;
        }
        match token {
            TokenTree::Group(group) => {
                let inside: Vec<_> = group.stream().into_iter().collect();
                let opens = group.delimiter() == Delimiter::Brace;
                let name = (at >= 2 && opens && is(tokens.get(at - 2), "mod")).then(|| tokens[at - 1].to_string());
                if !(is_test && opens) {
                    walk(&inside, &[&here[..], &name.into_iter().collect::<Vec<_>>()].concat(), found);
                }
                is_test &= !opens;
                at += 1;
            }
            TokenTree::Ident(first) if matches!(first.to_string().as_str(), "crate" | "super" | "self") && is_path(tokens, at + 1) => {
                let is_offer = at >= 2 && is(tokens.get(at - 1), "use") && is_public(&tokens[..at - 1]);
                at = path(tokens, at, here, Vec::new(), is_offer, found);
            }
            TokenTree::Ident(_) if is(tokens.get(at.wrapping_sub(1)), "use") && is_public(&tokens[..at.saturating_sub(1)]) => {
                // `pub use child::Item`, as modules write it of what lies below them.
                at = path(tokens, at, here, here.clone(), true, found);
            }
            _ => {
                is_test &= !is(Some(token), ";");
                at += 1;
            }
        }
    }
}

fn is_path(tokens: &[TokenTree], at: usize) -> bool {
    is(tokens.get(at), ":") && is(tokens.get(at + 1), ":")
}

/// Whether what stands before `use` makes it an offer: `pub`, or `pub(…)`.
fn is_public(before: &[TokenTree]) -> bool {
    let last = before.last();
    is(last, "pub") || (matches!(last, Some(TokenTree::Group(_))) && is(before.get(before.len().wrapping_sub(2)), "pub"))
}

/// Reads a path with all its branches; where it ends.
fn path(tokens: &[TokenTree], mut at: usize, here: &Module, mut so_far: Module, is_offer: bool, found: &mut Vec<Named>) -> usize {
    let mut is_begun = !so_far.is_empty();
    loop {
        match tokens.get(at) {
            Some(TokenTree::Ident(ident)) => {
                match ident.to_string().as_str() {
                    "crate" => so_far = Vec::new(),
                    "self" if !is_begun => so_far.clone_from(here),
                    "self" => {}
                    "super" if !is_begun => so_far = here[..here.len().saturating_sub(1)].to_vec(),
                    "super" => drop(so_far.pop()),
                    name => so_far.push(name.to_owned()),
                }
                is_begun = true;
                at += 1;
            }
            Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Brace => {
                let inside: Vec<_> = group.stream().into_iter().collect();
                for branch in inside.split(|token| is(Some(token), ",")).filter(|branch| !branch.is_empty()) {
                    path(branch, 0, here, so_far.clone(), is_offer, found);
                }
                return at + 1;
            }
            _ => return at,
        }
        if !is_path(tokens, at) {
            found.push(Named { path: so_far, is_offer });
            return at;
        }
        at += 2;
    }
}

/// One circle for each set of files that reach each other, the shortest through its first file.
fn circles<'a>(arrows: &BTreeMap<&'a Module, BTreeSet<&'a Module>>) -> Vec<Vec<&'a Module>> {
    let mut told = BTreeSet::new();
    let mut found = Vec::new();
    for start in arrows.keys() {
        if told.contains(*start) {
            continue;
        }
        if let Some(circle) = shortest(arrows, start) {
            told.extend(circle.iter().copied());
            found.push(circle);
        }
    }
    found
}

/// The shortest way from a file back to itself.
fn shortest<'a>(arrows: &BTreeMap<&'a Module, BTreeSet<&'a Module>>, start: &'a Module) -> Option<Vec<&'a Module>> {
    let mut ways = vec![vec![start]];
    let mut seen = BTreeSet::new();
    while !ways.is_empty() {
        let mut longer = Vec::new();
        for way in ways {
            for next in arrows.get(way[way.len() - 1]).into_iter().flatten() {
                if *next == start {
                    return Some(way);
                }
                if seen.insert(*next) {
                    longer.push([&way[..], &[*next]].concat());
                }
            }
        }
        ways = longer;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paths(text: &str, module: &[&str]) -> Vec<String> {
        let module = module.iter().map(|part| (*part).to_owned()).collect();
        let mark = |named: Named| format!("{}{}", if named.is_offer { "offers " } else { "" }, named.path.join("::"));
        named(text, &module).unwrap().into_iter().map(mark).collect()
    }

    #[test]
    fn paths_are_read_wherever_they_stand() {
        let text = "use crate::a::{b::C, d::{self, E}};\nuse super::x::Y;\nuse std::fs;\nfn f() { view! { <p>{crate::w::word(self.z)}</p> } }";
        assert_eq!(paths(text, &["m", "n"]), ["a::b::C", "a::d", "a::d::E", "m::x::Y", "w::word"]);
    }

    #[test]
    fn tests_do_not_count_and_offers_are_marked() {
        let text = "pub use child::Item;\npub(crate) use super::o::P;\n#[cfg(test)]\nmod tests { use crate::far::Away; }\nmod inner { use super::near::By; }";
        assert_eq!(paths(text, &["m"]), ["offers m::child::Item", "offers o::P", "m::near::By"]);
    }

    fn a_crate(files: &[(&str, &str)]) -> Crate {
        let mut of = Crate { folder: "app/src", files: BTreeMap::new(), named: BTreeMap::new() };
        for (file, text) in files {
            of.named.insert(module(file), named(text, &module(file)).unwrap());
            of.files.insert(module(file), (*file).to_owned());
        }
        of
    }

    #[test]
    fn a_circle_is_found_through_what_modules_hand_on() {
        let of = a_crate(&[
            ("lib.rs", "pub mod a; pub mod b;"),
            ("a/mod.rs", "mod x; pub use x::X;"),
            ("a/x.rs", "use crate::b::B;"),
            ("b.rs", "use crate::a::X;"),
            ("c.rs", "use crate::b::B;"),
        ]);
        let told: Vec<_> = circles(&of.arrows()).iter().map(|circle| of.told(circle)).collect();
        assert_eq!(told, ["app/src/a/x.rs: imports itself by way of b.rs, a/x.rs"]);
    }

    #[test]
    fn the_kernel_knows_no_feature_and_nobody_knows_the_routes() {
        let of = a_crate(&[
            ("web/page.rs", "use crate::slots::S;"),
            ("slots.rs", "use crate::routes::R; use crate::web::page::P;"),
            ("routes.rs", "use crate::slots::S;"),
        ]);
        let told = of.upward(&of.arrows());
        assert_eq!(told, ["app/src/slots.rs: slots may not know routes.rs", "app/src/web/page.rs: web may not know slots.rs"]);
    }

    #[test]
    fn this_house_has_no_circle() {
        assert_eq!(broken().unwrap(), Vec::<String>::new());
    }
}
