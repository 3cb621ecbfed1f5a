//! Writing the reminders that are owed.

use std::collections::HashMap;

use chrono::{NaiveDate, TimeDelta};
use domain::accounts::Scope;
use domain::audit::{ReminderEvent, Written};
use domain::checklist::{Answer, AnswerState, Checklist, outstanding};
use domain::next_step::NextStep;
use domain::organisations::{OdsCode, Route};
use domain::reminders::{Milestone, Owed, ReminderFacts, milestone_on, owed};
use mail::{Line, Message, Practice, Reminder};
use store::Tx;
use store::reminders::{Answered, Recipient, answers, dedupe_key, unsent};

use crate::outbox::{NewMail, row};
use crate::{Result, Services, leases, system_viewer};

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
    let facts = services.registers.current(services).await?;
    let present = facts.present(&programme.yardstick(today));
    let dates = store::slots::dates(db, &programme.code).await?;
    let open = domain::practices::next_facts(facts.register(), &present, &dates, services.clock.now());
    let asked = open.filter_map(|(practice, next, reading)| {
        let owed = owed(programme, &ReminderFacts { is_open: true, next }, today)?;
        Some((practice.code.as_str(), Asked { practice, route: next.route, owed, book_by: reading.book_by() }))
    });
    let asked: HashMap<_, _> = asked.collect();
    let people = unsent(db, &scope, &programme.code, milestone, services.card_since()).await?;
    let found: Vec<_> = people.into_iter().filter_map(|person| Some((asked.get(person.practice.as_str())?, person))).collect();
    for some in found.chunks(AT_ONCE) {
        let practices: Vec<_> = some.iter().map(|(_, person)| person.practice.as_str()).collect();
        let answers = answers(db, &scope, &programme.code, &practices).await?;
        let mut mails = Vec::with_capacity(some.len());
        for (Asked { practice, route, owed, book_by }, person) in some {
            let open = open_items(checklist, *route, &given(answers.get(&person.practice)));
            sweep.owed.push(OwedReminder {
                practice: practice.code.clone(),
                name: practice.name.to_string(),
                account_id: person.account_id.clone(),
                next_step: owed.next_step,
                outstanding: open.len(),
            });
            let about = Practice { code: practice.code.clone(), name: (*practice.name).into() };
            mails.push(row(services, mail(services, person, about, (*owed, *book_by), open, today))?);
        }
        if let Some(tx) = write {
            sweep.written += store::outbox::insert(tx, mails).await?;
        }
    }
    Ok(sweep)
}

/// A practice that a reminder asks for something.
struct Asked<'a> {
    practice: &'a domain::reports::Practice,
    route: Route,
    owed: Owed,
    book_by: Option<NaiveDate>,
}

fn given(answers: Option<&Vec<Answered>>) -> Vec<Answer> {
    let answer = |answered: &Answered| Answer {
        item: answered.item_code.clone(),
        state: AnswerState::from_key(&answered.state).unwrap_or_default(),
        checklist_version: answered.checklist_version,
        ..Answer::default()
    };
    answers.into_iter().flatten().map(answer).collect()
}

/// Titles of the required items that ask for something, decided by the same rule as on the practice's page.
pub(super) fn open_items(checklist: &Checklist, route: Route, answers: &[Answer]) -> Vec<Line> {
    outstanding(checklist, route, answers).into_iter().map(|item| Line::from(item.title.as_str())).collect()
}

pub(super) fn mail(
    services: &Services,
    to: &Recipient,
    practice: Practice,
    (owed, book_by): (Owed, Option<NaiveDate>),
    outstanding: Vec<Line>,
    today: NaiveDate,
) -> NewMail {
    let programme = services.programme;
    let dedupe_key = dedupe_key(&programme.code, practice.code.as_str(), owed.milestone, &to.account_id);
    let message = Message::Reminder(Reminder {
        practice,
        programme: programme.name.as_str().into(),
        deadline: programme.deadline,
        today,
        outstanding,
        next_step: owed.next_step,
        book_by,
        unsubscribe_token: to.unsubscribe_token.clone(),
    });
    NewMail { message, recipient: to.email.clone(), account_id: Some(to.account_id.clone()), dedupe_key }
}
