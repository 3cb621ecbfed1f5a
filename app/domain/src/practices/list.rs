//! From where practices stand to the page of a list.

use super::snapshot::{One, Present};
use super::{Line, Wanted};
use crate::accounts::Scope;
use crate::organisations::OdsCode;
use crate::reports::{Area, Register};
use crate::stage::{Reading, Stage};

/// A page of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListPage {
    /// The practices of the page, each with how it reads against the deadline.
    pub lines: Vec<(Line, Reading)>,
    /// How many there are on all pages.
    pub total: usize,
    /// The page, from 1.
    pub page: usize,
    /// How many pages there are, at least 1.
    pub pages: usize,
}

/// The practices of `scope` that are wanted; `page` counts from 1, and one after the last is the last.
#[must_use]
pub fn list(register: &Register, present: &Present, scope: &Scope, wanted: &Wanted, page: usize, size: usize) -> ListPage {
    let fits = Fits::new(register, scope, wanted, present.against.days_left());
    let fitting: Vec<&One> = if wanted.worst_first {
        present.worst_first().iter().map(|at| &present.open[*at]).filter(|one| fits.takes(one)).collect()
    } else {
        present.open.iter().filter(|one| fits.takes(one)).collect()
    };
    let pages = fitting.len().div_ceil(size).max(1);
    let page = page.clamp(1, pages);
    let lines = fitting.iter().skip((page - 1) * size).take(size).map(|one| (line(register, one), one.reading));
    ListPage { lines: lines.collect(), total: fitting.len(), page, pages }
}

/// The first `most` practices of `scope` that fit `text`: those whose code begins so before those whose name fits.
#[must_use]
pub fn search(register: &Register, present: &Present, scope: &Scope, text: &str, most: usize) -> Vec<Line> {
    let wanted = Wanted { text: text.to_owned(), ..Wanted::default() };
    let fits = Fits::new(register, scope, &wanted, 0);
    let (by_code, by_name): (Vec<_>, Vec<_>) =
        present.open.iter().filter(|one| fits.takes(one)).partition(|one| begins(register.practices[one.at].code.as_str(), text.trim()));
    by_code.into_iter().chain(by_name).take(most).map(|one| line(register, one)).collect()
}

/// The sub-ICB locations that `scope` reaches as a whole, by name: code and name.
#[must_use]
pub fn places(register: &Register, scope: &Scope) -> Vec<(OdsCode, String)> {
    let covered = covered(register, scope);
    // Those that no file has described are there for the practices that name them.
    let described = |place: &Area| *place.name != *place.code.as_str();
    let reached = register.sub_icbs.iter().zip(covered).filter(|(place, covered)| *covered && described(place));
    reached.map(|(place, _)| (place.code.clone(), place.name.to_string())).collect()
}

/// Which sub-ICB locations `scope` reaches as a whole, in the order of the register.
fn covered(register: &Register, scope: &Scope) -> Vec<bool> {
    let has = |at: Option<usize>, places: &[Area], codes: &std::collections::BTreeSet<OdsCode>| {
        at.is_some_and(|at| codes.contains(&places[at].code))
    };
    let covers = |(at, place): (usize, &Area)| {
        scope.everything
            || scope.sub_icbs.contains(&place.code)
            || has(register.icb_of(Some(at)), &register.icbs, &scope.icbs)
            || has(register.region_of(Some(at)), &register.regions, &scope.regions)
    };
    register.sub_icbs.iter().enumerate().map(covers).collect()
}

/// What a practice must be to stand in a list.
pub(super) struct Fits<'a> {
    register: &'a Register,
    scope: &'a Scope,
    wanted: &'a Wanted,
    covered: Vec<bool>,
    /// Where the wanted sub-ICB location stands in the register; `Some(None)` where it is not there.
    sub_icb: Option<Option<usize>>,
    words: Vec<String>,
    code: String,
    days_left: i64,
}

impl<'a> Fits<'a> {
    pub(super) fn new(register: &'a Register, scope: &'a Scope, wanted: &'a Wanted, days_left: i64) -> Self {
        let place = |code: &OdsCode| register.sub_icbs.iter().position(|place| place.code == *code);
        Self {
            register,
            scope,
            wanted,
            covered: covered(register, scope),
            sub_icb: wanted.sub_icb.as_ref().map(place),
            words: wanted.text.split_whitespace().map(str::to_ascii_lowercase).collect(),
            code: wanted.text.split_whitespace().collect(),
            days_left,
        }
    }

    pub(super) fn takes(&self, one: &One) -> bool {
        let (practice, wanted) = (&self.register.practices[one.at], self.wanted);
        wanted.stage.is_none_or(|stage| stage == one.state.stage)
            && wanted.supplier.is_none_or(|supplier| supplier == practice.supplier)
            && self.sub_icb.is_none_or(|place| place.is_some() && place == practice.sub_icb)
            && self.reads(one)
            && (self.scope.everything
                || practice.sub_icb.is_some_and(|at| self.covered[at])
                || self.scope.practices.contains(&practice.code))
            && self.is_named(practice.code.as_str(), &practice.name)
    }

    fn reads(&self, one: &One) -> bool {
        if self.wanted.exception {
            return one.is_apart();
        }
        let overdue = || self.days_left < 0 && one.state.stage != Stage::SwitchedOn;
        match (self.wanted.overdue, self.wanted.rag) {
            (true, _) => !one.is_apart() && overdue(),
            (false, Some(rag)) => !one.is_apart() && one.reading.rag == rag,
            (false, None) => true,
        }
    }

    /// Each word in the name or at the beginning of the code; or all of it is the beginning of a code, typed with spaces.
    fn is_named(&self, code: &str, name: &str) -> bool {
        let each = || self.words.iter().all(|word| begins(code, word) || holds(name, word));
        self.words.is_empty() || begins(code, &self.code) || each()
    }
}

/// Whether `text` begins with `word`, letters A to Z in either case.
fn begins(text: &str, word: &str) -> bool {
    text.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word))
}

/// Whether `word`, whose letters A to Z are small, stands in `text`, in either case.
fn holds(text: &str, word: &str) -> bool {
    let (text, word) = (text.as_bytes(), word.as_bytes());
    text.windows(word.len()).any(|part| part.eq_ignore_ascii_case(word))
}

pub(super) fn line(register: &Register, one: &One) -> Line {
    let practice = &register.practices[one.at];
    Line {
        code: practice.code.clone(),
        name: practice.name.to_string(),
        sub_icb: practice.sub_icb.map(|at| register.sub_icbs[at].name.to_string()),
        supplier: practice.supplier,
        stage: one.state.stage,
        settled: one.settled(),
        arranged: one.state.arranged,
        exception: one.state.exception,
    }
}
