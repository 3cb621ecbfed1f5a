//! The days on which reminders fall due.

use std::fmt;

use chrono::NaiveDate;

use crate::programme::ReminderPlan;
use crate::time::days_until;

/// A point in time, told from the deadline, at which practices are reminded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Milestone {
    /// So many days before the deadline.
    Before(u16),
    /// So many days after it.
    Overdue(u16),
}

/// The key under which it is sent once: `before-30`, `overdue-7`.
impl fmt::Display for Milestone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Before(days) => write!(f, "before-{days}"),
            Self::Overdue(days) => write!(f, "overdue-{days}"),
        }
    }
}

/// The milestone that was passed last on `today`, its own day included; it stays in force until the next one.
///
/// None before the first, and once the plan's time after the deadline is over. The first reminder after the deadline comes one whole
/// interval after it.
#[must_use]
pub fn milestone_on(plan: &ReminderPlan, deadline: NaiveDate, today: NaiveDate) -> Option<Milestone> {
    let left = days_until(today, deadline);
    if -left > i64::from(plan.overdue_for_days) {
        return None;
    }
    let intervals = u16::try_from(-left).ok().and_then(|overdue| overdue.checked_div(plan.overdue_every_days));
    match intervals {
        None | Some(0) => nearest_before(plan, left),
        Some(intervals) => Some(Milestone::Overdue(intervals * plan.overdue_every_days)),
    }
}

fn nearest_before(plan: &ReminderPlan, left: i64) -> Option<Milestone> {
    plan.days_before.iter().copied().filter(|days| i64::from(*days) >= left).min().map(Milestone::Before)
}
