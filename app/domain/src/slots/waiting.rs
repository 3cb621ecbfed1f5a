//! The waiting list of a full date.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use super::{BookingRefusal, Has, Hold, Pool, SlotFacts, may_have};
use crate::organisations::{OdsCode, Route};
use crate::stage::Stage;
use crate::time::london_instant;

/// Whether a practice that cannot take a date for this reason can wait for a place.
#[must_use]
pub fn may_wait(refusal: BookingRefusal) -> bool {
    refusal == BookingRefusal::Full
}

/// A practice on a waiting list, as it stands when a place is free.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiter {
    pub icb: Option<OdsCode>,
    /// Whether it is open.
    pub is_open: bool,
    /// Whether an exception holds for it.
    pub excepted: bool,
    pub route: Route,
    pub stage: Stage,
    /// The date it has; whether it may give that up is asked of its own people, who would take the place.
    pub has: Has,
}

impl Waiter {
    /// Whether it could take a place that is offered to it now.
    #[must_use]
    pub fn could_take(&self) -> bool {
        self.is_open && !self.excepted && may_have(self.route, self.stage, self.has).is_ok()
    }
}

/// Who of those that wait, in order, gets the places that are free now. Who could not take one is passed over and keeps its place on the
/// list. Places held back for an ICB go to its practices alone, so a practice may be passed over by one further down for that, too.
#[must_use]
pub fn next_offers(slot: &SlotFacts, holds: &[Hold], waiting: &[Waiter]) -> Vec<(usize, Pool)> {
    let mut national = slot.national_left();
    let mut held: Vec<(&OdsCode, i32)> = holds.iter().map(|hold| (&hold.icb, hold.left())).collect();
    let mut offers = Vec::new();
    for (index, waiter) in waiting.iter().enumerate().filter(|(_, waiter)| waiter.could_take()) {
        let own = held.iter_mut().find(|(code, left)| Some(*code) == waiter.icb.as_ref() && *left > 0);
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

/// The end of the last day to sign up.
fn sign_up_ends(cutoff: NaiveDate) -> DateTime<Utc> {
    london_instant(cutoff.succ_opt().unwrap_or(cutoff), 0, 0)
}

/// Until when a place that is offered at `now` can be taken: so many hours on, but never after the last day to sign up.
#[must_use]
pub fn offer_ends(now: DateTime<Utc>, hours: u16, cutoff: NaiveDate) -> DateTime<Utc> {
    still_offered_until(now + TimeDelta::hours(hours.into()), cutoff)
}

/// Until when an offer that stands until `until` can be taken where the last day to sign up is now `cutoff`: never longer than before.
#[must_use]
pub fn still_offered_until(until: DateTime<Utc>, cutoff: NaiveDate) -> DateTime<Utc> {
    until.min(sign_up_ends(cutoff))
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
        let (facts, holds) = slot(national, held);
        assert_eq!(offered(&facts, &holds, &[waiter("XB1"), waiter("XA1"), waiter(""), waiter("XA1")]), expected);
    }

    fn offered(facts: &SlotFacts, holds: &[Hold], waiting: &[Waiter]) -> String {
        let words = next_offers(facts, holds, waiting).into_iter().map(|(index, pool)| match pool {
            Pool::National => index.to_string(),
            Pool::Held(_) => format!("{index} held"),
        });
        words.collect::<Vec<_>>().join(", ")
    }

    fn waiter(icb: &str) -> Waiter {
        Waiter { icb: icb.parse().ok(), is_open: true, excepted: false, route: Route::Emis, stage: Stage::Ready, has: Has::Nothing }
    }

    #[rstest]
    #[case::nothing_bars_it(waiter("XA1"), "0")]
    #[case::could_move(Waiter { stage: Stage::DateBooked, has: Has::Another { may_change: true }, ..waiter("XA1") }, "0")]
    #[case::closed(Waiter { is_open: false, ..waiter("XA1") }, "1")]
    #[case::excepted(Waiter { excepted: true, ..waiter("XA1") }, "1")]
    #[case::rerouted(Waiter { route: Route::Tpp, ..waiter("XA1") }, "1")]
    #[case::checklist_open(Waiter { stage: Stage::ChecklistInProgress, ..waiter("XA1") }, "1")]
    #[case::switched_on(Waiter { stage: Stage::SwitchedOn, ..waiter("XA1") }, "1")]
    #[case::too_late_to_move(Waiter { stage: Stage::DateBooked, has: Has::Another { may_change: false }, ..waiter("XA1") }, "1")]
    #[case::has_it(Waiter { stage: Stage::DateBooked, has: Has::ThisDate, ..waiter("XA1") }, "1")]
    fn who_could_not_take_it_is_passed_over(#[case] first: Waiter, #[case] expected: &str) {
        let (facts, holds) = slot(1, 0);
        assert_eq!(offered(&facts, &holds, &[first, waiter("XB1")]), expected);
    }

    #[rstest]
    #[case("2023-09-20T08:05:00Z", "2023-09-27", "2023-09-20T08:05:00Z")]
    #[case("2023-09-20T08:05:00Z", "2023-09-19", "2023-09-19T23:00:00Z")]
    fn an_offer_is_shortened_and_never_lengthened(#[case] until: &str, #[case] cutoff: &str, #[case] expected: &str) {
        assert_eq!(still_offered_until(until.parse().unwrap(), day(cutoff)), expected.parse::<DateTime<Utc>>().unwrap());
    }

    #[rstest]
    #[case("2023-09-18T08:05:00Z", "2023-09-20T08:05:00Z")]
    #[case("2023-09-27T08:05:00Z", "2023-09-27T23:00:00Z")]
    fn forty_eight_hours_but_not_beyond_the_cut_off(#[case] now: &str, #[case] expected: &str) {
        assert_eq!(offer_ends(now.parse().unwrap(), 48, day("2023-09-27")), expected.parse::<DateTime<Utc>>().unwrap());
    }
}
