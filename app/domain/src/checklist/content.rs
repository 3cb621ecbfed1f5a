//! The checklist's content.

use serde::Deserialize;

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

impl Checklist {
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
