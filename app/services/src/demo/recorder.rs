//! Writes one practice's history the way the use cases would: each fact, then the stage that follows from all facts so far.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use domain::checklist::{Answer, AnswerState, Checklist, Item, outstanding, progress};
use domain::next_step::NextFacts;
use domain::organisations::Route;
use domain::programme::Programme;
use domain::self_switch::SelfSwitch;
use domain::stage::{Cause, Stage, StageFacts, Step, update};
use domain::time::london_day;
use store::entity::{booking, checklist_sign_off, confirmation, journey, progress_change, self_switch, stage_change};
use store::slots::BookingState;

use super::messages::reminded_at;
use super::random::Random;
use super::rows::{Rows, Then, answer_row, not_started};
use super::slots::DemoSlot;

/// One practice while its history is being written. Facts are recorded in the order of time.
pub(super) struct Recorder<'a> {
    programme: &'a Programme,
    checklist: &'a Checklist,
    practice: String,
    route: Route,
    person: String,
    answers: Vec<Answer>,
    signed: Option<checklist_sign_off::Model>,
    bookings: Vec<booking::Model>,
    booked_on: Option<NaiveDate>,
    self_switch: SelfSwitch,
    confirmation: Option<confirmation::Model>,
    changes: Vec<stage_change::Model>,
    progress: Vec<progress_change::Model>,
    steps: Vec<Step>,
    now: Option<Step>,
    last: Option<DateTime<Utc>>,
    then: Then,
}

impl<'a> Recorder<'a> {
    pub(super) fn new(programme: &'a Programme, checklist: &'a Checklist, practice: &str, route: Route, person: &str) -> Self {
        let mut recorder = Self {
            programme,
            checklist,
            practice: practice.to_owned(),
            route,
            person: person.to_owned(),
            answers: Vec::new(),
            signed: None,
            bookings: Vec::new(),
            booked_on: None,
            self_switch: SelfSwitch::default(),
            confirmation: None,
            changes: Vec::new(),
            progress: Vec::new(),
            steps: Vec::new(),
            now: None,
            last: None,
            then: Then { practice: practice.to_owned(), next: not_started(route), outstanding: Vec::new() },
        };
        recorder.remember();
        recorder
    }

    fn facts(&self) -> StageFacts {
        StageFacts {
            route: self.route,
            progress: progress(self.checklist, self.route, &self.answers),
            signed_off: self.signed.is_some(),
            booked_on: self.booked_on,
            self_switch: self.self_switch,
            confirmed_on: self.confirmation.as_ref().map(|row| row.confirmed_on),
            planned_since: None,
        }
    }

    /// `at`, or a few minutes after the last fact where that was later.
    fn in_order(&self, at: DateTime<Utc>) -> DateTime<Utc> {
        self.last.map_or(at, |last| at.max(last + TimeDelta::minutes(7)))
    }

    fn settle(&mut self, at: DateTime<Utc>, cause: Cause) {
        let update = update(&self.steps, &self.facts(), london_day(at), cause);
        self.last = Some(at);
        self.now = Some(update.now);
        for step in update.rows {
            self.steps.push(step);
            self.changes.push(stage_change::Model {
                id: 0,
                programme: self.programme.code.clone(),
                practice_code: self.practice.clone(),
                stage: step.stage.key().to_owned(),
                effective_on: step.from,
                cause: cause.key().to_owned(),
                recorded_by: self.person.clone(),
                recorded_at: at,
            });
        }
        self.note_progress(at);
        if at < reminded_at(self.programme) {
            self.remember();
        }
    }

    /// How far the checklist is, as each day ends.
    fn note_progress(&mut self, at: DateTime<Utc>) {
        let facts = self.facts();
        let count = |number: usize| i32::try_from(number).unwrap_or(i32::MAX);
        let row = progress_change::Model {
            id: 0,
            programme: self.programme.code.clone(),
            practice_code: self.practice.clone(),
            settled: count(facts.progress.settled),
            required: count(facts.progress.required),
            settings_confirmed: facts.progress.settings_confirmed,
            signed_off: facts.signed_off,
            recorded_at: at,
        };
        self.progress.pop_if(|last| london_day(last.recorded_at) == london_day(at));
        if self.progress.last().is_none_or(|last| progress_change::Model { recorded_at: at, ..last.clone() } != row) {
            self.progress.push(row);
        }
    }

    fn remember(&mut self) {
        let open = outstanding(self.checklist, self.route, &self.answers);
        self.then.outstanding = open.into_iter().map(|item| item.title.clone()).collect();
        let stage = self.now.map_or(Stage::NotStarted, |now| now.stage);
        let settled = progress(self.checklist, self.route, &self.answers).is_ready();
        let (signed_off, booked_on, self_switch) = (self.signed.is_some(), self.booked_on, self.self_switch);
        self.then.next = NextFacts { stage, settled, signed_off, booked_on, self_switch, ..not_started(self.route) };
    }

    pub(super) fn answer(&mut self, at: DateTime<Utc>, item: &Item, state: AnswerState, note: &str) {
        let at = self.in_order(at);
        let reason = if state == AnswerState::NotApplicable { "We do not give access by hand." } else { "" };
        let revision = self.answers.iter().position(|answer| answer.item == item.code).map_or(1, |at| self.answers.remove(at).revision + 1);
        self.answers.push(Answer {
            item: item.code.clone(),
            state,
            note: note.to_owned(),
            reason: reason.to_owned(),
            revision,
            checklist_version: self.checklist.version,
            updated_at: at,
            updated_by: self.person.clone(),
            ..Answer::default()
        });
        self.settle(at, Cause::ChecklistAnswered);
    }

    /// Declares the checklist complete, right after what was recorded last.
    pub(super) fn sign_off(&mut self) {
        let Some(at) = self.last.map(|last| last + TimeDelta::minutes(7)) else { return };
        self.signed = Some(checklist_sign_off::Model {
            id: format!("sign-off-{}", self.practice),
            programme: self.programme.code.clone(),
            practice_code: self.practice.clone(),
            version: self.checklist.version,
            name: self.person.clone(),
            deputy: String::new(),
            signed_at: at,
            signed_by: self.person.clone(),
            ended_at: None,
            ended_by: None,
            reason: String::new(),
        });
        self.settle(at, Cause::ChecklistSignedOff);
    }

    /// Takes a place, or moves there: the booking keeps its id, and the place given up becomes a row of its own.
    pub(super) fn book(&mut self, random: &Random, at: DateTime<Utc>, slot: &DemoSlot) {
        let at = self.in_order(at);
        let active = self.bookings.iter_mut().find(|booking| booking.state == BookingState::Active.key());
        let cause = if active.is_some() { Cause::SlotMoved } else { Cause::SlotBooked };
        let (id, sequence) = match active {
            Some(given_up) => {
                let moved = (given_up.id.clone(), given_up.sequence + 1);
                given_up.id = random.id();
                given_up.state = BookingState::Moved.key().to_owned();
                given_up.ended_at = Some(at);
                moved
            }
            None => (random.id(), 0),
        };
        self.bookings.push(booking::Model {
            id,
            programme: self.programme.code.clone(),
            practice_code: self.practice.clone(),
            slot_id: slot.id.clone(),
            state: BookingState::Active.key().to_owned(),
            sequence,
            booked_at: at,
            booked_by: self.person.clone(),
            ended_at: None,
            reason: String::new(),
            pool: String::new(),
            wanted_from: None,
        });
        self.booked_on = Some(slot.date);
        self.settle(at, cause);
    }

    pub(super) fn cancel(&mut self, at: DateTime<Utc>, reason: &str) {
        let at = self.in_order(at);
        if let Some(active) = self.bookings.iter_mut().find(|booking| booking.state == BookingState::Active.key()) {
            active.state = BookingState::Cancelled.key().to_owned();
            active.sequence += 1;
            active.ended_at = Some(at);
            active.reason = reason.to_owned();
        }
        self.booked_on = None;
        self.settle(at, Cause::SlotCancelled);
    }

    pub(super) fn default_on(&mut self, at: DateTime<Utc>, day: NaiveDate) {
        let at = self.in_order(at);
        self.self_switch.default_on = Some(day);
        self.settle(at, Cause::SelfSwitchRecorded);
    }

    pub(super) fn existing_updated(&mut self, at: DateTime<Utc>, day: NaiveDate) {
        let at = self.in_order(at);
        self.self_switch.existing_updated = Some(day);
        self.settle(at, Cause::SelfSwitchRecorded);
    }

    pub(super) fn confirm(&mut self, at: DateTime<Utc>, evidence: &str) {
        let at = self.in_order(at);
        self.confirmation = Some(confirmation::Model {
            programme: self.programme.code.clone(),
            practice_code: self.practice.clone(),
            confirmed_on: london_day(at),
            evidence: evidence.to_owned(),
            recorded_at: at,
            recorded_by: self.person.clone(),
            agreed_by: (self.route == Route::Other).then(|| "Ines Calloway".to_owned()),
            agreed_on: (self.route == Route::Other).then(|| london_day(at)),
        });
        self.settle(at, Cause::Confirmed);
    }

    /// The day of the last stage change, if there was any.
    pub(super) fn last_change(&self) -> Option<NaiveDate> {
        self.changes.last().map(|change| london_day(change.recorded_at))
    }

    /// Adds everything recorded to `rows`. A practice that never recorded anything leaves no row in the database.
    pub(super) fn finish(self, rows: &mut Rows) {
        let facts = self.facts();
        rows.then.push(self.then);
        let (Some(last), Some(now)) = (self.last, self.now) else { return };
        let (programme, practice_code) = (self.programme.code.clone(), self.practice.clone());
        let count = |number: usize| i32::try_from(number).unwrap_or(i32::MAX);
        rows.journeys.push(journey::Model {
            programme: programme.clone(),
            practice_code: practice_code.clone(),
            stage: now.stage.key().to_owned(),
            stage_since: now.from,
            settled: count(facts.progress.settled),
            required: count(facts.progress.required),
            settings_confirmed: facts.progress.settings_confirmed,
            updated_at: last,
        });
        if self.self_switch != SelfSwitch::default() {
            let SelfSwitch { default_on, existing_updated } = self.self_switch;
            let revision = count(default_on.iter().count() + existing_updated.iter().count());
            let (programme, practice_code) = (programme.clone(), practice_code.clone());
            rows.self_switches.push(self_switch::Model {
                programme,
                practice_code,
                default_on,
                existing_updated,
                revision,
                updated_at: last,
                updated_by: self.person.clone(),
                default_by: default_on.map(|_| self.person.clone()),
                existing_by: existing_updated.map(|_| self.person.clone()),
                existing_count: None,
            });
        }
        rows.answers.extend(self.answers.into_iter().map(|answer| answer_row(&programme, &practice_code, answer)));
        rows.sign_offs.extend(self.signed);
        rows.bookings.extend(self.bookings);
        rows.confirmations.extend(self.confirmation);
        rows.stage_changes.extend(self.changes);
        rows.progress.extend(self.progress);
    }
}
