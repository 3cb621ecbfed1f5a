//! Why a practice reads as it does against the deadline.

use chrono::NaiveDate;

use crate::field::format_count;
use crate::slots::NoDate;
use crate::time::format_day;

/// What the days that are left are counted to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Limit {
    /// EMIS: the last day to sign up for a date by the deadline that has a place.
    SignUp,
    /// EMIS: the deadline, since nothing is on offer yet.
    NoDatesYet,
    /// The deadline.
    Deadline,
    /// EMIS: the date that is booked, while the checklist is open.
    Booked,
    /// The day that is planned, while the checklist is open.
    Planned,
}

/// Why.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Reason {
    /// So many working days are `left` up to and including the day `on`, and what is open usually takes `work` of them.
    #[expect(missing_docs, reason = "said above")]
    Slack { limit: Limit, on: NaiveDate, left: i64, work: i64 },
    /// Its date, or the day it plans, is in time, and nothing is open before it.
    #[expect(missing_docs, reason = "said above")]
    Arranged { booked: bool, on: NaiveDate },
    /// That day is after the deadline.
    #[expect(missing_docs, reason = "said above")]
    ArrangedLate { booked: bool },
    /// That day has passed.
    #[expect(missing_docs, reason = "said above")]
    ArrangedPassed { booked: bool, on: NaiveDate },
    /// EMIS: no date by the deadline is possible.
    NoDate(NoDate),
    /// The deadline has passed.
    DeadlinePassed(NaiveDate),
}

impl Reason {
    /// The reason in one sentence.
    #[must_use]
    pub fn sentence(self) -> String {
        match self {
            Self::Slack { limit, on, left, work } => format!("{}: {}.", until(limit, on), slack(left, work)),
            Self::Arranged { booked: true, on } => format!("The EMIS date, {}, is in time, and nothing is open before it.", format_day(on)),
            Self::Arranged { booked: false, on } => {
                format!("The planned day, {}, is in time, and nothing is open before it.", format_day(on))
            }
            Self::ArrangedLate { booked: true } => "The EMIS date that is booked is after the deadline.".to_owned(),
            Self::ArrangedLate { booked: false } => "The day that is planned is after the deadline.".to_owned(),
            Self::ArrangedPassed { booked: true, on } => {
                format!("The EMIS date, {}, has passed and the switch-on is not confirmed.", format_day(on))
            }
            Self::ArrangedPassed { booked: false, on } => {
                format!("The planned day, {}, has passed and switching on is not finished.", format_day(on))
            }
            Self::NoDate(why) => no_date(why),
            Self::DeadlinePassed(deadline) => format!("The deadline, {}, has passed.", format_day(deadline)),
        }
    }
}

fn until(limit: Limit, on: NaiveDate) -> String {
    let day = format_day(on);
    match limit {
        Limit::SignUp => format!("Sign-up for the last date with a place closes on {day}"),
        Limit::NoDatesYet => format!("No EMIS date is on offer yet, and the deadline is {day}"),
        Limit::Deadline => format!("The deadline is {day}"),
        Limit::Booked => format!("The EMIS date is {day}, and the checklist is open"),
        Limit::Planned => format!("The planned day is {day}, and the checklist is open"),
    }
}

/// "16 working days are left, and what is open usually takes 9".
fn slack(left: i64, work: i64) -> String {
    let left = match left {
        0 => "no working day is left".to_owned(),
        1 => "1 working day is left".to_owned(),
        left => format!("{} working days are left", format_count(left)),
    };
    match work {
        0 => left,
        work => format!("{left}, and what is open usually takes {}", format_count(work)),
    }
}

fn no_date(why: NoDate) -> String {
    match why {
        NoDate::Full => "Every EMIS date by the deadline is full.".to_owned(),
        NoDate::SignUpOver(cutoff) => format!("Sign-up for the last EMIS date by the deadline closed on {}.", format_day(cutoff)),
        NoDate::Closed => "Every EMIS date by the deadline is closed.".to_owned(),
        NoDate::Cancelled => "Every EMIS date by the deadline was cancelled.".to_owned(),
        NoDate::AfterDeadline => "Every EMIS date on offer is after the deadline.".to_owned(),
    }
}
