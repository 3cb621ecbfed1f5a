//! What each practice did, and when: the story behind the rows.

use chrono::{DateTime, NaiveDate, Utc};
use domain::checklist::{AnswerState, Checklist};
use domain::organisations::Route;

use super::calendar::{day, in_office_hours, last_day, working_day};
use super::random::Random;
use super::recorder::Recorder;
use super::slots::DemoSlot;

/// How far a practice comes by the start of the demonstration.
#[derive(Clone)]
pub(super) enum Outcome {
    NotStarted,
    /// How many required items are settled; one more is begun.
    InProgress {
        settled: usize,
    },
    Ready {
        cancelled: Option<DemoSlot>,
    },
    Booked {
        slot: DemoSlot,
        moved_from: Option<DemoSlot>,
        confirmed: bool,
    },
    /// One of the two facts, or both.
    SelfSwitch {
        both: bool,
    },
    /// By arrangement with another supplier.
    Arranged,
}

const NOTES: &[&str] = &[
    "",
    "",
    "",
    "Done at the partners' meeting.",
    "Discussed with the whole team; locum pack updated too.",
    "Checked again with the online services lead.",
];

/// One practice's story while it is told.
pub(super) struct Story<'a, 'r> {
    pub random: &'a Random,
    pub checklist: &'a Checklist,
    pub route: Route,
    pub recorder: &'a mut Recorder<'r>,
}

impl Story<'_, '_> {
    /// Writes what led to `outcome`.
    pub(super) fn tell(&mut self, outcome: &Outcome) {
        match outcome {
            Outcome::NotStarted => {}
            Outcome::InProgress { settled } => {
                let began = working_day(day(4, 3), self.days(0, 150));
                // Some went quiet after a few weeks, some are still at it.
                let ended = working_day(began, self.days(10, 130));
                self.work_checklist(began, ended, Some(*settled));
            }
            Outcome::Ready { cancelled } => {
                let ready = self.become_ready(working_day(day(6, 5), self.days(0, 95)));
                if let Some(slot) = cancelled {
                    self.cancel_booking(ready, slot);
                }
            }
            Outcome::Booked { slot, moved_from, confirmed } => self.book(slot, moved_from.as_ref(), *confirmed),
            Outcome::SelfSwitch { both } => self.self_switch(*both),
            Outcome::Arranged => {
                let ready = self.become_ready(working_day(day(6, 5), self.days(0, 60)));
                let at = self.at(working_day(ready, self.days(5, 15)));
                self.recorder.confirm(at, "Our supplier wrote that access is on for new entries.");
            }
        }
    }

    fn days(&self, low: i64, high: i64) -> i64 {
        self.random.between(low, high)
    }

    fn at(&self, day: NaiveDate) -> DateTime<Utc> {
        in_office_hours(self.random, day)
    }

    fn cancel_booking(&mut self, ready: NaiveDate, slot: &DemoSlot) {
        let booked = working_day(ready, self.days(1, 4)).min(slot.cutoff);
        self.recorder.book(self.random, self.at(booked), slot);
        let at = self.at(working_day(booked, self.days(2, 6)));
        self.recorder.cancel(at, "Our system is being moved to another server that week.");
    }

    fn book(&mut self, slot: &DemoSlot, moved_from: Option<&DemoSlot>, confirmed: bool) {
        let first = moved_from.unwrap_or(slot);
        let latest = first.cutoff.min(last_day());
        let ready = self.become_ready(working_day(latest, -self.days(10, 24)));
        let booked = working_day(ready, self.days(1, 6)).min(latest);
        self.recorder.book(self.random, self.at(booked), first);
        if moved_from.is_some() {
            let moved = working_day(booked, self.days(2, 5)).min(first.cutoff).min(slot.cutoff);
            self.recorder.book(self.random, self.at(moved), slot);
        }
        if confirmed && slot.date <= last_day() {
            let at = self.at(working_day(slot.date, self.days(0, 3)));
            self.recorder.confirm(at, "Looked at three test patients in the NHS App.");
        }
    }

    fn self_switch(&mut self, both: bool) {
        let latest = if both { 100 } else { 85 };
        let ready = self.become_ready(working_day(day(5, 22), self.days(0, latest)));
        let first = working_day(ready, self.days(1, 7));
        // Some write it down days after they did it: the stage still took effect on the day itself.
        let late = if self.random.one_in(4) { self.days(1, 5) } else { 0 };
        let recorded = working_day(first, late);
        let default_first = !self.random.one_in(5);
        self.record_fact(default_first, recorded, first);
        if both {
            let second = working_day(recorded, self.days(1, 8));
            self.record_fact(!default_first, second, second);
        }
    }

    fn record_fact(&mut self, default_on: bool, recorded: NaiveDate, happened: NaiveDate) {
        let at = self.at(recorded);
        if default_on { self.recorder.default_on(at, happened) } else { self.recorder.existing_updated(at, happened) }
    }

    /// Settles every item, the last on `ready`; returns the day on which the practice became ready.
    fn become_ready(&mut self, ready: NaiveDate) -> NaiveDate {
        let began = working_day(ready, -self.days(20, 60)).max(day(3, 6));
        self.work_checklist(began, ready, None);
        self.recorder.sign_off();
        self.recorder.last_change().unwrap_or(ready)
    }

    /// Settles `settled` required items, or all, between two days; touches one more where some are left.
    fn work_checklist(&mut self, began: NaiveDate, ended: NaiveDate, settled: Option<usize>) {
        let required: Vec<_> = self.checklist.items_for(self.route).filter(|item| item.required).collect();
        let many = settled.unwrap_or(required.len()).min(required.len());
        let span = (ended - began).num_days().max(0);
        let mut days: Vec<i64> = (0..many).map(|_| self.days(0, span)).collect();
        days.sort_unstable();
        if settled.is_none()
            && let Some(last) = days.last_mut()
        {
            *last = span;
        }
        let mut times: Vec<_> = days.into_iter().map(|days| self.at(working_day(began, days))).collect();
        times.sort_unstable();
        for (at, item) in times.iter().zip(&required) {
            self.recorder.answer(*at, item, AnswerState::Done, self.random.pick::<&str>(NOTES));
        }
        let after = times.last().copied().unwrap_or_else(|| self.at(began));
        let optional = self.checklist.items_for(self.route).find(|item| !item.required);
        if let Some(next) = required.get(many) {
            self.recorder.answer(after, next, AnswerState::InProgress, "");
        } else if let Some(item) = optional.filter(|_| self.random.one_in(2)) {
            self.recorder.answer(after, item, AnswerState::NotApplicable, "");
        }
    }
}
