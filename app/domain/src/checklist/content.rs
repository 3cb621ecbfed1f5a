//! The checklist's content file.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::organisations::Route;

/// One version of the checklist.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Checklist {
    /// Counts the versions, from 1.
    pub version: i32,
    /// In the order of the task list.
    pub sections: Vec<Section>,
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
}

impl Section {
    /// The items of this section that a practice on `route` sees.
    pub fn items_for(&self, route: Route) -> impl Iterator<Item = &Item> {
        self.items.iter().filter(move |item| item.routes.contains(&route))
    }
}

static CURRENT: LazyLock<Checklist> = LazyLock::new(|| {
    let text = include_str!("../../content/checklist.toml");
    #[expect(clippy::panic, reason = "the file is part of the program, and a test reads it")]
    toml::from_str(text).unwrap_or_else(|error| panic!("content/checklist.toml, checked by a test: {error}"))
});

impl Checklist {
    /// The version in force.
    #[must_use]
    pub fn current() -> &'static Self {
        &CURRENT
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

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_route_has_one_settings_item_and_codes_are_unique() {
        let checklist = Checklist::current();
        for route in [Route::Emis, Route::Tpp, Route::Other] {
            assert_eq!(checklist.items_for(route).filter(|item| item.settings && item.required).count(), 1, "{route:?}");
        }
        let codes: Vec<_> = checklist.sections.iter().flat_map(|section| &section.items).map(|item| &item.code).collect();
        assert_eq!(codes.iter().collect::<BTreeSet<_>>().len(), codes.len());
        assert!(checklist.sections.iter().flat_map(|section| &section.items).all(|item| !item.source.is_empty()));
    }
}
