//! Which date a practice without one can still have by the deadline.

use chrono::NaiveDate;

use super::{ProgrammeSlots, SlotFacts, SlotStatus};
use crate::organisations::OdsCode;

/// What is possible by the deadline for a practice that has no date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Possible {
    /// It can sign up until this day: the latest cut-off of the dates that have a place for it.
    Until(NaiveDate),
    /// Nothing was ever on offer.
    NotYet,
    /// No date any more.
    Nothing(NoDate),
}

/// Why no date by the deadline is possible.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum NoDate {
    /// Those that are open have no place for it.
    Full,
    /// This was the last day to sign up.
    SignUpOver(NaiveDate),
    /// They were closed before their cut-off.
    Closed,
    /// All were cancelled.
    Cancelled,
    /// Those on offer are after the deadline.
    AfterDeadline,
}

impl Possible {
    /// The same for a practice for which a place is kept on a date with this cut-off.
    #[must_use]
    pub fn or_kept_until(self, cutoff: Option<NaiveDate>) -> Self {
        match (self, cutoff) {
            (Self::Until(one), Some(other)) => Self::Until(one.max(other)),
            (_, Some(cutoff)) => Self::Until(cutoff),
            (_, None) => self,
        }
    }
}

impl SlotFacts {
    /// Whether a place that is kept on it can be taken on `today` and is in time.
    #[must_use]
    pub fn can_be_taken_up(&self, deadline: NaiveDate, today: NaiveDate) -> bool {
        self.status.is_shown() && self.date <= deadline && today <= self.cutoff
    }
}

impl ProgrammeSlots {
    /// What is possible on `today` for a practice of `icb` for which no place is kept.
    #[must_use]
    pub fn possible_for(&self, icb: Option<&OdsCode>, deadline: NaiveDate, today: NaiveDate) -> Possible {
        let in_time = || self.0.iter().filter(|(slot, _)| slot.date <= deadline);
        let open = || in_time().filter(|(slot, _)| slot.takes_sign_ups(today));
        let with_place = open().filter(|(slot, holds)| slot.left_for(icb, holds) > 0);
        if let Some(cutoff) = with_place.map(|(slot, _)| slot.cutoff).max() {
            return Possible::Until(cutoff);
        }
        if open().next().is_some() {
            return Possible::Nothing(NoDate::Full);
        }
        match in_time().filter(|(slot, _)| slot.status.is_shown()).map(|(slot, _)| slot.cutoff).max() {
            Some(cutoff) if cutoff < today => Possible::Nothing(NoDate::SignUpOver(cutoff)),
            Some(_) => Possible::Nothing(NoDate::Closed),
            None if self.0.iter().any(|(slot, _)| slot.status.is_shown()) => Possible::Nothing(NoDate::AfterDeadline),
            None if in_time().any(|(slot, _)| slot.status == SlotStatus::Cancelled) => Possible::Nothing(NoDate::Cancelled),
            None => Possible::NotYet,
        }
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use crate::slots::Hold;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn slot(date: &str, cutoff: &str, status: SlotStatus, left: i32) -> (SlotFacts, Vec<Hold>) {
        (SlotFacts { taken: 9 - left, ..SlotFacts::fresh(day(date), day(cutoff), 9, status) }, Vec::new())
    }

    fn on(dates: Vec<(SlotFacts, Vec<Hold>)>, today: &str) -> Possible {
        ProgrammeSlots(dates).possible_for(None, day("2023-10-31"), day(today))
    }

    #[rstest]
    #[case::place("2023-10-18", SlotStatus::Open, 1, "2023-09-18", Possible::Until(day("2023-09-27")))]
    #[case::last_day("2023-10-18", SlotStatus::Open, 1, "2023-09-27", Possible::Until(day("2023-09-27")))]
    #[case::on_the_deadline("2023-10-31", SlotStatus::Open, 1, "2023-09-18", Possible::Until(day("2023-09-27")))]
    #[case::full("2023-10-18", SlotStatus::Open, 0, "2023-09-18", Possible::Nothing(NoDate::Full))]
    #[case::sign_up_over("2023-10-18", SlotStatus::Open, 1, "2023-09-28", Possible::Nothing(NoDate::SignUpOver(day("2023-09-27"))))]
    #[case::over_and_done("2023-10-18", SlotStatus::Done, 0, "2023-10-28", Possible::Nothing(NoDate::SignUpOver(day("2023-09-27"))))]
    #[case::closed("2023-10-18", SlotStatus::Closed, 1, "2023-09-18", Possible::Nothing(NoDate::Closed))]
    #[case::cancelled("2023-10-18", SlotStatus::Cancelled, 1, "2023-09-18", Possible::Nothing(NoDate::Cancelled))]
    #[case::late("2023-11-01", SlotStatus::Open, 1, "2023-09-18", Possible::Nothing(NoDate::AfterDeadline))]
    #[case::draft("2023-10-18", SlotStatus::Draft, 1, "2023-09-18", Possible::NotYet)]
    fn one_date(#[case] date: &str, #[case] status: SlotStatus, #[case] left: i32, #[case] today: &str, #[case] expected: Possible) {
        assert_eq!(on(vec![slot(date, "2023-09-27", status, left)], today), expected);
    }

    #[test]
    fn the_latest_cut_off_with_a_place_counts() {
        let dates = || {
            vec![
                slot("2023-10-11", "2023-09-20", SlotStatus::Open, 1),
                slot("2023-10-18", "2023-09-27", SlotStatus::Open, 1),
                slot("2023-10-25", "2023-10-04", SlotStatus::Open, 0),
                slot("2023-11-15", "2023-10-25", SlotStatus::Open, 1),
            ]
        };
        assert_eq!(on(dates(), "2023-09-18"), Possible::Until(day("2023-09-27")));
        assert_eq!(on(dates(), "2023-09-28"), Possible::Nothing(NoDate::Full));
        assert_eq!(on(dates(), "2023-10-05"), Possible::Nothing(NoDate::SignUpOver(day("2023-10-04"))));
    }

    #[test]
    fn a_place_held_back_is_possible_for_its_icb_alone() {
        let (one, two): (OdsCode, OdsCode) = ("XA1".parse().unwrap(), "XB1".parse().unwrap());
        let (facts, _) = slot("2023-10-18", "2023-09-27", SlotStatus::Open, 1);
        let dates = ProgrammeSlots(vec![(SlotFacts { held: 1, ..facts }, vec![Hold { icb: one.clone(), places: 1, taken: 0 }])]);
        let of = |icb| dates.possible_for(icb, day("2023-10-31"), day("2023-09-18"));
        assert_eq!(of(Some(&one)), Possible::Until(day("2023-09-27")));
        assert_eq!((of(Some(&two)), of(None)), (Possible::Nothing(NoDate::Full), Possible::Nothing(NoDate::Full)));
    }

    #[rstest]
    #[case(Possible::Nothing(NoDate::Full), None, Possible::Nothing(NoDate::Full))]
    #[case(Possible::Nothing(NoDate::Full), Some("2023-09-27"), Possible::Until(day("2023-09-27")))]
    #[case(Possible::Until(day("2023-10-04")), Some("2023-09-27"), Possible::Until(day("2023-10-04")))]
    fn a_place_that_is_kept_is_possible(#[case] possible: Possible, #[case] kept: Option<&str>, #[case] expected: Possible) {
        assert_eq!(possible.or_kept_until(kept.map(day)), expected);
    }
}
