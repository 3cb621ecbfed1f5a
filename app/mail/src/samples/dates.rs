//! Messages about waiting lists, and about what comes after a date.

use super::{day, morning, practice};
use crate::{DateCheck, DateUnconfirmed, DidNotWork, Line, PlaceOffered, WaitingEnd, WaitingEnded, WaitingMoved};

impl PlaceOffered {
    /// A made-up one.
    #[must_use]
    pub fn sample() -> Self {
        let expires_at = morning() + chrono::TimeDelta::hours(48);
        Self { practice: practice(), date: day(10, 18), slot: "018b2f5e-0000-7000-8000-000000000002".to_owned(), expires_at }
    }
}

impl WaitingEnded {
    /// A made-up one.
    #[must_use]
    pub fn sample() -> Self {
        Self { practice: practice(), date: day(10, 18), end: WaitingEnd::NotTaken }
    }

    /// A made-up one of a date that was cancelled.
    #[must_use]
    pub fn sample_cancelled() -> Self {
        Self { end: WaitingEnd::Ended { reason: "EMIS cannot do this date".into() }, ..Self::sample() }
    }
}

impl WaitingMoved {
    /// A made-up one, of a practice that waits.
    #[must_use]
    pub fn sample() -> Self {
        let (from, date, cutoff) = (day(10, 18), day(10, 25), day(10, 4));
        Self { practice: practice(), from, date, cutoff, kept_until: None, reason: "EMIS cannot do this date".into() }
    }

    /// A made-up one, of a practice for which a place is kept.
    #[must_use]
    pub fn sample_kept() -> Self {
        Self { kept_until: Some(morning() + chrono::TimeDelta::hours(48)), ..Self::sample() }
    }
}

impl DateCheck {
    /// A made-up one.
    #[must_use]
    pub fn sample() -> Self {
        Self { practice: practice(), date: day(10, 18), until: day(10, 25) }
    }
}

impl DidNotWork {
    /// A made-up one.
    #[must_use]
    pub fn sample() -> Self {
        Self { practice: practice(), date: day(10, 18), seen: Line::all_of("The NHS App shows no entry\nafter 17 October") }
    }
}

impl DateUnconfirmed {
    /// A made-up one.
    #[must_use]
    pub fn sample() -> Self {
        Self { practice: practice(), date: day(10, 18), working_days: 5 }
    }
}
