//! What the dates of a programme still have for a practice.

use chrono::NaiveDate;

use super::{Hold, SlotFacts};
use crate::organisations::OdsCode;

/// The dates of a programme, each with its places held back.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Dates(pub Vec<(SlotFacts, Vec<Hold>)>);

/// Where a practice stands on the waiting lists of a programme.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OnList {
    /// On none.
    No,
    /// It waits for a place.
    Waits,
    /// A place is kept for it.
    Offered,
}

impl OnList {
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
pub enum DatesLeft {
    /// A place that is kept for it.
    Kept,
    /// A place that it could take.
    Place,
    /// Only dates that are full, for which it could wait.
    Full,
    /// Only dates that are full, and it waits for one of them.
    Waits,
    /// Nothing: it has missed all dates.
    Gone,
    /// Nothing was ever on offer.
    NotYet,
}

impl Dates {
    /// What they have on `today` for a practice of `icb`; `list` is where it stands on their waiting lists.
    #[must_use]
    pub fn left_for(&self, icb: Option<&OdsCode>, list: OnList, today: NaiveDate) -> DatesLeft {
        if list == OnList::Offered {
            return DatesLeft::Kept;
        }
        let mut open = self.0.iter().filter(|(slot, _)| slot.takes_sign_ups(today)).peekable();
        if open.peek().is_none() {
            let had_some = self.0.iter().any(|(slot, _)| slot.status.is_shown());
            return if had_some { DatesLeft::Gone } else { DatesLeft::NotYet };
        }
        if open.any(|(slot, holds)| slot.left_for(icb, holds) > 0) {
            DatesLeft::Place
        } else if list == OnList::Waits {
            DatesLeft::Waits
        } else {
            DatesLeft::Full
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
    #[case::a_place(SlotStatus::Open, 1, OnList::No, "2023-09-27", DatesLeft::Place)]
    #[case::full(SlotStatus::Open, 2, OnList::No, "2023-09-27", DatesLeft::Full)]
    #[case::waits(SlotStatus::Open, 2, OnList::Waits, "2023-09-27", DatesLeft::Waits)]
    #[case::full_and_one_is_kept(SlotStatus::Open, 2, OnList::Offered, "2023-09-27", DatesLeft::Kept)]
    #[case::past_the_cut_off(SlotStatus::Open, 1, OnList::Waits, "2023-09-28", DatesLeft::Gone)]
    #[case::closed(SlotStatus::Closed, 1, OnList::No, "2023-09-27", DatesLeft::Gone)]
    #[case::done(SlotStatus::Done, 1, OnList::No, "2023-09-27", DatesLeft::Gone)]
    #[case::draft(SlotStatus::Draft, 0, OnList::No, "2023-09-27", DatesLeft::NotYet)]
    #[case::cancelled(SlotStatus::Cancelled, 0, OnList::No, "2023-09-27", DatesLeft::NotYet)]
    fn one_date(#[case] status: SlotStatus, #[case] taken: i32, #[case] list: OnList, #[case] today: &str, #[case] expected: DatesLeft) {
        let dates = Dates(vec![(slot(status, taken), Vec::new())]);
        assert_eq!(dates.left_for(None, list, day(today)), expected);
    }

    #[rstest]
    #[case(false, false, OnList::No)]
    #[case(true, false, OnList::Waits)]
    #[case(false, true, OnList::Offered)]
    #[case(true, true, OnList::Offered)]
    fn an_offer_counts_for_more_than_waiting(#[case] waits: bool, #[case] offered: bool, #[case] expected: OnList) {
        assert_eq!(OnList::of(waits, offered), expected);
    }

    #[test]
    fn a_place_held_back_is_left_for_its_icb_alone() {
        let (one, two): (OdsCode, OdsCode) = ("XA1".parse().unwrap(), "XB1".parse().unwrap());
        let held = SlotFacts { held: 1, ..slot(SlotStatus::Open, 1) };
        let dates = Dates(vec![(held, vec![Hold { icb: one.clone(), places: 1, taken: 0 }])]);
        assert_eq!(dates.left_for(Some(&one), OnList::No, day("2023-09-18")), DatesLeft::Place);
        assert_eq!(dates.left_for(Some(&two), OnList::No, day("2023-09-18")), DatesLeft::Full);
        assert_eq!(Dates::default().left_for(Some(&two), OnList::No, day("2023-09-18")), DatesLeft::NotYet);
    }
}
