//! The end-user access agreement: its text is content, with a version.

use std::sync::LazyLock;

use serde::Deserialize;

/// What everybody accepts before they see anything.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Agreement {
    /// Counts the versions, from 1. A new one has to be accepted again.
    pub version: i32,
    /// What it is about, in a sentence or two.
    pub intro: String,
    /// In the order of the page.
    pub sections: Vec<Section>,
}

/// A part of the agreement.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Section {
    /// Its heading.
    pub title: String,
    /// One sentence each.
    pub points: Vec<String>,
}

static CURRENT: LazyLock<Agreement> = LazyLock::new(|| {
    let text = include_str!("../../content/agreement.toml");
    #[expect(clippy::panic, reason = "the file is part of the program, and a test reads it")]
    toml::from_str(text).unwrap_or_else(|error| panic!("content/agreement.toml, checked by a test: {error}"))
});

impl Agreement {
    /// The version in force.
    #[must_use]
    pub fn current() -> &'static Self {
        &CURRENT
    }

    /// Whether somebody who accepted `version` last has accepted this one.
    #[must_use]
    pub fn is_accepted_by(&self, version: Option<i32>) -> bool {
        version == Some(self.version)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_reads_and_only_its_own_version_will_do() {
        let agreement = Agreement::current();
        assert!(agreement.version >= 1 && agreement.sections.iter().all(|section| !section.points.is_empty()));
        assert!(agreement.is_accepted_by(Some(agreement.version)));
        assert!(!agreement.is_accepted_by(Some(agreement.version - 1)) && !agreement.is_accepted_by(None));
    }
}
