//! What the dates of a programme still have for a practice.

use chrono::NaiveDate;

use super::{Hold, SlotFacts};
use crate::organisations::OdsCode;

/// The dates of a programme, each with its places held back.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ProgrammeSlots(pub Vec<(SlotFacts, Vec<Hold>)>);

/// Where a practice stands on the waiting lists of a programme.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ListStatus {
    /// On none.
    No,
    /// It waits for a place.
    Waits,
    /// A place is kept for it.
    Offered,
}

impl ListStatus {
    /// `waits`: it waits for a place somewhere; `offered`: a place is kept for it.
    #[must_use]
    pub fn of(waits: bool, offered: bool) -> Self {
        match (waits, offered) {
            (_, true) => Self::Offered,
            (true, false) => Self::Waits,
            (false, false) => Self::No,
        }
    }
}

/// What they still have for a practice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SlotsLeft {
    /// A place that is kept for it.
    Kept,
    /// A place that it could take, by the deadline.
    Place,
    /// A place that it could take, and none by the deadline.
    LatePlace,
    /// Only dates that are full, for which it could wait.
    Full,
    /// Only dates that are full, and it waits for one of them.
    Waits,
    /// Nothing: it has missed all dates.
    Gone,
    /// Nothing was ever on offer.
    NotYet,
}

impl ProgrammeSlots {
    /// What they have on `today` for a practice of `icb`; `list` is where it stands on their waiting lists.
    #[must_use]
    pub fn left_for(&self, icb: Option<&OdsCode>, list: ListStatus, deadline: NaiveDate, today: NaiveDate) -> SlotsLeft {
        if list == ListStatus::Offered {
            return SlotsLeft::Kept;
        }
        let open = || self.0.iter().filter(|(slot, _)| slot.takes_sign_ups(today));
        if open().next().is_none() {
            let had_some = self.0.iter().any(|(slot, _)| slot.status.is_shown());
            return if had_some { SlotsLeft::Gone } else { SlotsLeft::NotYet };
        }
        let first = open().filter(|(slot, holds)| slot.left_for(icb, holds) > 0).map(|(slot, _)| slot.date).min();
        if let Some(first) = first {
            if first <= deadline { SlotsLeft::Place } else { SlotsLeft::LatePlace }
        } else if list == ListStatus::Waits {
            SlotsLeft::Waits
        } else {
            SlotsLeft::Full
        }
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use crate::slots::SlotStatus;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn slot(status: SlotStatus, taken: i32) -> SlotFacts {
        SlotFacts { taken, ..SlotFacts::fresh(day("2023-10-18"), day("2023-09-27"), 2, status) }
    }

    #[rstest]
    #[case::a_place(SlotStatus::Open, 1, ListStatus::No, "2023-09-27", SlotsLeft::Place)]
    #[case::full(SlotStatus::Open, 2, ListStatus::No, "2023-09-27", SlotsLeft::Full)]
    #[case::waits(SlotStatus::Open, 2, ListStatus::Waits, "2023-09-27", SlotsLeft::Waits)]
    #[case::full_and_one_is_kept(SlotStatus::Open, 2, ListStatus::Offered, "2023-09-27", SlotsLeft::Kept)]
    #[case::past_the_cut_off(SlotStatus::Open, 1, ListStatus::Waits, "2023-09-28", SlotsLeft::Gone)]
    #[case::closed(SlotStatus::Closed, 1, ListStatus::No, "2023-09-27", SlotsLeft::Gone)]
    #[case::done(SlotStatus::Done, 1, ListStatus::No, "2023-09-27", SlotsLeft::Gone)]
    #[case::draft(SlotStatus::Draft, 0, ListStatus::No, "2023-09-27", SlotsLeft::NotYet)]
    #[case::cancelled(SlotStatus::Cancelled, 0, ListStatus::No, "2023-09-27", SlotsLeft::NotYet)]
    fn one_date(
        #[case] status: SlotStatus,
        #[case] taken: i32,
        #[case] list: ListStatus,
        #[case] today: &str,
        #[case] expected: SlotsLeft,
    ) {
        let dates = ProgrammeSlots(vec![(slot(status, taken), Vec::new())]);
        assert_eq!(dates.left_for(None, list, day("2023-10-31"), day(today)), expected);
    }

    #[test]
    fn a_place_after_the_deadline_is_one_only_where_none_is_left_before_it() {
        let (one, late) = (slot(SlotStatus::Open, 1), SlotFacts { date: day("2023-11-15"), ..slot(SlotStatus::Open, 0) });
        let left = |slots: &[SlotFacts], list| {
            let dates = ProgrammeSlots(slots.iter().map(|slot| (*slot, Vec::new())).collect());
            dates.left_for(None, list, day("2023-10-31"), day("2023-09-18"))
        };
        assert_eq!(left(&[one, late], ListStatus::No), SlotsLeft::Place);
        let full = SlotFacts { taken: 2, ..one };
        assert_eq!((left(&[full, late], ListStatus::No), left(&[late], ListStatus::Waits)), (SlotsLeft::LatePlace, SlotsLeft::LatePlace));
    }

    #[rstest]
    #[case(false, false, ListStatus::No)]
    #[case(true, false, ListStatus::Waits)]
    #[case(false, true, ListStatus::Offered)]
    #[case(true, true, ListStatus::Offered)]
    fn an_offer_counts_for_more_than_waiting(#[case] waits: bool, #[case] offered: bool, #[case] expected: ListStatus) {
        assert_eq!(ListStatus::of(waits, offered), expected);
    }

    #[test]
    fn a_place_held_back_is_left_for_its_icb_alone() {
        let (one, two): (OdsCode, OdsCode) = ("XA1".parse().unwrap(), "XB1".parse().unwrap());
        let held = SlotFacts { held: 1, ..slot(SlotStatus::Open, 1) };
        let dates = ProgrammeSlots(vec![(held, vec![Hold { icb: one.clone(), places: 1, taken: 0 }])]);
        assert_eq!(dates.left_for(Some(&one), ListStatus::No, day("2023-10-31"), day("2023-09-18")), SlotsLeft::Place);
        assert_eq!(dates.left_for(Some(&two), ListStatus::No, day("2023-10-31"), day("2023-09-18")), SlotsLeft::Full);
        assert_eq!(ProgrammeSlots::default().left_for(Some(&two), ListStatus::No, day("2023-10-31"), day("2023-09-18")), SlotsLeft::NotYet);
    }
}
