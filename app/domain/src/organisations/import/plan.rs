//! What an import changes, for a person to read before it is done.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::change::{Change, Learned, What};
use super::doubt::{Doubt, TooManyClosures, few_practices};
use super::facts::Dated;
use super::known::{Area, Counts, Organisations, Practice};
use crate::organisations::{Level, OdsCode};

/// What changed about a PCN, sub-ICB location, ICB or region.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AreaChange {
    /// What it is.
    pub level: Level,
    pub code: OdsCode,
    /// The name it had; `None` for a place that was not known.
    pub before: Option<String>,
    /// The name it has.
    pub after: String,
    /// The place it now lies under, where that changed.
    pub under: Option<OdsCode>,
    /// The day it closed, where that became known.
    pub closed_on: Option<NaiveDate>,
}

/// What an import changes. Empty when it changes nothing at all.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    /// How many there were.
    pub before: Counts,
    /// How many there will be.
    pub after: Counts,
    /// Changes of practices, by kind and code.
    pub changes: Vec<Change>,
    /// What becomes known of practices for the first time.
    pub learned: Learned,
    /// Changes of places, by level and code.
    pub places: Vec<AreaChange>,
    /// Practices and places of which only the day of a fact moves on: confirmed by a newer file.
    pub confirmed: usize,
    /// Whether there is nothing to write.
    pub is_empty: bool,
}

impl Plan {
    /// What turns `before` into `after`, which has taken further files.
    #[must_use]
    pub fn between(before: &Organisations, after: &Organisations) -> Self {
        let mut plan = Self { before: before.counts(), after: after.counts(), is_empty: before == after, ..Self::default() };
        for (code, new) in &after.practices {
            plan.practice(code, before.practices.get(code), new);
        }
        for (key, new) in &after.places {
            plan.place(key, before.places.get(key), new);
        }
        plan.changes.sort_by(|a, b| (a.what, &a.practice).cmp(&(b.what, &b.practice)));
        plan
    }

    /// How many changes of a kind there are.
    #[must_use]
    pub fn count(&self, what: What) -> usize {
        self.changes.iter().filter(|change| change.what == what).count()
    }

    /// Refuses a plan that closes more than 5% of the practices that are open.
    ///
    /// # Errors
    /// [`TooManyClosures`] with the figures.
    pub fn check_closures(&self) -> Result<(), TooManyClosures> {
        let (closing, open) = (self.count(What::Closed), self.before.open_practices);
        if closing * 20 > open { Err(TooManyClosures { closing, open }) } else { Ok(()) }
    }

    /// What speaks against it.
    #[must_use]
    pub fn doubts(&self) -> Vec<Doubt> {
        let closures = self.check_closures().err().map(Doubt::from);
        closures.into_iter().chain(few_practices(&self.before, &self.after)).collect()
    }

    fn practice(&mut self, code: &OdsCode, old: Option<&Practice>, new: &Practice) {
        let (changes, learned) = (self.changes.len(), self.learned);
        self.standing(code, old, new);
        let old_facts = old.map_or_else(Default::default, shown);
        for (old_fact, new_fact, what) in old_facts.into_iter().zip(shown(new)).zip(SHOWN).map(|((old, new), what)| (old, new, what)) {
            match (old_fact, new_fact) {
                (None, Some(_)) => self.learned.add(what),
                (Some((before, _)), Some((after, dated))) if before != after => self.note(code, what, before, after, dated),
                _ => {}
            }
        }
        let silent = self.changes.len() == changes && self.learned == learned;
        self.confirmed += usize::from(silent && old.is_some_and(|old| old != new));
    }

    fn note(&mut self, practice: &OdsCode, what: What, before: Option<String>, after: Option<String>, dated: Option<NaiveDate>) {
        self.changes.push(Change { practice: practice.clone(), what, before, after, dated });
    }

    /// Opened, closed, reopened.
    fn standing(&mut self, code: &OdsCode, old: Option<&Practice>, new: &Practice) {
        let day = |day: Option<NaiveDate>| day.map(|day| day.to_string());
        let name = || Some(new.entry.name.clone());
        let opened = |new: &Practice| new.spells.last().and_then(|spell| spell.from).or(new.open_dated);
        match (old.map(|old| old.is_open), new.is_open) {
            (None, true) => self.note(code, What::Opened, None, name(), opened(new)),
            (None, false) => self.note(code, What::AddedClosed, None, name(), new.closed_on),
            (Some(true), false) => self.note(code, What::Closed, name(), day(new.closed_on), new.closed_on),
            (Some(false), true) => self.note(code, What::Reopened, None, name(), opened(new)),
            (Some(_), _) => {
                let before = old.and_then(|old| old.closed_on);
                if before != new.closed_on {
                    self.note(code, What::ClosingDay, day(before), day(new.closed_on), new.closed_on);
                } else if let Some(old) = old.filter(|old| old.spells != new.spells) {
                    self.note(code, What::Spells, Some(old.spells.to_string()), Some(new.spells.to_string()), new.open_dated);
                }
            }
        }
    }

    fn place(&mut self, (level, code): &(Level, OdsCode), old: Option<&Area>, new: &Area) {
        let name = |place: &Area| place.name.as_ref().map_or_else(|| code.to_string(), |name| name.value.clone());
        let parent = |place: &Area| place.parent.as_ref().map(|parent| parent.value.clone());
        let closed = |place: &Area| place.period.and_then(|period| period.value.closed_on);
        let (before, after) = (old.map(name), name(new));
        let under = parent(new).filter(|under| old.and_then(parent).as_ref() != Some(under));
        let closed_on = closed(new).filter(|day| old.and_then(closed) != Some(*day));
        if before.as_ref() != Some(&after) || under.is_some() || closed_on.is_some() {
            self.places.push(AreaChange { level: *level, code: code.clone(), before, after, under, closed_on });
        } else {
            self.confirmed += usize::from(old.is_some_and(|old| old != new));
        }
    }
}

/// A fact as it is shown, with its day. Outer `None`: not known.
type Shown = Option<(Option<String>, Option<NaiveDate>)>;

/// What a change of each fact of [`shown`] is.
const SHOWN: [What; 6] = [What::Renamed, What::Postcode, What::Moved, What::Pcn, What::Supplier, What::ListSize];

/// The facts of a practice, in the order of [`SHOWN`].
fn shown(practice: &Practice) -> [Shown; 6] {
    fn fact<T>(fact: Option<&Dated<T>>, word: impl Fn(&T) -> Option<String>) -> Shown {
        fact.map(|fact| (word(&fact.value), fact.dated))
    }
    let Practice { entry, open_dated, sub_icb, pcn, supplier, list_size, .. } = practice;
    [
        Some((Some(entry.name.clone()), *open_dated)),
        Some((Some(entry.postcode.clone()), *open_dated)).filter(|_| !entry.postcode.is_empty()),
        fact(sub_icb.as_ref(), |code| Some(code.to_string())),
        fact(pcn.as_ref(), |code| code.as_ref().map(ToString::to_string)),
        fact(supplier.as_ref(), |supplier| Some(supplier.key().to_owned())),
        fact(list_size.as_ref(), |patients| Some(patients.to_string())),
    ]
}
