//! The stage of a practice, derived from facts and never set by hand, and how it reads against the deadline.

mod cause;
mod rag;
mod reading;
mod timeline;
mod work;
mod yardstick;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::checklist::Progress;
use crate::organisations::Route;
use crate::self_switch::SelfSwitch;
use crate::time::format_day;

pub use cause::Cause;
pub use rag::Rag;
pub use reading::{Limit, Reading, ReadingFacts, Reason, book_by_sentence, reading};
pub use timeline::{Step, Timeline, Update, update};
pub use work::{OpenWork, STEPS, UsualWork};
pub use yardstick::{Arranged, ArrangedDay, Yardstick};

/// How far a practice is on its way to being switched on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Nothing was recorded.
    NotStarted,
    /// Some of the checklist was touched.
    ChecklistInProgress,
    /// Every required item is settled, the supplier's settings are confirmed, and the checklist is signed off.
    Ready,
    /// EMIS: a place on a date is booked.
    DateBooked,
    /// TPP: one of the two facts is true. TPP and other suppliers: a day is planned.
    SwitchingOn,
    /// Patients get access to new entries.
    SwitchedOn,
}

impl Stage {
    /// All stages in the order of the journey.
    pub const ALL: [Self; 6] =
        [Self::NotStarted, Self::ChecklistInProgress, Self::Ready, Self::DateBooked, Self::SwitchingOn, Self::SwitchedOn];

    /// The key kept in the database and in addresses.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::NotStarted => "not_started",
            Self::ChecklistInProgress => "checklist_in_progress",
            Self::Ready => "ready",
            Self::DateBooked => "date_booked",
            Self::SwitchingOn => "switching_on",
            Self::SwitchedOn => "switched_on",
        }
    }

    /// The stage with this key.
    #[must_use]
    pub fn from_key(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|stage| stage.key() == word)
    }

    /// Whether the facts themselves name the day it took effect; the other stages hold from the day they were recorded.
    #[must_use]
    pub fn is_dated(self) -> bool {
        matches!(self, Self::SwitchingOn | Self::SwitchedOn)
    }

    /// "Ready to switch on".
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::NotStarted => "Not started",
            Self::ChecklistInProgress => "Checklist in progress",
            Self::Ready => "Ready to switch on",
            Self::DateBooked => "Date booked",
            Self::SwitchingOn => "Switching on",
            Self::SwitchedOn => "Switched on",
        }
    }
}

/// Everything that the stage of a practice depends on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StageFacts {
    /// The practice's route.
    pub route: Route,
    /// Its checklist.
    pub progress: Progress,
    /// Whether a named person declared the checklist complete, and that holds.
    pub signed_off: bool,
    /// The date of its active EMIS booking.
    pub booked_on: Option<NaiveDate>,
    /// The TPP facts.
    pub self_switch: SelfSwitch,
    /// The day on which the practice, having looked, says it was switched on (EMIS and other suppliers). With another supplier it counts
    /// once the ICB has agreed.
    pub confirmed_on: Option<NaiveDate>,
    /// Since when there is a planned day (TPP and other suppliers).
    pub planned_since: Option<NaiveDate>,
}

/// A stage and the day it took effect, where a fact names that day; otherwise it takes effect on the day it is recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StageDecision {
    /// The stage.
    pub stage: Stage,
    /// The day named by the facts.
    pub effective_on: Option<NaiveDate>,
}

/// The steps that the facts date themselves, the earliest first; empty where they date none by `today`.
///
/// A switch-on counts only on its own route: what was recorded on another route before a change of supplier stays on record but does
/// not move the stage. A day in the future has not happened yet, and an EMIS practice that looked before its date has not seen it.
#[must_use]
pub fn dated_steps(facts: &StageFacts, today: NaiveDate) -> Vec<Step> {
    let past = |day: Option<NaiveDate>| day.filter(|day| *day <= today);
    match facts.route {
        Route::Emis => match (past(facts.booked_on), past(facts.confirmed_on)) {
            (Some(booked), Some(confirmed)) if confirmed >= booked => begun_and_done(None, Some(confirmed)),
            _ => Vec::new(),
        },
        Route::Tpp => {
            let (one, other) = (past(facts.self_switch.default_on), past(facts.self_switch.existing_updated));
            let begun = [one, other, past(facts.planned_since)].into_iter().flatten().min();
            begun_and_done(begun, one.zip(other).map(|(one, other)| one.max(other)))
        }
        Route::Other => begun_and_done(past(facts.planned_since), past(facts.confirmed_on)),
    }
}

fn begun_and_done(begun: Option<NaiveDate>, done: Option<NaiveDate>) -> Vec<Step> {
    let begun = begun.filter(|begun| done.is_none_or(|done| *begun < done)).map(|from| Step { stage: Stage::SwitchingOn, from });
    begun.into_iter().chain(done.map(|from| Step { stage: Stage::SwitchedOn, from })).collect()
}

/// The stage of a practice on `today`.
#[must_use]
pub fn stage(facts: &StageFacts, today: NaiveDate) -> StageDecision {
    if let Some(step) = dated_steps(facts, today).last() {
        return StageDecision { stage: step.stage, effective_on: Some(step.from) };
    }
    let stage = if facts.route == Route::Emis && facts.booked_on.is_some() {
        Stage::DateBooked
    } else if facts.progress.is_ready() && facts.signed_off {
        Stage::Ready
    } else if facts.progress.started {
        Stage::ChecklistInProgress
    } else {
        Stage::NotStarted
    };
    StageDecision { stage, effective_on: None }
}

/// Whether a practice that is switched on made the deadline.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Timeliness {
    /// Switched on by the deadline.
    OnTime,
    /// Switched on after it.
    Late,
}

/// Whether a day is after the deadline; the deadline itself is in time.
#[must_use]
pub fn is_late(day: NaiveDate, deadline: NaiveDate) -> bool {
    day > deadline
}

/// What is said beside a day for a switch-on that is too late; nothing of one in time.
#[must_use]
pub fn after_deadline(day: NaiveDate, deadline: NaiveDate) -> Option<String> {
    is_late(day, deadline).then(|| format!("This is after the deadline, {}.", format_day(deadline)))
}

/// Whether a switch-on day made the deadline.
#[must_use]
pub fn timeliness(switched_on: NaiveDate, deadline: NaiveDate) -> Timeliness {
    if is_late(switched_on, deadline) { Timeliness::Late } else { Timeliness::OnTime }
}

#[cfg(test)]
mod tests;
