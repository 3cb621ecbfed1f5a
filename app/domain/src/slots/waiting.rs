//! The waiting list of a full date.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use super::{BookingRefusal, Hold, Pool, SlotFacts};
use crate::organisations::OdsCode;
use crate::time::london_instant;

/// Whether a practice that cannot take a date for this reason can wait for a place.
#[must_use]
pub fn may_wait(refusal: BookingRefusal) -> bool {
    refusal == BookingRefusal::Full
}

/// Who of those that wait gets the places that are free now: each entry of `waiting`, in order, is the ICB of a practice. Places held back
/// for an ICB go to its practices alone, so a practice may be passed over by one further down.
#[must_use]
pub fn next_offers(slot: &SlotFacts, holds: &[Hold], waiting: &[Option<OdsCode>]) -> Vec<(usize, Pool)> {
    let mut national = slot.national_left();
    let mut held: Vec<(&OdsCode, i32)> = holds.iter().map(|hold| (&hold.icb, hold.left())).collect();
    let mut offers = Vec::new();
    for (index, icb) in waiting.iter().enumerate() {
        let own = held.iter_mut().find(|(code, left)| Some(*code) == icb.as_ref() && *left > 0);
        if let Some((code, left)) = own {
            *left -= 1;
            offers.push((index, Pool::Held((*code).clone())));
        } else if national > 0 {
            national -= 1;
            offers.push((index, Pool::National));
        }
    }
    offers
}

/// Until when a place that is offered at `now` can be taken: so many hours on, but never after the last day to sign up.
#[must_use]
pub fn offer_ends(now: DateTime<Utc>, hours: u16, cutoff: NaiveDate) -> DateTime<Utc> {
    let after_cutoff = london_instant(cutoff.succ_opt().unwrap_or(cutoff), 0, 0);
    (now + TimeDelta::hours(hours.into())).min(after_cutoff)
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use crate::slots::SlotStatus;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    /// Of 10 places 4 are held back for XA1.
    fn slot(national_left: i32, held_left: i32) -> (SlotFacts, Vec<Hold>) {
        let (all, held) = (6 - national_left, 4 - held_left);
        let fresh = SlotFacts::fresh(day("2023-10-18"), day("2023-09-27"), 10, SlotStatus::Open);
        let hold = Hold { icb: "XA1".parse().unwrap(), places: 4, taken: held };
        (SlotFacts { held: 4, held_taken: held, taken: all + held, ..fresh }, vec![hold])
    }

    #[rstest]
    #[case(0, 0, "")]
    #[case(1, 0, "0")]
    #[case(0, 1, "1 held")]
    #[case(1, 1, "0, 1 held")]
    #[case(2, 1, "0, 1 held, 2")]
    #[case(0, 4, "1 held, 3 held")]
    #[case(6, 4, "0, 1 held, 2, 3 held")]
    fn in_order_and_by_pool(#[case] national: i32, #[case] held: i32, #[case] expected: &str) {
        let waiting = [Some("XB1"), Some("XA1"), None, Some("XA1")].map(|icb| icb.map(|icb| icb.parse().unwrap()));
        let (facts, holds) = slot(national, held);
        let words = next_offers(&facts, &holds, &waiting).into_iter().map(|(index, pool)| match pool {
            Pool::National => index.to_string(),
            Pool::Held(_) => format!("{index} held"),
        });
        assert_eq!(words.collect::<Vec<_>>().join(", "), expected);
    }

    #[rstest]
    #[case("2023-09-18T08:05:00Z", "2023-09-20T08:05:00Z")]
    #[case("2023-09-27T08:05:00Z", "2023-09-27T23:00:00Z")]
    fn forty_eight_hours_but_not_beyond_the_cut_off(#[case] now: &str, #[case] expected: &str) {
        assert_eq!(offer_ends(now.parse().unwrap(), 48, day("2023-09-27")), expected.parse::<DateTime<Utc>>().unwrap());
    }
}
