//! What a report shows of one practice.

use std::sync::Arc;

use chrono::NaiveDate;

use super::register::{Area, PracticeState, Register};
use crate::organisations::{OdsCode, Supplier};
use crate::stage::{Arranged, Reading, Stage, Timeliness, Yardstick, timeliness};

/// An organisation by code and name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// Its code.
    pub code: OdsCode,
    /// Its name.
    pub name: Arc<str>,
}

/// One practice as it stood on the day of a report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PracticeLine {
    /// Its PCN of today.
    pub pcn: Option<Named>,
    /// Its own sub-ICB location of that day.
    pub sub_icb: Option<Named>,
    /// The ICB above that.
    pub icb: Option<Named>,
    /// The region above that.
    pub region: Option<Named>,
    /// Its supplier of today.
    pub supplier: Supplier,
    /// Registered patients.
    pub list_size: Option<u32>,
    /// Its stage.
    pub stage: Stage,
    /// The day the stage took effect; none where nothing was recorded.
    pub since: Option<NaiveDate>,
    /// How it read against the deadline, and why; done where it was switched on.
    pub reading: Reading,
    /// On time or late, where it was switched on.
    pub timeliness: Option<Timeliness>,
    /// Whether an exception held; then the practice counts as neither at risk nor overdue.
    pub exception: bool,
    /// The EMIS date booked, or the day planned.
    pub arranged: Arranged,
    /// Required checklist items settled, and in all; none where nothing was recorded, or that is not known of the day.
    pub checklist: Option<(u32, u32)>,
    /// Whether the supplier's settings were confirmed; none where that is not known of the day.
    pub settings_confirmed: Option<bool>,
}

impl PracticeLine {
    /// Whether its patients got access to new entries by the day.
    #[must_use]
    pub fn is_switched_on(&self) -> bool {
        self.stage == Stage::SwitchedOn
    }

    /// Whether it is known how far its checklist was: of days before that was kept it is not.
    #[must_use]
    pub fn knows_checklist(&self) -> bool {
        self.settings_confirmed.is_some()
    }

    /// Why it read so; none where it was switched on, or counts apart as an exception.
    #[must_use]
    pub fn reason(&self) -> Option<String> {
        self.reading.sentence().filter(|_| !self.exception)
    }
}

/// A practice as it stood and read on the day of `against`.
pub(super) fn line(register: &Register, at: usize, state: &PracticeState, reading: Reading, against: &Yardstick) -> PracticeLine {
    let practice = &register.practices[at];
    let named =
        |places: &[Area], at: Option<usize>| at.map(|at| Named { code: places[at].code.clone(), name: Arc::clone(&places[at].name) });
    let switched_on = state.since.filter(|_| state.stage == Stage::SwitchedOn);
    // Of a practice that has not begun it is known that nothing is settled.
    let not_begun = (state.stage == Stage::NotStarted).then_some(false);
    PracticeLine {
        pcn: named(&register.pcns, practice.pcn),
        sub_icb: named(&register.sub_icbs, state.sub_icb),
        icb: named(&register.icbs, register.icb_of(state.sub_icb)),
        region: named(&register.regions, register.region_of(state.sub_icb)),
        supplier: practice.supplier,
        list_size: practice.list_size,
        stage: state.stage,
        since: state.since,
        reading,
        timeliness: switched_on.map(|since| timeliness(since, against.deadline)),
        exception: state.exception,
        arranged: state.arranged,
        checklist: state.progress.map(|progress| (progress.settled, progress.required)),
        settings_confirmed: state.progress.map(|progress| progress.settings_confirmed).or(not_begun),
    }
}
