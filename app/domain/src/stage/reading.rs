//! How a practice reads against the deadline: from what is still possible for it, and what it still has to do.
//!
//! The page "How practices are read" says the same to people, with the numbers of the programme.

mod reason;
#[cfg(test)]
mod tests;

use chrono::NaiveDate;

use super::{Arranged, ArrangedDay, OpenWork, Rag, Stage, Yardstick};
use crate::organisations::Route;
use crate::slots::Possible;
use crate::time::{days_until, format_day, format_days_left};
use crate::working_days::working_days_until;

pub use reason::{Limit, Reason};

/// Everything that the reading of a practice depends on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReadingFacts {
    /// Its stage.
    pub stage: Stage,
    /// The way by which it switches on.
    pub route: Route,
    /// The day that it has booked or plans.
    pub arranged: Arranged,
    /// What it still has to do.
    pub open: OpenWork,
    /// EMIS: which date it can still have.
    pub possible: Possible,
}

/// How a practice reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Reading {
    /// The word.
    pub rag: Rag,
    /// Why; none once it is switched on.
    pub reason: Option<Reason>,
}

impl Reading {
    const DONE: Self = Self { rag: Rag::Done, reason: None };

    fn at_risk(reason: Reason) -> Self {
        Self { rag: Rag::Red, reason: Some(reason) }
    }

    /// Why, in one sentence; none once it is switched on.
    #[must_use]
    pub fn sentence(&self) -> Option<String> {
        self.reason.map(Reason::sentence)
    }

    /// The last day to book a date, where the practice needs one and can have one.
    #[must_use]
    pub fn book_by(&self) -> Option<NaiveDate> {
        match self.reason {
            Some(Reason::Slack { limit: Limit::SignUp, on, .. }) => Some(on),
            _ => None,
        }
    }

    /// Whether the practice needs a date by the deadline, and none is possible.
    #[must_use]
    pub fn is_without_date(&self) -> bool {
        matches!(self.reason, Some(Reason::NoDate(_)))
    }
}

/// "Book an EMIS date by 4 October 2023: 16 days left."
#[must_use]
pub fn book_by_sentence(book_by: NaiveDate, today: NaiveDate) -> String {
    let day = format_day(book_by);
    match days_until(today, book_by) {
        left if left > 0 => format!("Book an EMIS date by {day}: {}.", format_days_left(left)),
        _ => format!("Book an EMIS date today: sign-up for the last one closes on {day}."),
    }
}

/// How a practice reads on the day of `against`.
#[must_use]
pub fn reading(facts: &ReadingFacts, against: &Yardstick) -> Reading {
    if facts.stage == Stage::SwitchedOn {
        return Reading::DONE;
    }
    let over = against.days_left() < 0;
    let booked = facts.stage == Stage::DateBooked;
    match facts.arranged.at(facts.stage).map(|day| (day, against.stands(day))) {
        Some((_, ArrangedDay::AfterDeadline)) => Reading::at_risk(Reason::ArrangedLate { booked }),
        Some((on, ArrangedDay::Passed)) if !over && !facts.open.has_checklist() => {
            Reading { rag: Rag::Amber, ..Reading::at_risk(Reason::ArrangedPassed { booked, on }) }
        }
        Some((on, ArrangedDay::Passed | ArrangedDay::Unconfirmed)) => Reading::at_risk(Reason::ArrangedPassed { booked, on }),
        _ if over => Reading::at_risk(Reason::DeadlinePassed(against.deadline)),
        Some((on, ArrangedDay::InTime)) if !facts.open.has_checklist() => {
            Reading { rag: Rag::Green, reason: Some(Reason::Arranged { booked, on }) }
        }
        Some((on, ArrangedDay::InTime)) => {
            let limit = if booked { Limit::Booked } else { Limit::Planned };
            by_slack(limit, on, against.work.checklist(&facts.open), against)
        }
        None => without_day(facts, against),
    }
}

/// Of a practice that has no day.
fn without_day(facts: &ReadingFacts, against: &Yardstick) -> Reading {
    let work = against.work.all(facts.route, &facts.open);
    match (facts.route, facts.possible) {
        (Route::Emis, Possible::Until(cutoff)) => by_slack(Limit::SignUp, cutoff, work, against),
        (Route::Emis, Possible::Nothing(why)) => Reading::at_risk(Reason::NoDate(why)),
        (Route::Emis, Possible::NotYet) => by_slack(Limit::NoDatesYet, against.deadline, work, against),
        (Route::Tpp | Route::Other, _) => by_slack(Limit::Deadline, against.deadline, work, against),
    }
}

fn by_slack(limit: Limit, on: NaiveDate, work: i64, against: &Yardstick) -> Reading {
    let left = working_days_until(against.day, on);
    let rag = match left - work {
        slack if slack < 0 => Rag::Red,
        slack if slack < i64::from(against.work.on_course_from) => Rag::Amber,
        _ => Rag::Green,
    };
    Reading { rag, reason: Some(Reason::Slack { limit, on, left, work }) }
}
