//! Organisation files.

use std::collections::BTreeMap;

use super::{Code, Told};
use crate::checklist::Checklist;
use crate::organisations::import::{Counts, Learned};

events! {
    /// What is done with organisation files.
    OrganisationEvent "organisations." "Organisation files"
    { "icbs": "ICBs" }

    Import { subject: Code, after: Summary } "organisations.import" "Imported organisation files" Trail Figures;
}

facts! {
    /// An import in figures, as it is kept.
    Summary {
        /// How many there were.
        before: Counts,
        /// How many there are since.
        after: Counts,
        /// How many practices changed, by the word of what changed.
        changes: BTreeMap<Code, usize>,
        /// How many facts became known.
        learned: Learned,
    }
}

impl Told for OrganisationEvent {
    fn sentence(&self, _: &Checklist) -> Option<String> {
        None
    }
}
