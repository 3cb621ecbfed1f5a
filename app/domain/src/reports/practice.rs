//! What a report shows of one practice.

use std::sync::Arc;

use chrono::NaiveDate;

use super::register::{Area, PracticeState, Register};
use crate::organisations::{OdsCode, Supplier};
use crate::stage::{Arranged, Rag, Stage, Timeliness, Yardstick, rag, timeliness};

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
    /// How the stage read against the days left; done where it was switched on.
    pub rag: Rag,
    /// On time or late, where it was switched on.
    pub timeliness: Option<Timeliness>,
    /// Whether an exception held; then the practice counts as neither at risk nor overdue.
    pub exception: bool,
    /// The EMIS date booked, or the day planned.
    pub arranged: Arranged,
    /// Required checklist items settled, and in all; only where the report is of the present day.
    pub checklist: Option<(u32, u32)>,
    /// Whether the supplier's settings were confirmed; only where the report is of the present day.
    pub settings_confirmed: Option<bool>,
}

impl PracticeLine {
    /// Whether its patients got access to new entries by the day.
    #[must_use]
    pub fn is_switched_on(&self) -> bool {
        self.stage == Stage::SwitchedOn
    }

    /// Whether the report is of the present day, of which more is known than of earlier ones.
    #[must_use]
    pub fn is_of_today(&self) -> bool {
        self.settings_confirmed.is_some()
    }
}

/// Present facts of practices by their place in the register, for a report of practices.
pub(super) struct Extras {
    progress: Vec<Option<(u32, u32, bool)>>,
    present: bool,
}

impl Extras {
    pub(super) fn of(register: &Register, present: bool) -> Self {
        let mut progress = vec![None; register.practices.len()];
        for row in register.progress.iter().filter(|_| present) {
            progress[row.practice] = Some((row.settled, row.required, row.settings_confirmed));
        }
        Self { progress, present }
    }

    pub(super) fn line(&self, register: &Register, at: usize, state: &PracticeState, against: &Yardstick) -> PracticeLine {
        let practice = &register.practices[at];
        let named =
            |places: &[Area], at: Option<usize>| at.map(|at| Named { code: places[at].code.clone(), name: Arc::clone(&places[at].name) });
        let switched_on = state.since.filter(|_| state.stage == Stage::SwitchedOn);
        PracticeLine {
            pcn: named(&register.pcns, practice.pcn),
            sub_icb: named(&register.sub_icbs, state.sub_icb),
            icb: named(&register.icbs, register.icb_of(state.sub_icb)),
            region: named(&register.regions, register.region_of(state.sub_icb)),
            supplier: practice.supplier,
            list_size: practice.list_size,
            stage: state.stage,
            since: state.since,
            rag: rag(state.stage, state.arranged, against),
            timeliness: switched_on.map(|since| timeliness(since, against.deadline)),
            exception: state.exception,
            arranged: state.arranged,
            checklist: self.progress[at].map(|(settled, required, _)| (settled, required)),
            settings_confirmed: self.present.then(|| self.progress[at].is_some_and(|progress| progress.2)),
        }
    }
}
