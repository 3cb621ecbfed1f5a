//! What is known of organisations: the newest of each fact, with the day of the file it is from.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::facts::{Dated, Entry, Period};
use super::registers::Registers;
use crate::organisations::{Level, OdsCode, Spells, Supplier};

/// Everything known of practices and of what they roll up to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Organisations {
    /// Practices by code, open and closed. A practice is known once a register has shown it open, and stays known.
    pub practices: BTreeMap<OdsCode, Practice>,
    /// Regions, ICBs, sub-ICB locations and PCNs by level and code.
    pub places: BTreeMap<(Level, OdsCode), Area>,
    /// What each register taken so far says, of practices that are not known, too: an older register may yet show them open.
    pub registers: Registers,
    /// What files say of practices that no register has shown open yet: it waits until one does.
    pub ahead: BTreeMap<OdsCode, Ahead>,
}

/// What other files say of a practice before a register shows it open; each fact as in [`Practice`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ahead {
    /// Its own sub-ICB location.
    pub sub_icb: Option<Dated<OdsCode>>,
    /// Its PCN; an inner `None` means that it is in none.
    pub pcn: Option<Dated<Option<OdsCode>>>,
    /// The supplier of its clinical system.
    pub supplier: Option<Dated<Supplier>>,
    /// Registered patients.
    pub list_size: Option<Dated<u32>>,
}

/// A practice. Facts that are `None` are not known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Practice {
    /// Name, postcode and opening day, from the newest register that shows it open.
    pub entry: Entry,
    /// The day of that register. `None` for a practice that came by another way than a register.
    pub open_dated: Option<NaiveDate>,
    /// Whether it is open: the newest register that speaks of it shows it so.
    pub is_open: bool,
    /// The day it closed, of one that is not open.
    pub closed_on: Option<NaiveDate>,
    /// From when to when it was and is open, by all registers.
    pub spells: Spells,
    /// Its own sub-ICB location, by which it rolls up.
    pub sub_icb: Option<Dated<OdsCode>>,
    /// Its PCN; an inner `None` means that it is in none.
    pub pcn: Option<Dated<Option<OdsCode>>>,
    /// The supplier of its clinical system.
    pub supplier: Option<Dated<Supplier>>,
    /// Whether the ICB confirmed that supplier: then no file replaces it.
    pub supplier_confirmed: bool,
    /// Registered patients.
    pub list_size: Option<Dated<u32>>,
}

/// An organisation that practices roll up to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Area {
    /// Its name; until a file gives one, its code stands for it.
    pub name: Option<Dated<String>>,
    /// The region of an ICB, the ICB of a sub-ICB location, the sub-ICB location of a PCN.
    pub parent: Option<Dated<OdsCode>>,
    /// When it opened and closed; of PCNs only.
    pub period: Option<Dated<Period>>,
}

/// How many of each there are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    pub open_practices: usize,
    /// Practices that were open in some register and no longer are.
    pub closed_practices: usize,
    /// PCNs that have not closed.
    pub pcns: usize,
    /// Sub-ICB locations of open practices.
    pub sub_icbs: usize,
    /// ICBs above those.
    pub icbs: usize,
    /// Regions above those.
    pub regions: usize,
    /// Registered patients of open practices, as far as list sizes are known.
    pub patients: u64,
}

impl Practice {
    pub(super) fn new(entry: Entry) -> Self {
        Self {
            entry,
            open_dated: None,
            is_open: false,
            closed_on: None,
            spells: Spells::default(),
            sub_icb: None,
            pcn: None,
            supplier: None,
            supplier_confirmed: false,
            list_size: None,
        }
    }
}

impl Organisations {
    /// The place that one lies under.
    #[must_use]
    pub fn parent(&self, level: Level, code: &OdsCode) -> Option<&OdsCode> {
        self.places.get(&(level, code.clone()))?.parent.as_ref().map(|parent| &parent.value)
    }

    /// How many of each there are.
    #[must_use]
    pub fn counts(&self) -> Counts {
        let open = || self.practices.values().filter(|practice| practice.is_open);
        let sub_icbs: BTreeSet<&OdsCode> = open().filter_map(|practice| practice.sub_icb.as_ref().map(|fact| &fact.value)).collect();
        let icbs: BTreeSet<&OdsCode> = sub_icbs.iter().filter_map(|code| self.parent(Level::SubIcb, code)).collect();
        let regions: BTreeSet<&OdsCode> = icbs.iter().filter_map(|code| self.parent(Level::Icb, code)).collect();
        let closed = |place: &Area| place.period.is_some_and(|period| period.value.closed_on.is_some());
        Counts {
            open_practices: open().count(),
            closed_practices: self.practices.len() - open().count(),
            pcns: self.places.iter().filter(|((level, _), place)| *level == Level::Pcn && !closed(place)).count(),
            sub_icbs: sub_icbs.len(),
            icbs: icbs.len(),
            regions: regions.len(),
            patients: open().filter_map(|practice| practice.list_size.map(|size| u64::from(size.value))).sum(),
        }
    }
}
