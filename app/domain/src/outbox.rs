//! When a message that could not be sent is tried again, how long a sender may hold one, and what is told of a mail server that refuses.

mod fault;
mod health;
mod server;

use chrono::TimeDelta;

pub use fault::Fault;
pub use health::{Facts, Health, InARow, LATE, health};
pub use server::{IN_A_ROW, Server};

/// How long a claim on a message lasts. Sending is given up well before ([`SEND_SECONDS`]), so that no message is in two hands.
pub const LEASE: TimeDelta = TimeDelta::minutes(2);

/// How far the clocks of two machines may be apart: a message is due by everybody's clock as soon as it is by anybody's.
pub const TOLERANCE: TimeDelta = TimeDelta::seconds(5);

/// How long what was sent, or given up, is kept: over a programme, whose reminders must not be written twice, and not for ever.
pub const KEPT: TimeDelta = TimeDelta::days(400);

/// How long sending one message may take, in seconds.
pub const SEND_SECONDS: u64 = 60;

/// Messages that were given up longer ago than this are made due again only one by one: whoever they went to has mostly heard by now.
pub const RETRY_WITHIN: TimeDelta = TimeDelta::days(14);

/// The kinds of messages that go first, because a person waits for them at a screen; they hold a link that runs out and that only its reader
/// may have, so their content is forgotten once they are sent or given up.
pub const URGENT: [&str; 2] = ["sign-in", "access-confirm"];

/// How long a message is tried, from its first try on: a mail server may be down for a weekend.
pub const HORIZON: TimeDelta = TimeDelta::hours(72);

/// Attempts after which a message is given up because they did not come to an end: whoever sends it dies. More than fit into [`HORIZON`]
/// where they do.
pub const MAX_ATTEMPTS: u32 = 40;

/// The wait after the first attempt; it doubles with every further one.
const FIRST: TimeDelta = TimeDelta::minutes(1);
/// The longest wait, without jitter.
const LONGEST: TimeDelta = TimeDelta::hours(4);
/// How much longer than its step a wait may be, in hundredths.
const JITTER_PERCENT: f64 = 20.0;

/// The wait after the `attempts`-th attempt (counted from 1) failed for now.
///
/// `jitter`, from 0 to 1, spreads messages that failed together over up to a fifth more than the step.
#[must_use]
pub fn backoff(attempts: u32, jitter: f64) -> TimeDelta {
    let doublings = attempts.saturating_sub(1).min(16);
    with_jitter((FIRST * (1 << doublings)).min(LONGEST), jitter)
}

fn with_jitter(step: TimeDelta, jitter: f64) -> TimeDelta {
    let fraction = if jitter.is_finite() { jitter.clamp(0.0, 1.0) } else { 0.0 };
    #[expect(clippy::cast_possible_truncation, reason = "between 0 and 20")]
    let percent = (fraction * JITTER_PERCENT) as i32;
    step + step * percent / 100
}

/// What becomes of a message after an attempt failed for now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Retry {
    /// Tried again after this time.
    After(TimeDelta),
    /// It has failed for good.
    GiveUp,
}

/// Whether a message is tried again after its `attempts`-th attempt (counted from 1) failed for now, `tried_for` after its first; `fault` is
/// what the mail server refused it for, if that was about the server or about us. The last try is at the end of [`HORIZON`].
///
/// Where the fault is about every mail, the attempt counts for nothing: the server is left alone as a whole ([`Server`]), and all should go
/// out soon after it is well again.
#[must_use]
pub fn retry(attempts: u32, tried_for: TimeDelta, fault: Option<Fault>, jitter: f64) -> Retry {
    let left = HORIZON - tried_for;
    if left <= TimeDelta::zero() {
        return Retry::GiveUp;
    }
    let shut_out = fault.is_some_and(Fault::is_about_every_mail);
    Retry::After(backoff(if shut_out { 1 } else { attempts }, jitter).min(left))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case(0, 0.0, 60)]
    #[case(1, 0.0, 60)]
    #[case(1, 1.0, 72)]
    #[case(2, 0.0, 120)]
    #[case(3, 0.5, 264)]
    #[case(8, 0.0, 7_680)]
    #[case(9, 0.0, 14_400)]
    #[case(u32::MAX, 1.0, 17_280)]
    #[case(1, f64::NAN, 60)]
    fn waits(#[case] attempts: u32, #[case] jitter: f64, #[case] seconds: i64) {
        assert_eq!(backoff(attempts, jitter).num_seconds(), seconds);
    }

    const MINUTE: i64 = 60;
    const HOUR: i64 = 60 * MINUTE;

    #[rstest]
    #[case::the_first_try(1, 0, None, Some(MINUTE))]
    #[case::many_tries(30, 10 * HOUR, None, Some(4 * HOUR))]
    #[case::many_tries_of_a_server_that_is_down(30, 10 * HOUR, Some(Fault::Connect), Some(MINUTE))]
    #[case::many_tries_of_one_that_refuses_this_mail(30, 10 * HOUR, Some(Fault::Recipient), Some(4 * HOUR))]
    #[case::the_last_try_is_at_the_end(30, 71 * HOUR, None, Some(HOUR))]
    #[case::after_the_last_try(30, 72 * HOUR, None, None)]
    #[case::however_few_tries_there_were(1, 72 * HOUR, Some(Fault::Connect), None)]
    fn tries(#[case] attempts: u32, #[case] tried_for: i64, #[case] fault: Option<Fault>, #[case] wait: Option<i64>) {
        let expected = wait.map_or(Retry::GiveUp, |wait| Retry::After(TimeDelta::seconds(wait)));
        assert_eq!(retry(attempts, TimeDelta::seconds(tried_for), fault, 0.0), expected);
    }

    #[test]
    fn it_is_tried_for_three_days() {
        let (mut attempts, mut tried_for) = (1, TimeDelta::zero());
        while let Retry::After(wait) = retry(attempts, tried_for, None, 0.0) {
            (attempts, tried_for) = (attempts + 1, tried_for + wait);
        }
        assert_eq!(tried_for, HORIZON);
        assert!(attempts < MAX_ATTEMPTS, "{attempts}");
    }

    #[test]
    fn sending_ends_before_the_claim_does() {
        assert!(TimeDelta::seconds(i64::try_from(SEND_SECONDS).unwrap()) * 2 <= LEASE);
    }

    proptest! {
        #[test]
        fn waits_grow_and_stay_in_bounds(attempts in 0_u32..1_000, jitter in any::<f64>()) {
            let wait = backoff(attempts, jitter);
            prop_assert!(wait >= FIRST && wait <= LONGEST * 6 / 5);
            prop_assert!(backoff(attempts + 1, 0.0) >= backoff(attempts, 0.0));
        }
    }
}
