//! Reminders: which is owed to whom on a day, and what it asks for.

mod card;
mod milestone;

use chrono::NaiveDate;

use crate::next_step::{NextFacts, NextStep, next_step};
use crate::organisations::Route;
use crate::programme::Programme;
use crate::stage::Stage;
use crate::time::days_until;

pub use card::{CARD_DAYS, card_counts_since, card_counts_until};
pub use milestone::{Milestone, milestone_on};

/// What deciding about a practice's reminder needs to know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReminderFacts {
    /// Whether the practice is open.
    pub is_open: bool,
    /// What its next step depends on.
    pub next: NextFacts,
}

/// A reminder that is owed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Owed {
    /// For which milestone: each is sent once.
    pub milestone: Milestone,
    /// What it asks for.
    pub next_step: NextStep,
}

/// The reminder owed to a practice on `today`.
///
/// None for a practice that is closed, has an agreed exception, is switched on, or only waits for a date that it booked in time: a
/// reminder always asks for something. A milestone whose day was missed is owed until the next one takes its place; an older one is
/// never sent late.
#[must_use]
pub fn owed(programme: &Programme, facts: &ReminderFacts, today: NaiveDate) -> Option<Owed> {
    if !facts.is_open || facts.next.exception {
        return None;
    }
    let next_step = next_step(&facts.next, programme.deadline, today).filter(|step| step.asks_for_something())?;
    let milestone = milestone_on(&programme.reminders, programme.deadline, today)?;
    Some(Owed { milestone, next_step })
}

/// Whether on `today` a practice is owed word of the day on which it plans to be switched on: once, the day before or, where that was
/// missed, on the day.
///
/// Not where a reminder would ask for nothing: see [`owed`]; nor for EMIS practices, which book a date instead.
#[must_use]
pub fn is_plan_near(facts: &ReminderFacts, planned_on: NaiveDate, today: NaiveDate) -> bool {
    let near = (0..=1).contains(&days_until(today, planned_on));
    let asks = facts.is_open && !facts.next.exception && facts.next.route != Route::Emis && facts.next.stage != Stage::SwitchedOn;
    near && asks && !facts.next.waits_for_icb()
}

#[cfg(test)]
mod tests;
