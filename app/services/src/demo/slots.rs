//! The EMIS dates: some past, one past its cut-off, one nearly full, one full, one with places.

use chrono::{Days, NaiveDate};
use domain::programme::Programme;
use domain::slots::SlotStatus;
use store::entity::slot;

use super::calendar::day;
use super::random::Random;

/// A date with what the story makes of it.
#[derive(Clone)]
pub(super) struct DemoSlot {
    pub id: String,
    pub date: NaiveDate,
    pub cutoff: NaiveDate,
    places: i32,
    /// Practices that booked it and, where it is past, were switched on and said so.
    pub booked: usize,
    /// Practices that booked it, had their date, and have not confirmed yet.
    pub unconfirmed: usize,
}

/// Month, day, places, booked (and confirmed), unconfirmed.
const SLOTS: [(u32, u32, i32, usize, usize); 8] = [
    (6, 14, 20, 4, 0),
    (7, 12, 20, 6, 0),
    (8, 9, 20, 7, 1),
    (9, 13, 20, 5, 3),
    (9, 27, 15, 9, 0),
    (10, 11, 12, 11, 0),
    (10, 18, 12, 12, 0),
    (10, 25, 20, 3, 0),
];

pub(super) fn generate(random: &Random, programme: &Programme) -> Vec<DemoSlot> {
    SLOTS
        .into_iter()
        .map(|(month, number, places, booked, unconfirmed)| {
            let date = day(month, number);
            let cutoff = date - Days::new(programme.slots.cutoff_days_before.into());
            DemoSlot { id: random.id(), date, cutoff, places, booked, unconfirmed }
        })
        .collect()
}

impl DemoSlot {
    /// Books `taken` places, and leaves a few.
    pub(super) fn fill(&mut self, taken: usize) {
        (self.booked, self.unconfirmed) = (taken, 0);
        self.places = i32::try_from(taken + 5).unwrap_or(i32::MAX);
    }

    pub(super) fn row(&self, programme: &Programme) -> slot::Model {
        slot::Model {
            id: self.id.clone(),
            programme: programme.code.clone(),
            date: self.date,
            cutoff: self.cutoff,
            places: self.places,
            taken: i32::try_from(self.booked + self.unconfirmed).unwrap_or_default(),
            held: 0,
            held_taken: 0,
            status: SlotStatus::Open.key().to_owned(),
            created_at: domain::time::london_instant(day(4, 3), 10, 0),
        }
    }
}
