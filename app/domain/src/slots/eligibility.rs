//! Whether a practice can take a date, and if not, why.

use chrono::NaiveDate;

use super::{SlotFacts, SlotStatus};
use crate::accounts::Role;
use crate::organisations::Route;
use crate::stage::{Stage, is_late};

/// Why a slot cannot be booked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BookingRefusal {
    /// The practice is not on the EMIS route.
    #[error("only practices that use EMIS book a date")]
    NotEmis,
    /// The checklist or the settings item is open, or nobody has signed it off.
    #[error("finish the required checklist items, confirm your settings and sign the checklist off first")]
    NotReady,
    /// The practice is switched on already.
    #[error("this practice is already switched on")]
    AlreadySwitchedOn,
    /// It has a booking; moving it is another step.
    #[error("this practice already has a date: move it instead")]
    AlreadyBooked,
    /// The practice asked to move to the date it has.
    #[error("you have already booked this date")]
    SameDate,
    /// The date it has can no longer be given up by this person.
    #[error("it is too late to give up the date you have")]
    TooLateToMove,
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

/// The date that a practice has, seen from another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Has {
    /// It has none.
    Nothing,
    /// It has this one.
    ThisDate,
    /// It has another, which this person may or may not still give up.
    Another {
        /// Whether they may.
        may_change: bool,
    },
}

/// What deciding needs to know of the practice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Taker {
    pub route: Route,
    pub stage: Stage,
    /// The date it has.
    pub has: Has,
    /// Places on the date that it could take: those of its ICB and those open to all.
    pub left: i32,
}

/// What taking a date means for the deadline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Taking {
    /// Switched on by the deadline.
    InTime,
    /// Allowed, and late.
    Late,
}

/// Whether a practice can take a date on `today`, or the first reason why not: what bars the practice from every date comes before what
/// bars everybody from this one. Pages and use cases ask here; the database alone decides who gets the last place.
///
/// # Errors
/// Any [`BookingRefusal`] but [`BookingRefusal::AlreadyBooked`].
pub fn may_take(slot: &SlotFacts, taker: &Taker, today: NaiveDate, deadline: NaiveDate) -> Result<Taking, BookingRefusal> {
    may_have(taker.route, taker.stage, taker.has)?;
    if slot.status != SlotStatus::Open {
        Err(BookingRefusal::Closed)
    } else if today > slot.cutoff {
        Err(BookingRefusal::PastCutoff)
    } else if taker.left <= 0 {
        Err(BookingRefusal::Full)
    } else if is_late(slot.date, deadline) {
        Ok(Taking::Late)
    } else {
        Ok(Taking::InTime)
    }
}

/// Whether a practice may have a date that has a place for it, one that is kept for it among them, or what bars it from every date.
///
/// # Errors
/// Those of [`may_take`] that are about the practice.
pub fn may_have(route: Route, stage: Stage, has: Has) -> Result<(), BookingRefusal> {
    if route != Route::Emis {
        return Err(BookingRefusal::NotEmis);
    }
    may_book(stage)?;
    match has {
        Has::ThisDate => Err(BookingRefusal::SameDate),
        Has::Another { may_change: false } => Err(BookingRefusal::TooLateToMove),
        Has::Another { may_change: true } | Has::Nothing => Ok(()),
    }
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

/// Whether a booking may still be moved on `today` by somebody of `role`: until the slot's sign-up cut-off, that day included; after it only
/// by the ICB sub-group and by an administrator, who find another date also for a practice whose date came and did not work.
#[must_use]
pub fn may_change(slot: &SlotFacts, today: NaiveDate, role: Role) -> bool {
    today <= slot.cutoff || matches!(role, Role::Icb | Role::Admin)
}

/// Whether it may still be put off or cancelled: as [`may_change`], but not once the date has come. What happened is not given up.
#[must_use]
pub fn may_give_up(slot: &SlotFacts, today: NaiveDate, role: Role) -> bool {
    today < slot.date && may_change(slot, today, role)
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn slot(status: SlotStatus) -> SlotFacts {
        SlotFacts { taken: 19, ..SlotFacts::fresh(day("2023-10-18"), day("2023-09-27"), 20, status) }
    }

    const READY: Taker = Taker { route: Route::Emis, stage: Stage::Ready, has: Has::Nothing, left: 1 };

    #[rstest]
    #[case(SlotStatus::Open, READY, "2023-09-27", Ok(Taking::InTime))]
    #[case(SlotStatus::Open, Taker { has: Has::Another { may_change: true }, stage: Stage::DateBooked, ..READY }, "2023-09-27", Ok(Taking::InTime))]
    #[case(SlotStatus::Open, Taker { left: 0, ..READY }, "2023-09-27", Err(BookingRefusal::Full))]
    #[case(SlotStatus::Open, READY, "2023-09-28", Err(BookingRefusal::PastCutoff))]
    #[case(SlotStatus::Closed, READY, "2023-09-01", Err(BookingRefusal::Closed))]
    #[case(SlotStatus::Draft, READY, "2023-09-01", Err(BookingRefusal::Closed))]
    #[case(SlotStatus::Done, READY, "2023-09-01", Err(BookingRefusal::Closed))]
    #[case(SlotStatus::Cancelled, READY, "2023-09-01", Err(BookingRefusal::Closed))]
    #[case(SlotStatus::Closed, Taker { stage: Stage::ChecklistInProgress, ..READY }, "2023-09-01", Err(BookingRefusal::NotReady))]
    #[case(SlotStatus::Open, Taker { stage: Stage::SwitchedOn, ..READY }, "2023-09-01", Err(BookingRefusal::AlreadySwitchedOn))]
    #[case(SlotStatus::Open, Taker { route: Route::Tpp, ..READY }, "2023-09-01", Err(BookingRefusal::NotEmis))]
    #[case(SlotStatus::Open, Taker { has: Has::ThisDate, left: 0, ..READY }, "2023-09-01", Err(BookingRefusal::SameDate))]
    #[case(SlotStatus::Open, Taker { has: Has::Another { may_change: false }, ..READY }, "2023-09-01", Err(BookingRefusal::TooLateToMove))]
    fn taking(#[case] status: SlotStatus, #[case] taker: Taker, #[case] today: &str, #[case] expected: Result<Taking, BookingRefusal>) {
        assert_eq!(may_take(&slot(status), &taker, day(today), day("2023-10-31")), expected);
    }

    #[test]
    fn a_date_beyond_the_deadline_is_late_and_allowed() {
        assert_eq!(may_take(&slot(SlotStatus::Open), &READY, day("2023-09-01"), day("2023-10-18")), Ok(Taking::InTime));
        assert_eq!(may_take(&slot(SlotStatus::Open), &READY, day("2023-09-01"), day("2023-10-17")), Ok(Taking::Late));
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

    #[rstest]
    #[case(Role::PracticeManager, "2023-09-27", true)]
    #[case(Role::PracticeManager, "2023-09-28", false)]
    #[case(Role::Commissioner, "2023-09-28", false)]
    #[case(Role::Icb, "2023-09-28", true)]
    #[case(Role::Admin, "2023-09-28", true)]
    fn changes_end_with_the_cut_off(#[case] role: Role, #[case] today: &str, #[case] expected: bool) {
        assert_eq!(may_change(&slot(SlotStatus::Open), day(today), role), expected);
    }

    #[rstest]
    #[case(Role::PracticeManager, "2023-09-27", true)]
    #[case(Role::PracticeManager, "2023-09-28", false)]
    #[case(Role::Icb, "2023-10-17", true)]
    #[case(Role::Icb, "2023-10-18", false)]
    #[case(Role::Admin, "2023-10-19", false)]
    fn nobody_gives_up_a_date_that_has_come(#[case] role: Role, #[case] today: &str, #[case] expected: bool) {
        assert_eq!(may_give_up(&slot(SlotStatus::Open), day(today), role), expected);
    }

    #[rstest]
    #[case(Route::Emis, Stage::Ready, Has::Nothing, Ok(()))]
    #[case(Route::Emis, Stage::DateBooked, Has::Another { may_change: true }, Ok(()))]
    #[case(Route::Emis, Stage::DateBooked, Has::Another { may_change: false }, Err(BookingRefusal::TooLateToMove))]
    #[case(Route::Emis, Stage::ChecklistInProgress, Has::Nothing, Err(BookingRefusal::NotReady))]
    #[case(Route::Emis, Stage::SwitchedOn, Has::Nothing, Err(BookingRefusal::AlreadySwitchedOn))]
    #[case(Route::Other, Stage::Ready, Has::Nothing, Err(BookingRefusal::NotEmis))]
    fn having(#[case] route: Route, #[case] stage: Stage, #[case] has: Has, #[case] expected: Result<(), BookingRefusal>) {
        assert_eq!(may_have(route, stage, has), expected);
    }
}
