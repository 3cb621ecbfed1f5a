//! The one clock of the program.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use chrono::{DateTime, NaiveDate, SubsecRound, TimeDelta, Utc};

use crate::time::london_day;

/// Tells the time to everything that needs it, and can be set apart from the machine's own clock.
///
/// Clones share one offset, so a clock that is moved moves for every holder at once.
#[derive(Clone, Debug, Default)]
pub struct Clock {
    offset_ms: Arc<AtomicI64>,
}

impl Clock {
    /// The machine's own time.
    #[must_use]
    pub fn system() -> Self {
        Self::default()
    }

    /// A clock that reads `start` now and runs on from there.
    #[must_use]
    pub fn starting_at(start: DateTime<Utc>) -> Self {
        let clock = Self::default();
        clock.move_to(start);
        clock
    }

    /// The present instant, in UTC, to the millisecond, which both databases keep as it is.
    #[must_use]
    pub fn now(&self) -> DateTime<Utc> {
        machine_now() + TimeDelta::milliseconds(self.offset_ms.load(Ordering::Relaxed))
    }

    /// The present day in London.
    #[must_use]
    pub fn today(&self) -> NaiveDate {
        london_day(self.now())
    }

    /// Sets the clock to `instant`; it runs on from there. For demonstrations and tests.
    pub fn move_to(&self, instant: DateTime<Utc>) {
        let offset = (instant - machine_now()).num_milliseconds();
        self.offset_ms.store(offset, Ordering::Relaxed);
    }
}

#[expect(clippy::disallowed_methods, reason = "the one place that reads the machine's clock")]
fn machine_now() -> DateTime<Utc> {
    Utc::now().trunc_subsecs(3)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::london_instant;

    #[test]
    fn clones_move_together() {
        let clock = Clock::system();
        let other = clock.clone();
        let day = NaiveDate::from_ymd_opt(2023, 9, 18).unwrap();
        clock.move_to(london_instant(day, 9, 5));
        assert_eq!(other.today(), day);
    }
}
