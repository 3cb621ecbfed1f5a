//! EMIS enablement dates: a few days with limited places and a sign-up cut-off each.

mod dates_left;
mod eligibility;
mod manual;
mod possible;
mod practice_dates;
mod setup;
mod sheet;
mod unusual;
mod waiting;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::organisations::OdsCode;

pub use dates_left::{ListStatus, ProgrammeSlots, SlotsLeft};
pub use eligibility::{BookingRefusal, Has, Taker, Taking, may_book, may_change, may_give_up, may_have, may_take};
pub use manual::{ManualProgress, ManualStepKind, manual_progress};
pub use possible::{NoDate, Possible};
pub use practice_dates::{JoinedList, PracticeDates};
pub use setup::{PLACES_MAX, SetupRefusal, check_holds, check_move, check_setup, may_become, places_in_range};
pub use sheet::{SheetMistake, SheetRow, read_sheet};
pub use unusual::unusual;
pub use waiting::{Waiter, may_wait, next_offers, offer_ends, still_offered_until};

/// What a person declares before a date is booked. Our own words: nothing published says who signs, or what.
pub const DECLARATION: &str =
    "I have checked that patients who may be at risk are reviewed and coded, and I may book this date for the practice";

/// Whether a slot takes bookings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SlotStatus {
    /// Only administrators see it.
    Draft,
    /// Practices can book it.
    Open,
    /// It takes no more bookings.
    Closed,
    /// Its day has passed.
    Done,
    /// It does not take place; who had it was told.
    Cancelled,
}

impl SlotStatus {
    /// All of them, in the order of a date's life.
    pub const ALL: [Self; 5] = [Self::Draft, Self::Open, Self::Closed, Self::Done, Self::Cancelled];

    /// The key kept in the database.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Open => "open",
            Self::Closed => "closed",
            Self::Done => "done",
            Self::Cancelled => "cancelled",
        }
    }

    /// The status with this key.
    #[must_use]
    pub fn from_key(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.key() == word)
    }

    /// Whether practices see the date at all.
    #[must_use]
    pub fn is_shown(self) -> bool {
        !matches!(self, Self::Draft | Self::Cancelled)
    }
}

/// Where a place comes from, and where it goes back to.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Pool {
    /// Open to every practice.
    #[default]
    National,
    /// Held back for the practices of this ICB.
    Held(OdsCode),
}

impl Pool {
    /// The key kept in the database: the ICB's code, or nothing.
    #[must_use]
    pub fn key(&self) -> &str {
        match self {
            Self::National => "",
            Self::Held(icb) => icb.as_str(),
        }
    }

    /// The pool with this key.
    #[must_use]
    pub fn from_key(word: &str) -> Option<Self> {
        if word.is_empty() { Some(Self::National) } else { word.parse().ok().map(Self::Held) }
    }
}

/// Places of a date that are held back for one ICB.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hold {
    pub icb: OdsCode,
    /// How many.
    pub places: i32,
    /// How many of them are taken.
    pub taken: i32,
}

impl Hold {
    /// Places left, never below zero.
    #[must_use]
    pub fn left(&self) -> i32 {
        (self.places - self.taken).max(0)
    }
}

/// What deciding about a booking needs to know of a slot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SlotFacts {
    /// The day on which EMIS updates access.
    pub date: NaiveDate,
    /// The last day to sign up, that day included.
    pub cutoff: NaiveDate,
    /// Places in all, those held back for ICBs included.
    pub places: i32,
    /// Places booked or kept for who has an offer.
    pub taken: i32,
    /// Of the places, those held back for ICBs.
    pub held: i32,
    /// Of the places held back, those taken.
    pub held_taken: i32,
    /// Whether it takes bookings.
    pub status: SlotStatus,
}

impl SlotFacts {
    /// A date with all its places free and none held back.
    #[must_use]
    pub fn fresh(date: NaiveDate, cutoff: NaiveDate, places: i32, status: SlotStatus) -> Self {
        Self { date, cutoff, places, taken: 0, held: 0, held_taken: 0, status }
    }

    /// Whether practices can sign up for it on `today`: to book it, or to wait where it is full.
    #[must_use]
    pub fn takes_sign_ups(&self, today: NaiveDate) -> bool {
        self.status == SlotStatus::Open && today <= self.cutoff
    }

    /// Whether nothing about it can be changed any more on `today`: its day has come, or it does not take place.
    #[must_use]
    pub fn is_over(&self, today: NaiveDate) -> bool {
        matches!(self.status, SlotStatus::Done | SlotStatus::Cancelled) || self.date <= today
    }

    /// Places left in all pools together, never below zero.
    #[must_use]
    pub fn places_left(&self) -> i32 {
        (self.places - self.taken).max(0)
    }

    /// Places left that every practice can take.
    #[must_use]
    pub fn national_left(&self) -> i32 {
        (self.places - self.held - (self.taken - self.held_taken)).max(0)
    }

    /// Places left for a practice of `icb`: its ICB's first, then those open to all.
    #[must_use]
    pub fn left_for(&self, icb: Option<&OdsCode>, holds: &[Hold]) -> i32 {
        let own = holds.iter().find(|hold| Some(&hold.icb) == icb);
        self.national_left() + own.map_or(0, Hold::left)
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case(SlotStatus::Draft, "2023-10-17", false)]
    #[case(SlotStatus::Open, "2023-10-17", false)]
    #[case(SlotStatus::Open, "2023-10-18", true)]
    #[case(SlotStatus::Closed, "2023-10-17", false)]
    #[case(SlotStatus::Closed, "2023-10-19", true)]
    #[case(SlotStatus::Done, "2023-10-17", true)]
    #[case(SlotStatus::Cancelled, "2023-10-17", true)]
    fn over_once_its_day_has_come_or_it_does_not_take_place(#[case] status: SlotStatus, #[case] today: &str, #[case] expected: bool) {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let slot = SlotFacts::fresh(day("2023-10-18"), day("2023-09-27"), 20, status);
        assert_eq!(slot.is_over(day(today)), expected);
    }
}
