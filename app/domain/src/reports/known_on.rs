//! How dates and the checklist stood on a day, from the rows of what was known.

use chrono::NaiveDate;

use super::known::{ChecklistRow, SlotRow, stood};
use super::register::Register;
use crate::slots::{Hold, Pool, SlotFacts};

impl Register {
    /// The dates as they stood at the end of `day`, in the order of [`Register::slots`]: none of those that were not set up by then.
    #[must_use]
    pub fn slots_on(&self, day: NaiveDate) -> Vec<Option<(SlotFacts, Vec<Hold>)>> {
        let mut slots = vec![None; self.slots.len()];
        for row in self.slot_changes.iter().filter(|row| row.recorded_on <= day) {
            slots[row.slot] = Some(set_up(row));
        }
        let booked = self.bookings.iter().filter(|row| stood(row.made_on, row.ended_on, day)).map(|row| (row.slot, &row.pool));
        // An offer that has run out keeps its place until that is given back.
        let kept = self.offers.iter().filter(|row| stood(row.offered_on, row.ended_on, day)).map(|row| (row.slot, &row.pool));
        for (slot, pool) in booked.chain(kept) {
            if let Some((facts, holds)) = &mut slots[slot] {
                take(facts, holds, pool);
            }
        }
        slots
    }

    /// The day of each date as it stood on `day`; of one that was not set up by then as it was at first.
    pub(super) fn dates_on(&self, day: NaiveDate) -> Vec<Option<NaiveDate>> {
        let mut dates = vec![None; self.slots.len()];
        for row in &self.slot_changes {
            if row.recorded_on <= day || dates[row.slot].is_none() {
                dates[row.slot] = Some(row.date);
            }
        }
        dates
    }

    /// The version of the checklist that was in force on `day`, as far as it is known.
    #[must_use]
    pub fn checklist_on(&self, day: NaiveDate) -> Option<&ChecklistRow> {
        self.checklists.iter().filter(|row| row.live_on.is_none_or(|live| live <= day)).max_by_key(|row| row.version)
    }
}

fn set_up(row: &SlotRow) -> (SlotFacts, Vec<Hold>) {
    let holds: Vec<_> = row.holds.iter().map(|(icb, places)| Hold { icb: icb.clone(), places: *places, taken: 0 }).collect();
    let held = holds.iter().map(|hold| hold.places).sum();
    (SlotFacts { held, ..SlotFacts::fresh(row.date, row.cutoff, row.places, row.status) }, holds)
}

fn take(facts: &mut SlotFacts, holds: &mut [Hold], pool: &Pool) {
    facts.taken += 1;
    if let Pool::Held(icb) = pool
        && let Some(hold) = holds.iter_mut().find(|hold| hold.icb == *icb)
    {
        hold.taken += 1;
        facts.held_taken += 1;
    }
}
