//! Who is open: what registers show, one by one and together.

use std::collections::HashSet;

use chrono::NaiveDate;

use super::facts::RegisterFacts;
use super::known::{Closing, Organisations, Practice};
use crate::organisations::OdsCode;

/// What a register says of practices, to look up.
struct Said<'a> {
    register: &'a RegisterFacts,
    open: HashSet<&'a OdsCode>,
    not_open: HashSet<&'a OdsCode>,
}

impl<'a> Said<'a> {
    fn of(register: &'a RegisterFacts) -> Self {
        let open = register.open.iter().map(|open| &open.code).collect();
        let not_open = register.closings.iter().map(|(code, _)| code).chain(&register.undated).collect();
        Self { register, open, not_open }
    }

    /// Whether its leaving a practice out means that the practice is not open: only where every row was understood.
    fn is_whole(&self) -> bool {
        self.register.lost.is_none()
    }

    /// Whether it says of a practice that it is open or that it is not, be it by leaving it out.
    fn speaks_of(&self, code: &OdsCode) -> bool {
        let left_out = || self.is_whole() && !self.register.unread.contains(code) && Some(code) <= self.register.last.as_ref();
        self.open.contains(code) || self.not_open.contains(code) || left_out()
    }
}

impl Organisations {
    /// Takes what a register says of practices being open. Returns those that stay open because it does not clearly say otherwise.
    pub(super) fn take_register(&mut self, register: &RegisterFacts, dated: NaiveDate) -> Vec<OdsCode> {
        let said = Said::of(register);
        self.withdraw(&said, dated);
        let held = self.held_open(&said, dated);
        if said.is_whole() {
            self.registers.insert(dated);
            for code in &held {
                self.practices.entry(code.clone()).and_modify(|practice| practice.open_dated = practice.open_dated.max(Some(dated)));
            }
        }
        for open in &register.open {
            let practice = self.practices.entry(open.code.clone()).or_insert_with(|| Practice::new(open.entry.clone()));
            if practice.open_dated <= Some(dated) {
                practice.open_dated = Some(dated);
                practice.entry = open.entry.clone();
            }
        }
        self.note_closings(&said, dated);
        self.settle(&said);
        held
    }

    /// Takes back what an earlier register of the same day said, where this one says otherwise.
    fn withdraw(&mut self, said: &Said<'_>, dated: NaiveDate) {
        for (code, practice) in &mut self.practices {
            if practice.open_dated == Some(dated) && said.speaks_of(code) && !said.open.contains(code) {
                practice.open_dated = dated.pred_opt();
            }
        }
    }

    /// Open practices that would close by what this register does not show, if it could be trusted to show all.
    fn held_open(&self, said: &Said<'_>, dated: NaiveDate) -> Vec<OdsCode> {
        if self.registers.last().is_some_and(|newest| *newest > dated) {
            return Vec::new();
        }
        let is_held = |code: &OdsCode, practice: &Practice| practice.is_open && practice.open_dated <= Some(dated) && !said.speaks_of(code);
        self.practices.iter().filter(|(code, practice)| is_held(code, practice)).map(|(code, _)| code.clone()).collect()
    }

    /// Notes closing days. A register that is not whole closes by no other way, so one without a day is noted as of the register's.
    fn note_closings(&mut self, said: &Said<'_>, dated: NaiveDate) {
        let stated = said.register.closings.iter().map(|(code, day)| (code, *day));
        let undated = said.register.undated.iter().filter(|_| !said.is_whole()).map(|code| (code, dated));
        for (code, closed_on) in stated.chain(undated) {
            let closing = self.closings.entry(code.clone()).or_insert(Closing { closed_on, dated });
            if closing.dated <= dated {
                *closing = Closing { closed_on, dated };
            }
        }
    }

    /// Works out who is open and who closed when, from the registers as a whole. One that is not whole bears on those alone that it names.
    fn settle(&mut self, said: &Said<'_>) {
        let newest = self.registers.last().copied();
        for (code, practice) in self.practices.iter_mut().filter(|(code, _)| said.is_whole() || said.speaks_of(code)) {
            let stated = self.closings.get(code).filter(|closing| Some(closing.dated) > practice.open_dated);
            practice.is_open = practice.open_dated >= newest && stated.is_none();
            // A register says no more by its own day than that the practice is closed by then.
            let given = stated.filter(|closing| closing.closed_on != closing.dated).map(|closing| closing.closed_on);
            let first_without = || self.registers.iter().copied().find(|day| Some(*day) > practice.open_dated);
            let closed_on = given.or_else(|| first_without().into_iter().chain(stated.map(|closing| closing.dated)).min());
            practice.closed_on = closed_on.filter(|_| !practice.is_open);
        }
    }
}
