//! When a message that could not be sent is tried again, and how long a sender may hold one.

use chrono::TimeDelta;

/// How long a claim on a message lasts. Sending is given up well before ([`SEND_SECONDS`]), so that no message is in two hands.
pub const LEASE: TimeDelta = TimeDelta::minutes(2);

/// How far the clocks of two machines may be apart: a message is due by everybody's clock as soon as it is by anybody's.
pub const TOLERANCE: TimeDelta = TimeDelta::seconds(5);

/// How long what was sent, or given up, is kept: over a programme, whose reminders must not be written twice, and not for ever.
pub const KEPT: TimeDelta = TimeDelta::days(400);

/// How long sending one message may take, in seconds.
pub const SEND_SECONDS: u64 = 60;

/// Attempts after which a message has failed for good: with [`backoff`], after two and a half days or more, so that a mail server may be
/// down for a weekend.
pub const MAX_ATTEMPTS: u32 = 24;

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
    let step = (FIRST * (1 << doublings)).min(LONGEST);
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

/// Whether a message is tried again after its `attempts`-th attempt (counted from 1) failed for now.
#[must_use]
pub fn retry(attempts: u32, jitter: f64) -> Retry {
    if attempts >= MAX_ATTEMPTS { Retry::GiveUp } else { Retry::After(backoff(attempts, jitter)) }
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

    #[test]
    fn a_message_outlives_a_weekend() {
        let total: TimeDelta = (1..MAX_ATTEMPTS).map(|attempt| backoff(attempt, 0.0)).sum();
        assert!(total >= TimeDelta::hours(60), "{total}");
        assert_eq!(retry(MAX_ATTEMPTS, 0.0), Retry::GiveUp);
        assert_eq!(retry(1, 0.0), Retry::After(TimeDelta::minutes(1)));
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
