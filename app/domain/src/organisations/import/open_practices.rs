//! Who is open: what registers show, one by one and together.

use std::collections::HashMap;

use chrono::NaiveDate;

use super::facts::RegisterFacts;
use super::known::{Organisations, Practice};
use super::registers::Said;
use crate::organisations::{OdsCode, Spells, Standing};

/// What a register says of practices, to look up.
struct Speaker<'a> {
    register: &'a RegisterFacts,
    named: HashMap<&'a OdsCode, Standing>,
}

impl<'a> Speaker<'a> {
    fn of(register: &'a RegisterFacts) -> Self {
        let undated = register.undated.iter().map(|code| (code, Standing::NotOpen(None)));
        let closed = register.closings.iter().map(|(code, day)| (code, Standing::NotOpen(Some(*day))));
        let open = register.open.iter().map(|open| (&open.code, Standing::Open(open.entry.opened_on)));
        Self { register, named: undated.chain(closed).chain(open).collect() }
    }

    /// Whether its leaving a practice out means that the practice is not open: only where every row was understood.
    fn is_whole(&self) -> bool {
        self.register.lost.is_none()
    }

    /// Whether it says of a practice that it is open or that it is not, be it by leaving it out.
    fn speaks_of(&self, code: &OdsCode) -> bool {
        let left_out = || self.is_whole() && !self.register.unread.contains(code) && Some(code) <= self.register.last.as_ref();
        self.named.contains_key(code) || left_out()
    }

    fn shows_open(&self, code: &OdsCode) -> bool {
        self.named.get(code).is_some_and(|standing| standing.is_open())
    }
}

impl Organisations {
    /// Takes what a register says of practices being open. Returns those that stay open because it does not clearly say otherwise.
    pub(super) fn take_register(&mut self, register: &RegisterFacts, dated: NaiveDate) -> Vec<OdsCode> {
        let speaker = Speaker::of(register);
        let held = self.held_open(&speaker, dated);
        self.withdraw(&speaker, dated);
        self.keep(&speaker, dated);
        for open in &register.open {
            let practice = self.practices.entry(open.code.clone()).or_insert_with(|| Practice::new(open.entry.clone()));
            if practice.open_dated <= Some(dated) {
                practice.open_dated = Some(dated);
                practice.entry = open.entry.clone();
            }
        }
        self.settle();
        held
    }

    /// Open practices that would close by what this register does not show, if it could be trusted to show all.
    fn held_open(&self, speaker: &Speaker<'_>, dated: NaiveDate) -> Vec<OdsCode> {
        if self.registers.whole.keys().next_back().is_some_and(|newest| *newest > dated) {
            return Vec::new();
        }
        let is_held =
            |code: &OdsCode, practice: &Practice| practice.is_open && practice.open_dated <= Some(dated) && !speaker.speaks_of(code);
        self.practices.iter().filter(|(code, practice)| is_held(code, practice)).map(|(code, _)| code.clone()).collect()
    }

    /// Takes back what an earlier register of the same day said of practices of which this one speaks.
    fn withdraw(&mut self, speaker: &Speaker<'_>, dated: NaiveDate) {
        self.registers.take_back(dated, |code| speaker.speaks_of(code));
        for (code, practice) in &mut self.practices {
            if practice.open_dated == Some(dated) && speaker.speaks_of(code) && !speaker.shows_open(code) {
                practice.open_dated = self.registers.newest_open(code);
            }
        }
    }

    /// Keeps what it says. A register that is not whole is heard on what it names alone, so that much of it must be said.
    fn keep(&mut self, speaker: &Speaker<'_>, dated: NaiveDate) {
        let is_whole = speaker.is_whole();
        for (code, standing) in &speaker.named {
            if !is_whole || *standing != Standing::NotOpen(None) {
                self.registers.say(code, dated, Said::Clearly(*standing));
            }
        }
        if is_whole {
            for code in speaker.register.unread.iter().filter(|code| !speaker.named.contains_key(code)) {
                self.registers.said.entry(code.clone()).or_default().entry(dated).or_insert(Said::Unclear);
            }
            let kept = self.registers.whole.entry(dated).or_default();
            kept.last = kept.last.take().max(speaker.register.last.clone());
            kept.rows = kept.rows.max(Some(speaker.register.rows));
        }
    }

    /// Works out who is open and who was when, from all that registers say.
    fn settle(&mut self) {
        for (code, practice) in &mut self.practices {
            let mut said = self.registers.of(code);
            // No register says anything against the day on which it closed.
            if said.is_empty() && practice.closed_on.is_some() {
                continue;
            }
            // One that came by another way than a register may have a day on which it was shown open all the same.
            if let Some(open_dated) = practice.open_dated.filter(|day| said.iter().all(|(of, standing)| of != day || !standing.is_open())) {
                said.retain(|(day, _)| *day != open_dated);
                said.push((open_dated, Standing::Open(practice.entry.opened_on)));
                said.sort_by_key(|(day, _)| *day);
            }
            let Some((_, newest)) = said.last() else { continue };
            practice.is_open = newest.is_open();
            practice.spells = Spells::of_registers(&said, practice.entry.opened_on);
            // One that was never open closed no later than it opened.
            let never = || said.first().map(|(day, _)| practice.entry.opened_on.map_or(*day, |opened| opened.min(*day)));
            let closed_on = || practice.spells.last().and_then(|spell| spell.until).or_else(never);
            practice.closed_on = if practice.is_open { None } else { closed_on() };
        }
    }
}
