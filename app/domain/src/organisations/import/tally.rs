//! What most rows of a file say of the organisations above practices: one odd row among hundreds changes nothing.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use chrono::NaiveDate;

use super::facts::{AreaFacts, Dated, Period};
use crate::organisations::{Level, OdsCode};

#[derive(Default)]
struct Votes {
    names: BTreeMap<String, usize>,
    parents: BTreeMap<OdsCode, usize>,
    period: Option<Period>,
}

/// Counts names and parents while rows are read.
#[derive(Default)]
pub(super) struct Tally(BTreeMap<(Level, OdsCode), Votes>);

impl Tally {
    /// Counts a row that names an organisation, perhaps with its name and parent. A name equal to the code is ignored.
    pub(super) fn vote(&mut self, level: Level, code: &OdsCode, name: Option<String>, parent: Option<&OdsCode>) {
        let votes = self.0.entry((level, code.clone())).or_default();
        if let Some(name) = name.filter(|name| name != code.as_str()) {
            *votes.names.entry(name).or_default() += 1;
        }
        if let Some(parent) = parent {
            match votes.parents.entry(parent.clone()) {
                Entry::Occupied(mut entry) => *entry.get_mut() += 1,
                Entry::Vacant(entry) => _ = entry.insert(1),
            }
        }
    }

    /// The file says from when to when it is there.
    pub(super) fn period(&mut self, level: Level, code: &OdsCode, period: Period) {
        self.0.entry((level, code.clone())).or_default().period = Some(period);
    }

    /// The facts, each of the given day, in the order of level and code.
    pub(super) fn facts(self, dated: Option<NaiveDate>) -> Vec<AreaFacts> {
        let facts = |((level, code), votes): ((Level, OdsCode), Votes)| AreaFacts {
            level,
            code,
            name: most(votes.names).map(|name| Dated::new(name, dated)),
            parent: most(votes.parents).map(|parent| Dated::new(parent, dated)),
            period: votes.period.map(|period| Dated::new(period, dated)),
        };
        self.0.into_iter().map(facts).collect()
    }
}

/// The value with the most votes, of equals the first in order.
fn most<T: Ord>(votes: BTreeMap<T, usize>) -> Option<T> {
    votes.into_iter().rev().max_by_key(|(_, count)| *count).map(|(value, _)| value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_majority_decides_and_of_equals_the_first() {
        let code = |text: &str| text.parse::<OdsCode>().unwrap();
        let mut tally = Tally::default();
        for (name, parent) in [("B", "XB1"), ("A", "XB1"), ("A", "XA1"), ("B", "XB1")] {
            tally.vote(Level::SubIcb, &code("X1A"), Some(name.to_owned()), Some(&code(parent)));
        }
        let facts = tally.facts(None);
        assert_eq!(facts[0].name.as_ref().unwrap().value, "A");
        assert_eq!(facts[0].parent.as_ref().unwrap().value, code("XB1"));
    }
}
