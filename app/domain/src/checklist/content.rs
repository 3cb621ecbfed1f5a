//! The checklist's content: the file that comes with the program, and versions that an admin uploads.

use std::sync::LazyLock;

use serde::Deserialize;

use super::check;
use crate::organisations::Route;

/// One version of the checklist.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Checklist {
    /// Counts the versions, from 1.
    pub version: i32,
    /// What is declared at the end.
    pub sign_off: Declaration,
    /// In the order of the task list.
    pub sections: Vec<Section>,
}

/// What a person declares who signs the checklist off.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Declaration {
    /// Each after "I declare that".
    pub declares: Vec<String>,
}

/// A group of items that is one task in the task list.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Section {
    /// The word in the address, e.g. `policies`.
    pub code: String,
    /// Its heading.
    pub title: String,
    /// In the order of the page.
    pub items: Vec<Item>,
}

/// One thing to do.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Item {
    /// Stable over versions, e.g. `staff-trained`.
    pub code: String,
    /// What it is, in a few words.
    pub title: String,
    /// What to do, in plain words.
    pub what: String,
    /// Why it matters.
    pub why: String,
    /// How a practice knows that it is done.
    pub done_when: String,
    /// What shows that it is done.
    pub evidence: String,
    /// What cannot go on without it.
    pub blocks: String,
    /// The page of the guidance that helps with it, by the word in its address.
    #[serde(default)]
    pub guidance: Option<String>,
    /// Where it comes from: names of published documents.
    pub source: String,
    /// The routes it applies to.
    pub routes: Vec<Route>,
    /// Whether a practice must settle it before it is ready to switch on.
    pub required: bool,
    /// Whether it is the supplier's settings item: it must be done, "not applicable" is refused.
    #[serde(default)]
    pub settings: bool,
    /// Codes of items that come first; the page says so, and nothing is refused.
    #[serde(default)]
    pub waits_for: Vec<String>,
    /// The version in which its meaning last changed; an answer to an earlier version does not settle it any more.
    #[serde(default)]
    pub changed_in: i32,
}

impl Section {
    /// The items of this section that a practice on `route` sees.
    pub fn items_for(&self, route: Route) -> impl Iterator<Item = &Item> {
        self.items.iter().filter(move |item| item.routes.contains(&route))
    }
}

static BUNDLED: LazyLock<Checklist> = LazyLock::new(|| {
    #[expect(clippy::panic, reason = "the file is part of the program, and a test reads it")]
    Checklist::read(Checklist::BUNDLED).unwrap_or_else(|wrong| panic!("content/checklist.toml, checked by a test: {wrong:?}"))
});

impl Checklist {
    /// The text of the version that comes with the program.
    pub const BUNDLED: &str = include_str!("../../content/checklist.toml");

    /// The version that comes with the program. An uploaded one may be in force in its place: ask the use cases.
    #[must_use]
    pub fn bundled() -> &'static Self {
        &BUNDLED
    }

    /// Reads a version from its text.
    ///
    /// # Errors
    /// Everything that is wrong with it, one sentence each without a full stop.
    pub fn read(text: &str) -> Result<Self, Vec<String>> {
        let checklist: Self = toml::from_str(text).map_err(|error| vec![where_it_stops(text, &error)])?;
        let wrong = check::mistakes(&checklist);
        if wrong.is_empty() { Ok(checklist) } else { Err(wrong) }
    }

    /// The sections that hold something for a practice on `route`.
    pub fn sections_for(&self, route: Route) -> impl Iterator<Item = &Section> {
        self.sections.iter().filter(move |section| section.items_for(route).next().is_some())
    }

    /// The items that a practice on `route` sees, in order.
    pub fn items_for(&self, route: Route) -> impl Iterator<Item = &Item> {
        self.sections.iter().flat_map(move |section| section.items_for(route))
    }

    /// The section with this code.
    #[must_use]
    pub fn section(&self, code: &str) -> Option<&Section> {
        self.sections.iter().find(|section| section.code == code)
    }

    /// The item with this code, and its section.
    #[must_use]
    pub fn item(&self, code: &str) -> Option<(&Section, &Item)> {
        self.sections.iter().find_map(|section| section.items.iter().find(|item| item.code == code).map(|item| (section, item)))
    }
}

/// The library's words, which name a field or a kind of value, with the line.
fn where_it_stops(text: &str, error: &toml::de::Error) -> String {
    let before = error.span().and_then(|span| text.get(..span.start)).unwrap_or_default();
    let line = before.matches('\n').count() + 1;
    format!("Line {line} cannot be read: {}", error.message().trim_end_matches('.').replace('\n', " "))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_route_has_one_settings_item_and_codes_are_unique() {
        let checklist = Checklist::bundled();
        for route in [Route::Emis, Route::Tpp, Route::Other] {
            assert_eq!(checklist.items_for(route).filter(|item| item.settings && item.required).count(), 1, "{route:?}");
        }
        let codes: Vec<_> = checklist.sections.iter().flat_map(|section| &section.items).map(|item| &item.code).collect();
        assert_eq!(codes.iter().collect::<BTreeSet<_>>().len(), codes.len());
        assert!(checklist.sections.iter().flat_map(|section| &section.items).all(|item| !item.source.is_empty()));
    }

    #[test]
    fn what_cannot_be_read_is_said_with_its_line() {
        let broken = Checklist::BUNDLED.replacen("required = true", "required = \"perhaps\"", 1);
        let wrong = Checklist::read(&broken).unwrap_err();
        assert!(wrong.len() == 1 && wrong[0].starts_with("Line 32 ") && wrong[0].contains("boolean"), "{wrong:?}");
        let unknown = Checklist::read("version = 1\nsurprise = 2").unwrap_err();
        assert!(unknown[0].starts_with("Line 2 cannot be read: unknown field `surprise`"), "{unknown:?}");
    }
}
