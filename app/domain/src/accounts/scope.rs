//! The practices that a person may see.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::PracticeHierarchy;
use crate::organisations::OdsCode;

/// A set of practices, named by their own codes or by what they lie under. Filters every list and guards every use case.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Scope {
    /// All of England.
    pub everything: bool,
    /// Practices by code.
    pub practices: BTreeSet<OdsCode>,
    /// Sub-ICB locations: every practice of theirs.
    pub sub_icbs: BTreeSet<OdsCode>,
    /// ICBs: every practice under them.
    pub icbs: BTreeSet<OdsCode>,
    /// Regions: every practice under them.
    pub regions: BTreeSet<OdsCode>,
}

impl Scope {
    #[must_use]
    pub fn england() -> Self {
        Self { everything: true, ..Self::default() }
    }

    /// These practices.
    pub fn practices(codes: impl IntoIterator<Item = OdsCode>) -> Self {
        Self { practices: codes.into_iter().collect(), ..Self::default() }
    }

    /// Every practice of these sub-ICB locations.
    pub fn sub_icbs(codes: impl IntoIterator<Item = OdsCode>) -> Self {
        Self { sub_icbs: codes.into_iter().collect(), ..Self::default() }
    }

    /// Whether it lets nothing through.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        !self.everything && self.practices.is_empty() && self.sub_icbs.is_empty() && self.icbs.is_empty() && self.regions.is_empty()
    }

    /// The codes it is made of, in order: what a person of this scope acts for.
    #[must_use]
    pub fn organisations(&self) -> Vec<String> {
        let named = [&self.practices, &self.sub_icbs, &self.icbs, &self.regions];
        let everything = self.everything.then(|| "ENGLAND".to_owned());
        everything.into_iter().chain(named.into_iter().flatten().map(OdsCode::to_string)).collect()
    }

    /// Whether a practice at `place` is in it.
    #[must_use]
    pub fn covers(&self, place: &PracticeHierarchy) -> bool {
        let has = |set: &BTreeSet<OdsCode>, code: &Option<OdsCode>| code.as_ref().is_some_and(|code| set.contains(code));
        self.everything
            || self.practices.contains(&place.practice)
            || has(&self.sub_icbs, &place.sub_icb)
            || has(&self.icbs, &place.icb)
            || has(&self.regions, &place.region)
    }
}
