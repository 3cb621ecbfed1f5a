//! No two files of a crate import each other, directly or by way of others; and in `app` nothing below knows what is above.

mod paths;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use self::paths::{Module, Named, named};
use crate::workspace;

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

const MEND: &str = "one of them must do without: move what both need into a file that imports neither, or hand it over as an argument";
const KERNEL_IS_BELOW: &str = "web is for every feature and knows none: let the feature hand it over, or move it into web";
const ROUTES_ARE_ABOVE: &str = "it puts the features together, so none may need it: move what is needed down";

/// The files of a crate, and which imports which.
struct Crate {
    folder: &'static str,
    /// Each module that is a file, with the file's path below the folder.
    files: BTreeMap<Module, String>,
    /// What each names: paths from the crate's root.
    named: BTreeMap<Module, Vec<Named>>,
}

/// From each file to those that it imports, with the names of what it takes there.
type Arrows<'a> = BTreeMap<&'a Module, BTreeMap<&'a Module, BTreeSet<&'a str>>>;

pub fn broken() -> Result<Vec<String>> {
    let listed = super::files(&CRATES)?;
    let mut broken = Vec::new();
    for folder in CRATES {
        let of = Crate::read(folder, &listed)?;
        let arrows = of.arrows();
        broken.extend(knots(&arrows).iter().map(|knot| of.told(&arrows, knot)));
        if folder == "app/src" {
            broken.extend(of.upward(&arrows));
        }
    }
    Ok(broken)
}

impl Crate {
    /// Reads those of the files that lie in `folder`.
    fn read(folder: &'static str, files: &str) -> Result<Self> {
        let mut of = Self { folder, files: BTreeMap::new(), named: BTreeMap::new() };
        for path in files.lines().filter(|path| path.ends_with(".rs")) {
            let Some(below) = path.strip_prefix(folder).and_then(|below| below.strip_prefix('/')) else { continue };
            // Git still lists what was deleted and not committed.
            let Ok(text) = fs::read_to_string(workspace::root().join(path)) else { continue };
            of.add(below, &text).with_context(|| path.to_owned())?;
        }
        Ok(of)
    }

    fn add(&mut self, file: &str, text: &str) -> Result<()> {
        let module = module(file);
        self.named.insert(module.clone(), named(text, &module)?);
        self.files.insert(module, file.to_owned());
        Ok(())
    }

    /// What a module only hands on counts for whoever takes it from there.
    fn arrows(&self) -> Arrows<'_> {
        let mut arrows = Arrows::new();
        for (from, named) in &self.named {
            let to = arrows.entry(from).or_default();
            let taken = named.iter().filter(|named| !named.is_offer);
            for (file, name) in taken.filter_map(|named| self.file_of(&named.path, 8)).filter(|(file, _)| *file != from) {
                to.entry(file).or_default().insert(name);
            }
        }
        arrows
    }

    /// The file in which what `path` names stands, and its name there.
    fn file_of<'a>(&'a self, path: &'a [String], hops: u8) -> Option<(&'a Module, &'a str)> {
        let (length, module) = (0..=path.len()).rev().find_map(|length| Some((length, self.files.get_key_value(&path[..length])?.0)))?;
        let Some(name) = path.get(length) else { return Some((module, path.last().map_or("all", String::as_str))) };
        let mut offers = self.named.get(module)?.iter().filter(|named| named.is_offer && hops > 0);
        let offer = offers.find(|offer| offer.path.last() == Some(name) && offer.path.as_slice() != path);
        offer.map_or(Some((module, name)), |offer| self.file_of(&offer.path, hops - 1))
    }

    /// What a developer is told of a knot: its shortest circle, with what each file in it takes from the next.
    fn told(&self, arrows: &Arrows<'_>, knot: &Knot<'_>) -> String {
        let circle = &knot.circle;
        let mut way = String::new();
        for (at, from) in circle.iter().enumerate() {
            let to = circle[(at + 1) % circle.len()];
            let names: Vec<_> = arrows[*from][to].iter().copied().collect();
            let who = if at == 0 { "it" } else { ", which" };
            way.push_str(&format!("{who} takes {} from {}", names.join(", "), self.files[to]));
        }
        let others = match knot.files - circle.len() {
            0 => String::new(),
            files => format!(" (files that hang in this knot besides: {files}; look again once this circle is gone)"),
        };
        format!("{}/{}: imports itself: {way} - {MEND}{others}", self.folder, self.files[circle[0]])
    }

    /// Arrows of `app` that run up.
    fn upward(&self, arrows: &Arrows<'_>) -> Vec<String> {
        let room = |module: &Module| module.first().cloned().unwrap_or_default();
        let mut broken = Vec::new();
        for (from, to, names) in arrows.iter().flat_map(|(from, to)| to.iter().map(move |(to, names)| (*from, *to, names))) {
            let (below, above) = (room(from), room(to));
            let knows_feature = below == KERNEL && above != KERNEL;
            let knows_all = ABOVE.contains(&above.as_str()) && !ABOVE.contains(&below.as_str()) && !below.is_empty();
            if knows_feature || knows_all {
                let names = names.iter().copied().collect::<Vec<_>>().join(", ");
                let why = if knows_feature { KERNEL_IS_BELOW } else { ROUTES_ARE_ABOVE };
                broken.push(format!("{}/{}: takes {names} from {} - {why}", self.folder, self.files[from], self.files[to]));
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

/// Files that all reach each other.
struct Knot<'a> {
    /// The shortest circle among them, of equals the first.
    circle: Vec<&'a Module>,
    /// How many there are, with those of the circle.
    files: usize,
}

fn knots<'a>(arrows: &Arrows<'a>) -> Vec<Knot<'a>> {
    let reached: BTreeMap<&Module, BTreeSet<&Module>> = arrows.keys().map(|start| (*start, reached(arrows, start))).collect();
    let mut told = BTreeSet::new();
    let mut knots = Vec::new();
    for (start, reaches) in &reached {
        let files: Vec<&Module> = reaches.iter().copied().filter(|other| reached[other].contains(start)).collect();
        if files.is_empty() || !told.insert(files[0]) {
            continue;
        }
        let circle = files.iter().filter_map(|file| shortest(arrows, file)).min_by_key(Vec::len);
        knots.extend(circle.map(|circle| Knot { circle, files: files.len() }));
    }
    knots
}

/// Every file that one imports, directly or by way of others; itself too if it lies on a circle.
fn reached<'a>(arrows: &Arrows<'a>, start: &'a Module) -> BTreeSet<&'a Module> {
    let (mut seen, mut open) = (BTreeSet::new(), vec![start]);
    while let Some(from) = open.pop() {
        open.extend(arrows[from].keys().copied().filter(|to| seen.insert(*to)));
    }
    seen
}

/// The shortest way from a file back to itself.
fn shortest<'a>(arrows: &Arrows<'a>, start: &'a Module) -> Option<Vec<&'a Module>> {
    let mut ways = vec![vec![start]];
    let mut seen = BTreeSet::new();
    while !ways.is_empty() {
        let mut longer = Vec::new();
        for way in ways {
            for next in arrows[way[way.len() - 1]].keys() {
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

    fn a_crate(files: &[(&str, &str)]) -> Crate {
        let mut of = Crate { folder: "app/src", files: BTreeMap::new(), named: BTreeMap::new() };
        for (file, text) in files {
            of.add(file, text).unwrap();
        }
        of
    }

    fn told(files: &[(&str, &str)]) -> Vec<String> {
        let of = a_crate(files);
        let arrows = of.arrows();
        knots(&arrows).iter().map(|knot| of.told(&arrows, knot)).collect()
    }

    #[test]
    fn a_circle_is_found_through_what_modules_hand_on() {
        let told = told(&[
            ("lib.rs", "pub mod a; pub mod b;"),
            ("a/mod.rs", "mod x; pub use x::X;"),
            ("a/x.rs", "use crate::b::B;"),
            ("b.rs", "use crate::a::X;"),
            ("c.rs", "use crate::b::B;"),
        ]);
        assert_eq!(told, [format!("app/src/a/x.rs: imports itself: it takes B from b.rs, which takes X from a/x.rs - {MEND}")]);
    }

    #[test]
    fn of_a_knot_the_shortest_circle_is_told_and_of_each_knot_one() {
        let told = told(&[
            ("a.rs", "use crate::b::B;"),
            ("b.rs", "use crate::c::C;"),
            ("c.rs", "use crate::a::A; use crate::d::{D, E};"),
            ("d.rs", "use crate::c::*;"),
            ("e.rs", "use super::f; use crate::a::A;"),
            ("f.rs", "fn f() -> crate::e::E {}"),
        ]);
        let more = " (files that hang in this knot besides: 2; look again once this circle is gone)";
        let first = format!("app/src/c.rs: imports itself: it takes D, E from d.rs, which takes c from c.rs - {MEND}{more}");
        let second = format!("app/src/e.rs: imports itself: it takes f from f.rs, which takes E from e.rs - {MEND}");
        assert_eq!(told, [first, second]);
    }

    #[test]
    fn the_kernel_knows_no_feature_and_nobody_knows_the_routes() {
        let of = a_crate(&[
            ("web/page.rs", "use crate::slots::S;"),
            ("slots.rs", "use crate::routes::R; use crate::web::page::P;"),
            ("routes.rs", "use crate::slots::S;"),
        ]);
        let up = format!("app/src/slots.rs: takes R from routes.rs - {ROUTES_ARE_ABOVE}");
        let down = format!("app/src/web/page.rs: takes S from slots.rs - {KERNEL_IS_BELOW}");
        assert_eq!(of.upward(&of.arrows()), [up, down]);
    }

    #[test]
    fn this_house_has_no_circle() {
        let broken = broken().unwrap();
        assert!(broken.is_empty(), "{}", broken.join("\n"));
    }
}
