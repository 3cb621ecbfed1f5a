//! How every practice read against the deadline on a day.

use std::collections::HashMap;

use chrono::NaiveDate;

use super::known::stood;
use super::register::{PracticeState, Register};
use crate::organisations::Route;
use crate::self_switch::SelfSwitch;
use crate::slots::{Possible, ProgrammeSlots};
use crate::stage::{OpenWork, Reading, ReadingFacts, STEPS, Stage, Yardstick, reading};

impl Register {
    /// How every practice read on the day of `against`, on which they stood so; in the order of [`Register::practices`].
    #[must_use]
    pub fn readings(&self, states: &[PracticeState], against: &Yardstick) -> Vec<Reading> {
        let possible = PossibleOn::new(self, against);
        let steps = self.open_steps(against.day);
        let checklist = self.checklist_on(against.day);
        let read = |(at, state): (usize, &PracticeState)| {
            let route = self.practices[at].supplier.route();
            let required = checklist.map_or(0, |checklist| checklist.required_on(route));
            let facts = ReadingFacts {
                stage: state.stage,
                route,
                arranged: state.arranged,
                open: open_work(state, required, steps.get(&at).copied().unwrap_or(STEPS)),
                possible: if route == Route::Emis { possible.of(self, at, state) } else { Possible::NotYet },
            };
            reading(&facts, against)
        };
        states.iter().enumerate().map(read).collect()
    }

    /// How many steps were open, of practices that had done one.
    fn open_steps(&self, day: NaiveDate) -> HashMap<usize, u32> {
        let some = self.next.iter().filter(|row| row.self_switch != SelfSwitch::default());
        some.map(|row| (row.practice, row.self_switch.open_steps(day))).collect()
    }
}

/// What a practice still had to do, for which the checklist requires so many items.
fn open_work(state: &PracticeState, required: u32, steps: u32) -> OpenWork {
    match state.progress {
        Some(known) => OpenWork { items: known.required.saturating_sub(known.settled), sign_off: !known.signed_off, steps },
        // Nobody comes further who is not signed off.
        None if state.stage >= Stage::Ready => OpenWork { items: 0, sign_off: false, steps },
        // Nothing was recorded, or it is not known how much.
        None => OpenWork { items: required, sign_off: true, steps },
    }
}

/// What was possible on a day: worked out once for each ICB.
struct PossibleOn {
    by_icb: Vec<Possible>,
    without_icb: Possible,
    /// By practice, the latest cut-off of the dates on which a place was kept for it.
    kept_until: HashMap<usize, NaiveDate>,
}

impl PossibleOn {
    fn new(register: &Register, against: &Yardstick) -> Self {
        let (slots, day, deadline) = (register.slots_on(against.day), against.day, against.deadline);
        let mut kept_until: HashMap<usize, NaiveDate> = HashMap::new();
        for row in register.offers.iter().filter(|row| row.is_open_on(day)) {
            if let Some((facts, _)) = slots[row.slot].as_ref().filter(|(facts, _)| facts.can_be_taken_up(deadline, day)) {
                kept_until.entry(row.practice).and_modify(|until| *until = facts.cutoff.max(*until)).or_insert(facts.cutoff);
            }
        }
        let dates = ProgrammeSlots(slots.into_iter().flatten().collect());
        let by_icb = register.icbs.iter().map(|icb| dates.possible_for(Some(&icb.code), deadline, day)).collect();
        Self { by_icb, without_icb: dates.possible_for(None, deadline, day), kept_until }
    }

    fn of(&self, register: &Register, at: usize, state: &PracticeState) -> Possible {
        let of_icb = register.icb_of(state.sub_icb).map_or(self.without_icb, |icb| self.by_icb[icb]);
        of_icb.or_kept_until(self.kept_until.get(&at).copied())
    }
}

impl Register {
    /// Puts into `states` what was booked, planned and settled at the end of `day`.
    pub(super) fn note_arranged(&self, day: NaiveDate, states: &mut [PracticeState]) {
        let dates = self.dates_on(day);
        for row in self.bookings.iter().filter(|row| stood(row.made_on, row.ended_on, day)) {
            states[row.practice].arranged.booked_on = dates[row.slot];
        }
        for row in self.plans.iter().filter(|row| stood(row.made_on, row.ended_on, day)) {
            states[row.practice].arranged.planned_on = Some(row.day);
        }
        for row in self.progress.iter().filter(|row| row.recorded_on <= day) {
            states[row.practice].progress = Some(*row);
        }
    }
}
