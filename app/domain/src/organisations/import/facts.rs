//! What a file says, once read: nothing of its layout is left.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::kind::FileKind;
use super::mistakes::BadRow;
use crate::organisations::{Level, OdsCode, Supplier};

/// A fact with the day of the file that states it. A fact without a day is older than any with one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dated<T> {
    /// The fact.
    pub value: T,
    /// The day (London date) of the file.
    pub dated: Option<NaiveDate>,
}

impl<T> Dated<T> {
    /// `value` as of `dated`.
    pub fn new(value: T, dated: Option<NaiveDate>) -> Self {
        Self { value, dated }
    }

    /// Puts `newer` into `kept` unless what is kept is of a later day. Of two facts of one day the one that comes later stays.
    pub(super) fn keep(kept: &mut Option<Self>, newer: Option<Self>) {
        if let Some(newer) = newer
            && kept.as_ref().is_none_or(|kept| newer.dated >= kept.dated)
        {
            *kept = Some(newer);
        }
    }
}

/// All that one file says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facts {
    /// What the file is.
    pub kind: FileKind,
    /// The day of the file as a whole; `None` when neither it nor the person says.
    pub dated: Option<NaiveDate>,
    /// What a register says of practices being there and open; of other kinds `None`.
    pub register: Option<RegisterFacts>,
    /// Facts about practices, in the order of the file.
    pub practices: Vec<PracticeFacts>,
    /// Facts about PCNs, sub-ICB locations, ICBs and regions, by level and code.
    pub places: Vec<AreaFacts>,
}

impl Facts {
    pub(super) fn none(kind: FileKind, dated: Option<NaiveDate>) -> Self {
        Self { kind, dated, register: None, practices: Vec::new(), places: Vec::new() }
    }
}

/// What one register (epraccur) says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RegisterFacts {
    /// The open GP practices of England: status A, prescribing setting 4, code not W....
    pub open: Vec<OpenPractice>,
    /// Closing days the register gives for GP practices of England that are not open.
    pub closings: Vec<(OdsCode, NaiveDate)>,
    /// GP practices of England that it shows with another status and gives no closing day for.
    pub undated: Vec<OdsCode>,
    /// Codes that stand in the text without a row about them that could be read: the register is taken to say nothing of them.
    pub unread: BTreeSet<OdsCode>,
    /// How many rows it has, of organisations of all kinds.
    pub rows: usize,
    /// The last practice's code by order. A register is sorted by code, so one that is cut short says nothing of those after it.
    pub last: Option<OdsCode>,
    /// The first row that may have been about any practice. Then the register says nothing of the practices that it leaves out.
    pub lost: Option<BadRow>,
}

/// An open practice as a register describes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenPractice {
    pub code: OdsCode,
    /// What else the row says of it.
    pub entry: Entry,
}

/// A practice's row in a register.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// The name as published.
    pub name: String,
    /// The postcode; empty where the file has none.
    pub postcode: String,
    /// The day it opened, where the file says.
    pub opened_on: Option<NaiveDate>,
}

/// What a row says of one practice beyond its being there. `None`: it says nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PracticeFacts {
    pub code: OdsCode,
    /// The line of the row, from 1.
    pub line: usize,
    /// The name in this file; used only to name a practice that is not known.
    pub name: Option<String>,
    /// Its own sub-ICB location.
    pub sub_icb: Option<Dated<OdsCode>>,
    /// Its PCN; a stated `None` means that it has none.
    pub pcn: Option<Dated<Option<OdsCode>>>,
    /// The supplier of its clinical system.
    pub supplier: Option<Dated<Supplier>>,
    /// Registered patients.
    pub list_size: Option<Dated<u32>>,
}

impl PracticeFacts {
    pub(super) fn about(code: OdsCode, line: usize) -> Self {
        Self { code, line, name: None, sub_icb: None, pcn: None, supplier: None, list_size: None }
    }
}

/// What a file says of an organisation that practices roll up to. `None`: it says nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AreaFacts {
    /// What it is; never [`Level::Practice`].
    pub level: Level,
    pub code: OdsCode,
    pub name: Option<Dated<String>>,
    /// What it lies under: the region of an ICB, the ICB of a sub-ICB location, the sub-ICB location of a PCN.
    pub parent: Option<Dated<OdsCode>>,
    /// When it opened and closed; of PCNs only.
    pub period: Option<Dated<Period>>,
}

/// From when to when an organisation is there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Period {
    /// The day it opened.
    pub opened_on: Option<NaiveDate>,
    /// The day it closed.
    pub closed_on: Option<NaiveDate>,
}
