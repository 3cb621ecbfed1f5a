//! A programme: an obligation with a deadline, the reminders before it, and the checklist that leads to it.
//!
//! Obligations of this kind come every year, so all of it is content, read once from `content/programme.toml`.

use std::sync::LazyLock;

use chrono::NaiveDate;
use serde::Deserialize;

use crate::exceptions::ExceptionPlan;
use crate::stage::{UsualWork, Yardstick};

/// One obligation that practices work towards.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Programme {
    /// The key of the programme in every table, e.g. `record-access-2023`.
    pub code: String,
    /// What it is called on pages and in messages.
    pub name: String,
    /// The day by which it must be done (London date).
    pub deadline: NaiveDate,
    /// Where the deadline comes from, shown beside it.
    pub deadline_source: String,
    /// When practices are reminded.
    pub reminders: ReminderPlan,
    /// What an empty set of slots starts with.
    pub slots: SlotDefaults,
    /// What a practice is told that keeps most of its patients from access.
    pub enhanced_review: EnhancedReview,
    /// When exceptions are looked at again.
    pub exceptions: ExceptionPlan,
    /// How long work usually takes: what a practice is read by.
    pub work: UsualWork,
}

/// What a practice is told whose patients mostly have the enhanced-review code.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EnhancedReview {
    /// Whom it tells, in a sentence.
    pub tell: String,
}

/// When reminders are owed.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReminderPlan {
    /// Days before the deadline, the furthest first.
    pub days_before: Vec<u16>,
    /// Days between reminders once the deadline has passed.
    pub overdue_every_days: u16,
    /// Days after which an overdue practice is no longer reminded.
    pub overdue_for_days: u16,
}

/// Settings of new slots.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SlotDefaults {
    /// Days between a slot's sign-up cut-off and its date, offered when a slot is made.
    pub cutoff_days_before: u16,
    /// Places offered when a slot is made.
    pub places: u32,
    /// Hours in which a place that is offered from the waiting list can be taken.
    pub offer_hours: u16,
    /// Working days after its date in which a practice confirms; then its ICB is told. So many after a planned day it reads as at risk.
    pub confirm_working_days: u16,
}

static CURRENT: LazyLock<Programme> = LazyLock::new(|| {
    let text = include_str!("../content/programme.toml");
    #[expect(clippy::panic, reason = "the file is part of the program, and a test reads it")]
    toml::from_str(text).unwrap_or_else(|error| panic!("content/programme.toml, checked by a test: {error}"))
});

impl Programme {
    /// The programme that this build tracks.
    #[must_use]
    pub fn current() -> &'static Self {
        &CURRENT
    }

    /// What practices are measured against on `day`.
    #[must_use]
    pub fn yardstick(&self, day: NaiveDate) -> Yardstick {
        Yardstick::new(day, self.deadline, self.slots.confirm_working_days, self.work)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_content_reads_and_its_milestones_fall() {
        let programme = Programme::current();
        assert_eq!(programme.deadline, NaiveDate::from_ymd_opt(2023, 10, 31).unwrap());
        assert!(programme.reminders.days_before.is_sorted_by(|a, b| a > b));
        assert!(programme.reminders.overdue_every_days > 0);
    }
}
