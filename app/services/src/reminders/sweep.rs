//! Writing the reminders that are owed.

use chrono::{NaiveDate, TimeDelta};
use domain::accounts::Scope;
use domain::audit::{ReminderEvent, Written};
use domain::checklist::{Answer, AnswerState, Checklist, outstanding};
use domain::next_step::{NextFacts, NextStep};
use domain::organisations::{OdsCode, Supplier};
use domain::reminders::{Milestone, Owed, ReminderFacts, milestone_on, owed};
use domain::self_switch::SelfSwitch;
use domain::slots::{Dates, OnList};
use domain::stage::Stage;
use mail::{Line, Message, Practice, Reminder};
use store::Tx;
use store::reminders::{Answered, Candidate, When, answers, candidates, dedupe_key};

use crate::outbox::{NewMail, row};
use crate::{Error, Result, Services, leases, system_viewer};

const LEASE: &str = "reminders";
/// Far longer than a sweep takes; only after a crash does anybody wait for it.
const LEASE_LENGTH: TimeDelta = TimeDelta::minutes(5);
/// Practices whose answers and mails are in memory at once.
const AT_ONCE: usize = 500;

/// What a sweep found, and did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sweep {
    /// The milestone in force; none outside the programme's time.
    pub milestone: Option<Milestone>,
    /// The reminders that were owed, in the order of the practices' codes.
    pub owed: Vec<OwedReminder>,
    /// How many were written; 0 in a dry run.
    pub written: u64,
}

/// A reminder that is owed to a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwedReminder {
    /// The practice.
    pub practice: OdsCode,
    /// Its name.
    pub name: String,
    /// The account it goes to.
    pub account_id: String,
    /// What it asks for.
    pub next_step: NextStep,
    /// How many required checklist items are open.
    pub outstanding: usize,
}

/// Writes every reminder that is owed now and was not written before; with `dry_run` only says which.
///
/// Of several processes one sweeps at a time; none is returned while another does. A second sweep writes nothing again: each reminder
/// has a key of programme, practice, milestone and account.
///
/// # Errors
/// When the database cannot be read or refuses; nothing is written then.
pub async fn remind(services: &Services, dry_run: bool) -> Result<Option<Sweep>> {
    if dry_run {
        return look(services, None).await.map(Some);
    }
    leases::while_holding(services, LEASE, LEASE_LENGTH, sweep(services)).await
}

async fn sweep(services: &Services) -> Result<Sweep> {
    let tx = services.store.begin().await?;
    let sweep = look(services, Some(&tx)).await?;
    if sweep.owed.is_empty() {
        return Ok(sweep);
    }
    let subject = sweep.milestone.map(|milestone| milestone.to_string().into());
    let event = ReminderEvent::Sweep { subject, after: Written { written: sweep.written } };
    store::audit::append(&tx, services.actor(&system_viewer("reminder sweep")).did(event)).await?;
    tx.commit().await?;
    tracing::info!(written = sweep.written, "reminders written");
    Ok(sweep)
}

/// Finds what is owed and, where there is a transaction to write in, writes the mails, some practices at a time.
async fn look(services: &Services, write: Option<&Tx>) -> Result<Sweep> {
    let (programme, today) = (services.programme, services.clock.today());
    let milestone = milestone_on(&programme.reminders, programme.deadline, today);
    let mut sweep = Sweep { milestone, owed: Vec::new(), written: 0 };
    let Some(milestone) = milestone else { return Ok(sweep) };
    let (db, scope) = (services.store.read(), Scope::england());
    let checklist = services.checklist(db).await?;
    let mut found = Vec::new();
    let dates = store::slots::dates(db, &programme.code).await?;
    for candidate in candidates(db, &scope, &when(services), milestone).await? {
        let facts = facts(&candidate, &dates, today)?;
        if let Some(owed) = owed(programme, &facts, today) {
            found.push((candidate, facts, owed));
        }
    }
    let mut found = found.into_iter().peekable();
    while found.peek().is_some() {
        let some: Vec<_> = found.by_ref().take(AT_ONCE).collect();
        let practices: Vec<&str> = some.iter().map(|(candidate, ..)| candidate.practice.as_str()).collect();
        let answers = answers(db, &scope, &programme.code, &practices).await?;
        let mut mails = Vec::with_capacity(some.len());
        for (candidate, facts, owed) in some {
            let open = open_items(checklist, &facts, answers.get(&candidate.practice));
            let practice: OdsCode = code(&candidate.practice)?;
            sweep.owed.push(OwedReminder {
                practice: practice.clone(),
                name: candidate.name.clone(),
                account_id: candidate.account_id.clone(),
                next_step: owed.next_step,
                outstanding: open.len(),
            });
            mails.push(row(services, mail(services, candidate, practice, owed, open, today))?);
        }
        if let Some(tx) = write {
            sweep.written += store::outbox::insert(tx, mails).await?;
        }
    }
    Ok(sweep)
}

/// The present moment, and back to which day cards count.
pub(super) fn when(services: &Services) -> When<'_> {
    When { programme: &services.programme.code, now: services.clock.now(), card_since: services.card_since() }
}

/// Whether what the practice does next depends on the EMIS dates that are left.
pub(super) fn looks_for_date(candidate: &Candidate) -> bool {
    candidate.booked_on.is_none() && candidate.stage.as_deref() == Some(Stage::Ready.word())
}

pub(super) fn facts(candidate: &Candidate, dates: &Dates, today: NaiveDate) -> Result<ReminderFacts> {
    let supplier =
        Supplier::from_word(&candidate.supplier).ok_or_else(|| store::StoreError::unreadable("practice.supplier", &candidate.supplier))?;
    let stage = candidate.stage.as_deref().map_or(Ok(Stage::NotStarted), store::stages::stage_word)?;
    let icb = candidate.icb.as_deref().map(code).transpose()?;
    let list = OnList::of(candidate.waits, candidate.offered);
    let next = NextFacts {
        route: supplier.route(),
        stage,
        settled: candidate.settled.is_some() && candidate.settled == candidate.required,
        signed_off: candidate.signed_off,
        booked_on: candidate.booked_on,
        dates: dates.left_for(icb.as_ref(), list, today),
        self_switch: SelfSwitch { default_on: candidate.default_on, existing_updated: candidate.existing_updated },
    };
    Ok(ReminderFacts { is_open: candidate.is_open, exception_agreed: candidate.exception_agreed, next })
}

fn code(text: &str) -> Result<OdsCode> {
    text.parse().map_err(|_| Error::from(store::StoreError::unreadable("practice.ods_code", text)))
}

/// Titles of the required items that ask for something, decided by the same rule as on the practice's page.
pub(super) fn open_items(checklist: &Checklist, facts: &ReminderFacts, answers: Option<&Vec<Answered>>) -> Vec<Line> {
    let answers: Vec<Answer> = answers
        .into_iter()
        .flatten()
        .map(|answered| Answer {
            item: answered.item_code.clone(),
            state: AnswerState::from_word(&answered.state).unwrap_or_default(),
            checklist_version: answered.checklist_version,
            ..Answer::default()
        })
        .collect();
    outstanding(checklist, facts.next.route, &answers).into_iter().map(|item| Line::from(item.title.as_str())).collect()
}

pub(super) fn mail(services: &Services, to: Candidate, practice: OdsCode, owed: Owed, outstanding: Vec<Line>, today: NaiveDate) -> NewMail {
    let programme = services.programme;
    let dedupe_key = dedupe_key(&programme.code, practice.as_str(), owed.milestone, &to.account_id);
    let message = Message::Reminder(Reminder {
        practice: Practice { code: practice, name: to.name.into() },
        programme: programme.name.as_str().into(),
        deadline: programme.deadline,
        today,
        outstanding,
        next_step: owed.next_step,
        unsubscribe_token: to.unsubscribe_token,
    });
    NewMail { message, recipient: to.email, account_id: Some(to.account_id), dedupe_key }
}
