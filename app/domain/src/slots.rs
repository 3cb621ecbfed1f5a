//! EMIS enablement dates: a few days with limited places and a sign-up cut-off each.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::accounts::Role;
use crate::stage::Stage;

/// Whether a slot takes bookings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SlotStatus {
    /// Practices can book it.
    Open,
    /// It takes no more bookings.
    Closed,
}

impl SlotStatus {
    /// The word kept in the database.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Closed => "closed",
        }
    }

    /// The status that a word of [`SlotStatus::word`] names.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Open, Self::Closed].into_iter().find(|status| status.word() == word)
    }
}

/// What deciding about a booking needs to know of a slot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SlotFacts {
    /// The day on which EMIS updates access.
    pub date: NaiveDate,
    /// The last day to sign up, that day included.
    pub cutoff: NaiveDate,
    /// Places in all.
    pub places: i32,
    /// Places taken.
    pub taken: i32,
    /// Whether it takes bookings.
    pub status: SlotStatus,
}

impl SlotFacts {
    /// Places left, never below zero.
    #[must_use]
    pub fn places_left(&self) -> i32 {
        (self.places - self.taken).max(0)
    }
}

/// Why a slot cannot be booked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BookingRefusal {
    /// The practice is not on the EMIS route.
    #[error("only practices that use EMIS book a date")]
    NotEmis,
    /// The checklist or the settings item is open.
    #[error("finish the required checklist items and confirm your settings first")]
    NotReady,
    /// The practice is switched on already.
    #[error("this practice is already switched on")]
    AlreadySwitchedOn,
    /// It has a booking; moving it is another step.
    #[error("this practice already has a date: move it instead")]
    AlreadyBooked,
    /// The practice asked to move to the date it has.
    #[error("this is the date you already have")]
    SameDate,
    /// The last day to sign up has passed.
    #[error("the last day to sign up for this date has passed")]
    PastCutoff,
    /// Every place is taken.
    #[error("every place on this date is taken")]
    Full,
    /// It was closed by an administrator.
    #[error("this date takes no more bookings")]
    Closed,
}

/// Whether a practice at `stage` may have any EMIS date.
///
/// # Errors
/// [`BookingRefusal::AlreadySwitchedOn`], or [`BookingRefusal::NotReady`] before every required item is settled.
pub fn may_book(stage: Stage) -> Result<(), BookingRefusal> {
    match stage {
        Stage::SwitchedOn => Err(BookingRefusal::AlreadySwitchedOn),
        Stage::NotStarted | Stage::ChecklistInProgress => Err(BookingRefusal::NotReady),
        Stage::Ready | Stage::DateBooked | Stage::SwitchingOn => Ok(()),
    }
}

/// Whether a slot takes one more booking on `today`. The database decides the last place; this explains it to people beforehand.
///
/// # Errors
/// [`BookingRefusal::Closed`], [`BookingRefusal::PastCutoff`] or [`BookingRefusal::Full`].
pub fn is_open(slot: &SlotFacts, today: NaiveDate) -> Result<(), BookingRefusal> {
    if slot.status == SlotStatus::Closed {
        Err(BookingRefusal::Closed)
    } else if today > slot.cutoff {
        Err(BookingRefusal::PastCutoff)
    } else if slot.places_left() == 0 {
        Err(BookingRefusal::Full)
    } else {
        Ok(())
    }
}

/// Whether a booking may still be moved or cancelled on `today` by somebody of `role`: until the slot's sign-up cut-off, that day
/// included; an administrator also after it, for the practice that EMIS did not reach on its date.
#[must_use]
pub fn may_change(slot: &SlotFacts, today: NaiveDate, role: Role) -> bool {
    today <= slot.cutoff || role == Role::Admin
}

/// The most places that a date can have: keeps slips of the finger out, no published source names a number.
pub const PLACES_MAX: i32 = 5000;

/// Why a slot cannot be set up or changed as asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SetupRefusal {
    /// The date is today or past.
    #[error("The date must be after today")]
    DateNotAhead,
    /// Signing up would end before anybody could.
    #[error("The last day to sign up must be today or later")]
    CutoffPast,
    /// Signing up would end on the date itself or after it.
    #[error("The last day to sign up must be before the date")]
    CutoffNotBefore,
    /// No place, or more than anybody means.
    #[error("The number of places must be between 1 and 5,000")]
    Places,
}

/// Whether a slot with this date, cut-off and these places can be set up on `today`.
///
/// # Errors
/// Every [`SetupRefusal`] that holds, in the order of the form.
pub fn check_setup(date: NaiveDate, cutoff: NaiveDate, places: i32, today: NaiveDate) -> Result<(), Vec<SetupRefusal>> {
    let mistakes: Vec<_> = [
        (date <= today, SetupRefusal::DateNotAhead),
        (cutoff < today, SetupRefusal::CutoffPast),
        (cutoff >= today && cutoff >= date, SetupRefusal::CutoffNotBefore),
        (!places_in_range(places), SetupRefusal::Places),
    ]
    .into_iter()
    .filter_map(|(holds, refusal)| holds.then_some(refusal))
    .collect();
    if mistakes.is_empty() { Ok(()) } else { Err(mistakes) }
}

/// Whether a slot can have this many places.
#[must_use]
pub fn places_in_range(places: i32) -> bool {
    (1..=PLACES_MAX).contains(&places)
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    fn slot(taken: i32, status: SlotStatus) -> SlotFacts {
        let day = |text: &str| text.parse().unwrap();
        SlotFacts { date: day("2023-10-18"), cutoff: day("2023-09-27"), places: 20, taken, status }
    }

    #[rstest]
    #[case(slot(19, SlotStatus::Open), "2023-09-27", Ok(()))]
    #[case(slot(20, SlotStatus::Open), "2023-09-27", Err(BookingRefusal::Full))]
    #[case(slot(0, SlotStatus::Open), "2023-09-28", Err(BookingRefusal::PastCutoff))]
    #[case(slot(0, SlotStatus::Closed), "2023-09-01", Err(BookingRefusal::Closed))]
    fn open(#[case] slot: SlotFacts, #[case] today: &str, #[case] expected: Result<(), BookingRefusal>) {
        assert_eq!(is_open(&slot, today.parse().unwrap()), expected);
    }

    #[rstest]
    #[case(Stage::NotStarted, Err(BookingRefusal::NotReady))]
    #[case(Stage::ChecklistInProgress, Err(BookingRefusal::NotReady))]
    #[case(Stage::Ready, Ok(()))]
    #[case(Stage::DateBooked, Ok(()))]
    #[case(Stage::SwitchedOn, Err(BookingRefusal::AlreadySwitchedOn))]
    fn only_when_ready(#[case] stage: Stage, #[case] expected: Result<(), BookingRefusal>) {
        assert_eq!(may_book(stage), expected);
    }

    #[test]
    fn changes_end_with_the_cut_off() {
        let may = |today: &str, role| may_change(&slot(1, SlotStatus::Open), today.parse().unwrap(), role);
        assert!(may("2023-09-27", Role::PracticeManager));
        assert!(!may("2023-09-28", Role::PracticeManager));
        assert!(may("2023-09-28", Role::Admin));
    }

    #[rstest]
    #[case("2023-10-18", "2023-09-27", 20, vec![])]
    #[case("2023-09-19", "2023-09-18", 1, vec![])]
    #[case("2023-09-18", "2023-09-18", 20, vec![SetupRefusal::DateNotAhead, SetupRefusal::CutoffNotBefore])]
    #[case("2023-10-18", "2023-09-17", 20, vec![SetupRefusal::CutoffPast])]
    #[case("2023-10-18", "2023-10-18", 20, vec![SetupRefusal::CutoffNotBefore])]
    #[case("2023-10-18", "2023-09-27", 0, vec![SetupRefusal::Places])]
    #[case("2023-10-18", "2023-09-27", 5001, vec![SetupRefusal::Places])]
    fn setting_up(#[case] date: &str, #[case] cutoff: &str, #[case] places: i32, #[case] expected: Vec<SetupRefusal>) {
        let day = |text: &str| text.parse().unwrap();
        assert_eq!(check_setup(day(date), day(cutoff), places, day("2023-09-18")).err().unwrap_or_default(), expected);
    }
}
