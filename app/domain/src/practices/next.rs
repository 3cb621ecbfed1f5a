//! What the next steps of practices depend on, for those who ask of many.

use chrono::{DateTime, Utc};

use super::list::{Fits, line};
use super::snapshot::{One, Present};
use super::{Line, Wanted};
use crate::accounts::Scope;
use crate::next_step::NextFacts;
use crate::reports::{Practice, Register};
use crate::slots::{ListStatus, ProgrammeSlots};
use crate::stage::Reading;

/// A practice of somebody who works in few.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Own {
    /// As a line of a list.
    pub line: Line,
    /// How it reads against the deadline.
    pub reading: Reading,
    /// What its next step depends on.
    pub next: NextFacts,
}

/// The practices of `scope` by name; none where there are more than `most`. `dates` are those of the programme.
#[must_use]
pub fn own(
    register: &Register,
    present: &Present,
    scope: &Scope,
    dates: &ProgrammeSlots,
    now: DateTime<Utc>,
    most: usize,
) -> Option<Vec<Own>> {
    let wanted = Wanted::default();
    let fits = Fits::new(register, scope, &wanted, present.against.days_left());
    let few: Vec<_> = present.open.iter().filter(|one| fits.takes(one)).take(most + 1).collect();
    let one = |one: &One| Own { line: line(register, one), reading: one.reading, next: facts_of(register, present, one, dates, now) };
    (few.len() <= most).then(|| few.into_iter().map(one).collect())
}

/// Every open practice with what its next step depends on, and how it reads. `dates` are those of the programme.
pub fn next_facts<'a>(
    register: &'a Register,
    present: &'a Present,
    dates: &'a ProgrammeSlots,
    now: DateTime<Utc>,
) -> impl Iterator<Item = (&'a Practice, NextFacts, Reading)> {
    present.open.iter().map(move |one| (&register.practices[one.at], facts_of(register, present, one, dates, now), one.reading))
}

fn facts_of(register: &Register, present: &Present, one: &One, dates: &ProgrammeSlots, now: DateTime<Utc>) -> NextFacts {
    let practice = &register.practices[one.at];
    let icb = register.icb_of(practice.sub_icb).map(|at| &register.icbs[at].code);
    // A place whose time has run out is kept no more, also before it is taken back.
    let list = ListStatus::of(one.next.waits, one.next.kept_until.is_some_and(|until| until > now));
    NextFacts {
        route: practice.supplier.route(),
        stage: one.state.stage,
        settled: one.settled().is_some_and(|(settled, required)| settled == required),
        signed_off: one.next.signed_off,
        booked_on: one.state.arranged.booked_on,
        dates: dates.left_for(icb, list, present.against.deadline, present.against.day),
        self_switch: one.next.self_switch,
        confirmed: one.next.confirmed,
        exception: one.state.exception,
    }
}
