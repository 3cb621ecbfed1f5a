//! Setting dates up.

use chrono::NaiveDate;

use super::{Hold, SlotFacts, SlotStatus};

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

/// Whether a slot can be moved to this date, with this cut-off, on `today`. A cut-off that has passed may stay as it is: then those who have
/// the date move with it, and nobody else can sign up.
///
/// # Errors
/// As [`check_setup`].
pub fn check_move(slot: &SlotFacts, date: NaiveDate, cutoff: NaiveDate, today: NaiveDate) -> Result<(), Vec<SetupRefusal>> {
    let stays = cutoff == slot.cutoff && cutoff < date;
    let mut mistakes = check_setup(date, cutoff, slot.places, today).err().unwrap_or_default();
    mistakes.retain(|mistake| !(stays && *mistake == SetupRefusal::CutoffPast));
    if mistakes.is_empty() { Ok(()) } else { Err(mistakes) }
}

/// Whether a slot can have this many places.
#[must_use]
pub fn places_in_range(places: i32) -> bool {
    (1..=PLACES_MAX).contains(&places)
}

/// Whether a date can go from the status it has to another on `today`. What happened cannot be undone, what has not come cannot be done,
/// and nobody's date goes back to a draft.
#[must_use]
pub fn may_become(slot: &SlotFacts, to: SlotStatus, today: NaiveDate) -> bool {
    use SlotStatus::{Cancelled, Closed, Done, Draft, Open};
    match (slot.status, to) {
        (Cancelled | Done, _) => false,
        (_, Open) => slot.date > today,
        (_, Draft) => slot.taken == 0,
        (_, Done) => slot.date < today,
        (_, Closed | Cancelled) => true,
    }
}

/// Whether `places` of a date can be held back for the ICB whose places were `before` (none: it had none), so that neither it nor
/// everybody else loses a place that is taken. The number of places that can be held back at most otherwise.
///
/// # Errors
/// The least and the most that can be held back.
pub fn check_holds(slot: &SlotFacts, before: Option<&Hold>, places: i32) -> Result<(), (i32, i32)> {
    let (had, least) = before.map_or((0, 0), |hold| (hold.places, hold.taken));
    let most = had + slot.national_left();
    if (least..=most).contains(&places) { Ok(()) } else { Err((least, most)) }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
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
        assert_eq!(check_setup(day(date), day(cutoff), places, day("2023-09-18")).err().unwrap_or_default(), expected);
    }

    #[rstest]
    #[case::new_cut_off("2023-10-25", "2023-10-10", vec![])]
    #[case::cut_off_stays_past("2023-10-25", "2023-09-27", vec![])]
    #[case::another_past_one("2023-10-25", "2023-09-26", vec![SetupRefusal::CutoffPast])]
    #[case::day_past("2023-10-10", "2023-09-27", vec![SetupRefusal::DateNotAhead])]
    #[case::not_before("2023-10-25", "2023-10-25", vec![SetupRefusal::CutoffNotBefore])]
    fn moving_past_the_cut_off(#[case] date: &str, #[case] cutoff: &str, #[case] expected: Vec<SetupRefusal>) {
        let slot = SlotFacts::fresh(day("2023-10-18"), day("2023-09-27"), 20, SlotStatus::Open);
        assert_eq!(check_move(&slot, day(date), day(cutoff), day("2023-10-10")).err().unwrap_or_default(), expected);
    }

    #[rstest]
    #[case(SlotStatus::Draft, SlotStatus::Open, "2023-09-18", true)]
    #[case(SlotStatus::Closed, SlotStatus::Open, "2023-10-18", false)]
    #[case(SlotStatus::Open, SlotStatus::Closed, "2023-09-18", true)]
    #[case(SlotStatus::Open, SlotStatus::Draft, "2023-09-18", false)]
    #[case(SlotStatus::Open, SlotStatus::Done, "2023-10-18", false)]
    #[case(SlotStatus::Open, SlotStatus::Done, "2023-10-19", true)]
    #[case(SlotStatus::Done, SlotStatus::Open, "2023-10-19", false)]
    #[case(SlotStatus::Cancelled, SlotStatus::Open, "2023-09-18", false)]
    #[case(SlotStatus::Open, SlotStatus::Cancelled, "2023-09-18", true)]
    fn statuses(#[case] from: SlotStatus, #[case] to: SlotStatus, #[case] today: &str, #[case] expected: bool) {
        let slot = SlotFacts { taken: 1, ..SlotFacts::fresh(day("2023-10-18"), day("2023-09-27"), 20, from) };
        assert_eq!(may_become(&slot, to, day(today)), expected);
    }

    #[rstest]
    #[case(None, 8, Ok(()))]
    #[case(None, 9, Err((0, 8)))]
    #[case(None, -1, Err((0, 8)))]
    #[case(Some((5, 3)), 3, Ok(()))]
    #[case(Some((5, 3)), 2, Err((3, 13)))]
    #[case(Some((5, 3)), 13, Ok(()))]
    fn holding_back(#[case] before: Option<(i32, i32)>, #[case] places: i32, #[case] expected: Result<(), (i32, i32)>) {
        // Of 20 places 5 are held back, and of the 15 for all 7 are taken.
        let slot =
            SlotFacts { taken: 10, held: 5, held_taken: 3, ..SlotFacts::fresh(day("2023-10-18"), day("2023-09-27"), 20, SlotStatus::Open) };
        let before = before.map(|(places, taken)| Hold { icb: "XA1".parse().unwrap(), places, taken });
        assert_eq!(check_holds(&slot, before.as_ref(), places), expected);
    }
}
