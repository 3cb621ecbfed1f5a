//! What a reading depends on, as rows with their day: a report of a past day is made of what was known then.

use chrono::NaiveDate;

use crate::organisations::{OdsCode, Route};
use crate::slots::{Pool, SlotStatus};

/// An EMIS date as it was set up on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SlotRow {
    /// Where the date stands in [`super::Register::slots`].
    pub slot: usize,
    /// The day on which that was recorded.
    pub recorded_on: NaiveDate,
    /// The day on which EMIS updates access.
    pub date: NaiveDate,
    /// The last day to sign up.
    pub cutoff: NaiveDate,
    /// Places in all.
    pub places: i32,
    /// Whether it took bookings.
    pub status: SlotStatus,
    /// Places held back for ICBs.
    pub holds: Vec<(OdsCode, i32)>,
}

/// A place that a practice had on a date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BookingRow {
    /// Where the practice stands in [`super::Register::practices`].
    pub practice: usize,
    /// Where the date stands in [`super::Register::slots`].
    pub slot: usize,
    /// Where the place came from.
    pub pool: Pool,
    /// The day on which it was taken.
    pub made_on: NaiveDate,
    /// The day on which it was given up.
    pub ended_on: Option<NaiveDate>,
}

/// A place that was kept for a practice of a waiting list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OfferRow {
    /// Where the practice stands in [`super::Register::practices`].
    pub practice: usize,
    /// Where the date stands in [`super::Register::slots`].
    pub slot: usize,
    /// Where the place came from.
    pub pool: Pool,
    /// The day on which it was offered.
    pub offered_on: NaiveDate,
    /// The last day on which it could be taken.
    pub expires_on: NaiveDate,
    /// The day on which it was taken, turned down or given back.
    pub ended_on: Option<NaiveDate>,
}

impl OfferRow {
    /// Whether the practice could take it on `day`.
    #[must_use]
    pub fn is_open_on(&self, day: NaiveDate) -> bool {
        stood(self.offered_on, self.ended_on, day) && day <= self.expires_on
    }
}

/// How far a practice was with its checklist, from a day on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ProgressRow {
    /// Where the practice stands in [`super::Register::practices`].
    pub practice: usize,
    /// The day on which that was recorded.
    pub recorded_on: NaiveDate,
    /// Required items that were settled.
    pub settled: u32,
    /// Required items.
    pub required: u32,
    /// Whether the supplier's settings were confirmed.
    pub settings_confirmed: bool,
    /// Whether the checklist was signed off.
    pub signed_off: bool,
}

/// A version of the checklist, for practices that have not begun.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ChecklistRow {
    /// The day on which it came into force; none of the one that comes with the program.
    pub live_on: Option<NaiveDate>,
    /// Its number: the highest is in force.
    pub version: i32,
    /// How many items it requires by EMIS date, by TPP steps, and with another supplier.
    pub required: [u32; 3],
}

impl ChecklistRow {
    /// How many items it requires on `route`.
    #[must_use]
    pub fn required_on(&self, route: Route) -> u32 {
        let [emis, tpp, other] = self.required;
        match route {
            Route::Emis => emis,
            Route::Tpp => tpp,
            Route::Other => other,
        }
    }
}

/// Whether what was made on one day and ended on another stood at the end of `day`.
pub(super) fn stood(made_on: NaiveDate, ended_on: Option<NaiveDate>, day: NaiveDate) -> bool {
    made_on <= day && ended_on.is_none_or(|ended| day < ended)
}
