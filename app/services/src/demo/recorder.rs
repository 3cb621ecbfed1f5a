//! Writes one practice's history the way the use cases would: each fact, then the stage that follows from all facts so far.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use domain::checklist::{Answer, AnswerState, Checklist, Item, progress};
use domain::organisations::Route;
use domain::programme::Programme;
use domain::self_switch::SelfSwitch;
use domain::stage::{Stage, StageFacts, stage};
use domain::time::{format_day, london_day};
use store::entity::{booking, checklist_answer, confirmation, journey, practice_exception, self_switch, stage_change};

use super::random::Random;
use super::slots::DemoSlot;

/// The rows of all journeys.
#[derive(Default)]
pub(super) struct Rows {
    pub answers: Vec<checklist_answer::Model>,
    pub bookings: Vec<booking::Model>,
    pub self_switches: Vec<self_switch::Model>,
    pub confirmations: Vec<confirmation::Model>,
    pub exceptions: Vec<practice_exception::Model>,
    pub stage_changes: Vec<stage_change::Model>,
    pub journeys: Vec<journey::Model>,
}

/// One practice while its history is being written. Facts are recorded in the order of time.
pub(super) struct Recorder<'a> {
    programme: &'a Programme,
    checklist: &'a Checklist,
    practice: String,
    route: Route,
    person: String,
    answers: Vec<Answer>,
    bookings: Vec<booking::Model>,
    booked_on: Option<NaiveDate>,
    self_switch: SelfSwitch,
    confirmation: Option<confirmation::Model>,
    changes: Vec<stage_change::Model>,
    last: Option<DateTime<Utc>>,
}

impl<'a> Recorder<'a> {
    pub(super) fn new(programme: &'a Programme, checklist: &'a Checklist, practice: &str, route: Route, person: &str) -> Self {
        Self {
            programme,
            checklist,
            practice: practice.to_owned(),
            route,
            person: person.to_owned(),
            answers: Vec::new(),
            bookings: Vec::new(),
            booked_on: None,
            self_switch: SelfSwitch::default(),
            confirmation: None,
            changes: Vec::new(),
            last: None,
        }
    }

    fn facts(&self) -> StageFacts {
        StageFacts {
            route: self.route,
            progress: progress(self.checklist, self.route, &self.answers),
            booked_on: self.booked_on,
            self_switch: self.self_switch,
            confirmed_on: self.confirmation.as_ref().map(|row| row.confirmed_on),
        }
    }

    /// `at`, or a few minutes after the last fact where that was later.
    fn in_order(&self, at: DateTime<Utc>) -> DateTime<Utc> {
        self.last.map_or(at, |last| at.max(last + TimeDelta::minutes(7)))
    }

    fn settle(&mut self, at: DateTime<Utc>, cause: String) {
        let today = london_day(at);
        let decision = stage(&self.facts(), today);
        self.last = Some(at);
        let before = self.changes.last().map_or(Stage::NotStarted.word(), |change| change.stage.as_str());
        if before == decision.stage.word() {
            return;
        }
        self.changes.push(stage_change::Model {
            id: 0,
            programme: self.programme.code.clone(),
            practice_code: self.practice.clone(),
            stage: decision.stage.word().to_owned(),
            effective_on: decision.effective_on.unwrap_or(today),
            cause,
            recorded_by: self.person.clone(),
            recorded_at: at,
        });
    }

    pub(super) fn answer(&mut self, at: DateTime<Utc>, item: &Item, state: AnswerState, note: &str) {
        let at = self.in_order(at);
        let reason = if state == AnswerState::NotApplicable { "We do not give access by hand." } else { "" };
        let revision = self.answers.iter().position(|answer| answer.item == item.code).map_or(1, |at| self.answers.remove(at).revision + 1);
        self.answers.push(Answer {
            item: item.code.clone(),
            state,
            note: note.to_owned(),
            evidence_url: String::new(),
            reason: reason.to_owned(),
            revision,
            checklist_version: self.checklist.version,
            updated_at: at,
            updated_by: self.person.clone(),
        });
        self.settle(at, format!("Checklist: {}", item.title));
    }

    /// Takes a place, or moves there; the slot counts it.
    pub(super) fn book(&mut self, random: &Random, at: DateTime<Utc>, slot: &DemoSlot) {
        let at = self.in_order(at);
        let moved = self.end_booking(at, "moved", "We need more time to train our staff.");
        self.bookings.push(booking::Model {
            id: random.id(),
            programme: self.programme.code.clone(),
            practice_code: self.practice.clone(),
            slot_id: slot.id.clone(),
            state: "active".to_owned(),
            sequence: moved.map_or(0, |sequence| sequence + 1),
            booked_at: at,
            booked_by: self.person.clone(),
            ended_at: None,
            reason: String::new(),
        });
        self.booked_on = Some(slot.date);
        self.settle(at, format!("Booked {}", format_day(slot.date)));
    }

    pub(super) fn cancel(&mut self, at: DateTime<Utc>, reason: &str) {
        let at = self.in_order(at);
        self.end_booking(at, "cancelled", reason);
        self.booked_on = None;
        self.settle(at, "Booking cancelled".to_owned());
    }

    fn end_booking(&mut self, at: DateTime<Utc>, state: &str, reason: &str) -> Option<i32> {
        let active = self.bookings.iter_mut().find(|booking| booking.state == "active")?;
        active.state = state.to_owned();
        active.ended_at = Some(at);
        active.reason = reason.to_owned();
        Some(active.sequence)
    }

    pub(super) fn default_on(&mut self, at: DateTime<Utc>, day: NaiveDate) {
        let at = self.in_order(at);
        self.self_switch.default_on = Some(day);
        self.settle(at, "New accounts get access by default".to_owned());
    }

    pub(super) fn existing_updated(&mut self, at: DateTime<Utc>, day: NaiveDate) {
        let at = self.in_order(at);
        self.self_switch.existing_updated = Some(day);
        self.settle(at, "Existing accounts updated".to_owned());
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
        });
        self.settle(at, "Switch-on confirmed".to_owned());
    }

    /// The day of the last stage change, if there was any.
    pub(super) fn last_change(&self) -> Option<NaiveDate> {
        self.changes.last().map(|change| london_day(change.recorded_at))
    }

    /// Adds everything recorded to `rows`. A practice that never recorded anything leaves no row.
    pub(super) fn finish(self, rows: &mut Rows) {
        let Some(last) = self.last else { return };
        let facts = self.facts();
        let (programme, practice_code) = (self.programme.code.clone(), self.practice.clone());
        let count = |number: usize| i32::try_from(number).unwrap_or(i32::MAX);
        if let Some(change) = self.changes.last() {
            rows.journeys.push(journey::Model {
                programme: programme.clone(),
                practice_code: practice_code.clone(),
                stage: change.stage.clone(),
                stage_since: change.effective_on,
                settled: count(facts.progress.settled),
                required: count(facts.progress.required),
                settings_confirmed: facts.progress.settings_confirmed,
                updated_at: last,
            });
        }
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
                updated_by: self.person,
            });
        }
        rows.answers.extend(self.answers.into_iter().map(|answer| answer_row(&programme, &practice_code, answer)));
        rows.bookings.extend(self.bookings);
        rows.confirmations.extend(self.confirmation);
        rows.stage_changes.extend(self.changes);
    }
}

fn answer_row(programme: &str, practice: &str, answer: Answer) -> checklist_answer::Model {
    checklist_answer::Model {
        programme: programme.to_owned(),
        practice_code: practice.to_owned(),
        item_code: answer.item,
        state: answer.state.word().to_owned(),
        note: answer.note,
        evidence_url: answer.evidence_url,
        reason: answer.reason,
        revision: answer.revision,
        checklist_version: answer.checklist_version,
        updated_at: answer.updated_at,
        updated_by: answer.updated_by,
    }
}
