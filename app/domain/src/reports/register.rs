//! What reports are made from.

use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};

use super::known::{BookingRow, ChecklistRow, OfferRow, ProgressRow, SlotRow};
use crate::accounts::PracticeHierarchy;
use crate::organisations::{Level, OdsCode, Spells, Supplier};
use crate::self_switch::SelfSwitch;
use crate::stage::{Arranged, Stage};

/// An organisation above practices.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Area {
    /// Its code.
    pub code: OdsCode,
    /// Its name.
    pub name: Arc<str>,
    /// Where its parent stands in the list of the level above: of an ICB the region, of a sub-ICB location the ICB, of a PCN the
    /// sub-ICB location it was founded in.
    pub parent: Option<usize>,
}

/// A practice, open or not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Practice {
    /// Its code.
    pub code: OdsCode,
    /// Its name.
    pub name: Arc<str>,
    /// Where its own sub-ICB location of today stands in [`Register::sub_icbs`].
    pub sub_icb: Option<usize>,
    /// Where its PCN of today stands in [`Register::pcns`].
    pub pcn: Option<usize>,
    /// The supplier of today.
    pub supplier: Supplier,
    /// Registered patients.
    pub list_size: Option<u32>,
    /// Whether the latest register shows it open.
    pub is_open: bool,
    /// From when to when it was and is open.
    pub spells: Spells,
}

impl Practice {
    /// Whether it was open on `day`.
    #[must_use]
    pub fn is_open_on(&self, day: NaiveDate) -> bool {
        self.spells.is_open_on(day)
    }
}

/// A stage that a practice reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StageRow {
    /// Where the practice stands in [`Register::practices`].
    pub practice: usize,
    /// The stage.
    pub stage: Stage,
    /// The day it took effect.
    pub effective_on: NaiveDate,
}

/// An exception that was agreed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ExceptionRow {
    /// Where the practice stands in [`Register::practices`].
    pub practice: usize,
    /// The first day it holds.
    pub agreed_on: NaiveDate,
    /// The first day it holds no more.
    pub ended_on: Option<NaiveDate>,
}

/// A practice that came to its present sub-ICB location, or an earlier one, from another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MoveRow {
    /// Where the practice stands in [`Register::practices`].
    pub practice: usize,
    /// The day of the move.
    pub dated: NaiveDate,
    /// Where the location it came from stands in [`Register::sub_icbs`].
    pub before: Option<usize>,
}

/// A day that was planned for a switch-on, on another route than by EMIS date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ArrangedRow {
    /// Where the practice stands in [`Register::practices`].
    pub practice: usize,
    /// The day.
    pub day: NaiveDate,
    /// The day on which it was planned.
    pub made_on: NaiveDate,
    /// The day on which that ended.
    pub ended_on: Option<NaiveDate>,
}

/// What a practice's next step depends on at present, beside its stage and its checklist; earlier days are not kept.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct NextRow {
    /// Where the practice stands in [`Register::practices`].
    pub practice: usize,
    /// Whether its checklist is signed off.
    pub signed_off: bool,
    /// The TPP facts.
    pub self_switch: SelfSwitch,
    /// Whether it has confirmed that patients have access.
    pub confirmed: bool,
    /// Whether it waits for a place on a date.
    pub waits: bool,
    /// Until when a place is kept for it; the last, where there are several.
    pub kept_until: Option<DateTime<Utc>>,
}

/// Everything that reports are made from, each list in the order in which rows are shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Register {
    /// Regions.
    pub regions: Vec<Area>,
    /// ICBs.
    pub icbs: Vec<Area>,
    /// Sub-ICB locations.
    pub sub_icbs: Vec<Area>,
    /// PCNs.
    pub pcns: Vec<Area>,
    /// Practices, closed ones too.
    pub practices: Vec<Practice>,
    /// Stage changes in the order in which they were recorded.
    pub stages: Vec<StageRow>,
    /// Exceptions.
    pub exceptions: Vec<ExceptionRow>,
    /// Moves in the order in which they were recorded.
    pub moves: Vec<MoveRow>,
    /// EMIS dates, by id.
    pub slots: Vec<String>,
    /// How they were set up, in the order in which that was recorded.
    pub slot_changes: Vec<SlotRow>,
    /// Bookings of EMIS dates in the order in which they were made.
    pub bookings: Vec<BookingRow>,
    /// Places on EMIS dates that were offered to who waited.
    pub offers: Vec<OfferRow>,
    /// Plans of practices on other routes in the order in which they were made.
    pub plans: Vec<ArrangedRow>,
    /// Progress in the order in which it was recorded.
    pub progress: Vec<ProgressRow>,
    /// Versions of the checklist that are, or were, in force.
    pub checklists: Vec<ChecklistRow>,
    /// What next steps depend on at present, of practices of which there is something to say.
    pub next: Vec<NextRow>,
}

/// What is recorded of a few practices, read anew: it takes the place of what a register has of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Renewed {
    /// Each practice, with where it stands in [`Register::practices`].
    pub practices: Vec<(usize, Practice)>,
    /// Their stage changes, in the order in which they were recorded; so with the others, each as in [`Register`].
    pub stages: Vec<StageRow>,
    /// Their exceptions.
    pub exceptions: Vec<ExceptionRow>,
    /// Their moves.
    pub moves: Vec<MoveRow>,
    /// Their bookings.
    pub bookings: Vec<BookingRow>,
    /// Places that were offered to them.
    pub offers: Vec<OfferRow>,
    /// Their plans.
    pub plans: Vec<ArrangedRow>,
    /// Their progress.
    pub progress: Vec<ProgressRow>,
    /// What their next steps depend on.
    pub next: Vec<NextRow>,
}

/// Where a practice stood on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PracticeState {
    /// Its sub-ICB location on that day.
    pub sub_icb: Option<usize>,
    /// Its stage: of what is recorded to have taken effect by then, what was recorded last.
    pub stage: Stage,
    /// The day the stage took effect; none where nothing was recorded.
    pub since: Option<NaiveDate>,
    /// Whether an exception held.
    pub exception: bool,
    /// What was arranged on that day.
    pub arranged: Arranged,
    /// How far its checklist was; none where nothing was recorded, or that is not known.
    pub progress: Option<ProgressRow>,
}

impl Register {
    /// Puts what was read anew of a few practices in the place of what was known of them. Rows of one practice keep their order, which is all
    /// that counts; rows of different practices are independent of each other.
    pub fn renew(&mut self, renewed: Renewed) {
        let mut is_renewed = vec![false; self.practices.len()];
        for (at, practice) in renewed.practices {
            self.practices[at] = practice;
            is_renewed[at] = true;
        }
        let stays = |practice: usize| !is_renewed[practice];
        replace(&mut self.stages, renewed.stages, |row| stays(row.practice));
        replace(&mut self.exceptions, renewed.exceptions, |row| stays(row.practice));
        replace(&mut self.moves, renewed.moves, |row| stays(row.practice));
        replace(&mut self.bookings, renewed.bookings, |row| stays(row.practice));
        replace(&mut self.offers, renewed.offers, |row| stays(row.practice));
        replace(&mut self.plans, renewed.plans, |row| stays(row.practice));
        replace(&mut self.progress, renewed.progress, |row| stays(row.practice));
        replace(&mut self.next, renewed.next, |row| stays(row.practice));
    }

    /// Where every practice stood on `day`, in the order of [`Register::practices`].
    #[must_use]
    pub fn as_at(&self, day: NaiveDate) -> Vec<PracticeState> {
        let now = |practice: &Practice| PracticeState {
            sub_icb: practice.sub_icb,
            stage: Stage::NotStarted,
            since: None,
            exception: false,
            arranged: Arranged::default(),
            progress: None,
        };
        let mut states: Vec<_> = self.practices.iter().map(now).collect();
        for row in self.stages.iter().filter(|row| row.effective_on <= day) {
            states[row.practice].stage = row.stage;
            states[row.practice].since = Some(row.effective_on);
        }
        for row in &self.exceptions {
            states[row.practice].exception |= row.agreed_on <= day && row.ended_on.is_none_or(|ended| day < ended);
        }
        self.note_arranged(day, &mut states);
        // The earliest move after the day tells where the practice was on it, so that one is applied last; of one day, the first recorded.
        let mut moves: Vec<_> = self.moves.iter().rev().filter(|row| row.dated > day).collect();
        moves.sort_by_key(|row| std::cmp::Reverse(row.dated));
        for row in moves {
            states[row.practice].sub_icb = row.before;
        }
        states
    }

    /// The list of a level; empty for practices.
    #[must_use]
    pub fn places(&self, level: Level) -> &[Area] {
        match level {
            Level::Region => &self.regions,
            Level::Icb => &self.icbs,
            Level::SubIcb => &self.sub_icbs,
            Level::Pcn => &self.pcns,
            Level::Practice => &[],
        }
    }

    /// The organisation that a code names: its level, and where it stands in the list of that level.
    #[must_use]
    pub fn find(&self, code: &OdsCode) -> Option<(Level, usize)> {
        let place = |level: Level| self.places(level).iter().position(|place| place.code == *code).map(|at| (level, at));
        let practice = || self.practices.iter().position(|practice| practice.code == *code).map(|at| (Level::Practice, at));
        place(Level::Region).or_else(|| place(Level::Icb)).or_else(|| place(Level::SubIcb)).or_else(|| place(Level::Pcn)).or_else(practice)
    }

    /// The ICB above a sub-ICB location.
    #[must_use]
    pub fn icb_of(&self, sub_icb: Option<usize>) -> Option<usize> {
        sub_icb.and_then(|at| self.sub_icbs[at].parent)
    }

    /// The region above a sub-ICB location.
    #[must_use]
    pub fn region_of(&self, sub_icb: Option<usize>) -> Option<usize> {
        self.icb_of(sub_icb).and_then(|at| self.icbs[at].parent)
    }

    /// Where a practice stands today, for the policy: what a person may see does not change with the day of a report.
    #[must_use]
    pub fn place(&self, practice: &Practice) -> PracticeHierarchy {
        let code = |places: &[Area], at: Option<usize>| at.map(|at| places[at].code.clone());
        PracticeHierarchy {
            practice: practice.code.clone(),
            sub_icb: code(&self.sub_icbs, practice.sub_icb),
            icb: code(&self.icbs, self.icb_of(practice.sub_icb)),
            region: code(&self.regions, self.region_of(practice.sub_icb)),
        }
    }
}

fn replace<T>(rows: &mut Vec<T>, renewed: Vec<T>, stays: impl Fn(&T) -> bool) {
    rows.retain(stays);
    rows.extend(renewed);
}
