//! Reminders of days that a practice or its ICB set: a planned switch-on, the review of an exception, and its end.

use chrono::{Days, NaiveDate, TimeDelta};
use domain::accounts::Scope;
use domain::audit::{ReminderEvent, Written};
use domain::organisations::OdsCode;
use domain::reminders::{ReminderFacts, is_plan_near};
use mail::{ExceptionReview, Message, PlannedDay, Practice};
use store::reminders::{Manager, managers};

use super::ended::of_ended;
use crate::outbox::{NewMail, row};
use crate::practices::now::now;
use crate::{Result, Services, leases, system_viewer};

const LEASE: &str = "reminders-of-days";
/// Far longer than it takes; only after a crash does anybody wait for it.
const LEASE_LENGTH: TimeDelta = TimeDelta::minutes(5);

/// What was owed, and done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DaysReminded {
    /// Emails that are owed, those written before included.
    pub owed: usize,
    /// Emails written; 0 in a dry run.
    pub written: u64,
}

/// Writes an email to the people of every practice whose planned day is near or whose exception is soon reviewed, and to them and their
/// ICB sub-group where it has ended by itself, once for each day; with `dry_run` only says how many are owed.
///
/// Of several processes one does it at a time; none is returned while another does.
///
/// # Errors
/// When the database cannot be read or refuses; nothing is written then.
pub async fn remind_of_days(services: &Services, dry_run: bool) -> Result<Option<DaysReminded>> {
    if dry_run {
        return Ok(Some(DaysReminded { owed: owed(services).await?.len(), written: 0 }));
    }
    leases::while_holding(services, LEASE, LEASE_LENGTH, sweep(services)).await
}

async fn sweep(services: &Services) -> Result<DaysReminded> {
    let mails = owed(services).await?;
    let owed = mails.len();
    let rows = mails.into_iter().map(|mail| row(services, mail)).collect::<Result<Vec<_>>>()?;
    if rows.is_empty() {
        return Ok(DaysReminded::default());
    }
    let tx = services.store.begin().await?;
    let written = store::outbox::insert(&tx, rows).await?;
    if written > 0 {
        let event = ReminderEvent::Days { after: Written { written } };
        store::audit::append(&tx, services.actor(&system_viewer("reminder sweep")).did(event)).await?;
        tracing::info!(written, "reminders of planned days and reviews written");
    }
    tx.commit().await?;
    Ok(DaysReminded { owed, written })
}

async fn owed(services: &Services) -> Result<Vec<NewMail>> {
    let (db, programme, today) = (services.store.read(), services.programme, services.clock.today());
    let mut mails = Vec::new();
    let tomorrow = today + Days::new(1);
    for (practice, plan) in store::switch_plans::between(db, &programme.code, today, tomorrow).await? {
        mails.extend(of_plan(services, &practice, plan.planned_on).await?);
    }
    let near = today + Days::new(programme.exceptions.remind_days_before.into());
    for exception in store::exceptions::in_force(db, &Scope::england(), &programme.code, today, Some(near)).await? {
        let agreed = &exception.agreed;
        let Some((name, people)) = managers(db, &exception.practice, services.card_since()).await? else { continue };
        for person in people.into_iter().filter(|person| person.reminders) {
            let key = format!("exception-review:{}:{}", exception.id, agreed.review_on);
            let message = Message::ExceptionReview(ExceptionReview {
                practice: Practice { code: exception.practice.clone(), name: name.as_str().into() },
                category: agreed.category.as_str().into(),
                review_on: agreed.review_on,
                unsubscribe_token: person.unsubscribe_token.clone(),
            });
            mails.push(to(person, &key, message));
        }
    }
    mails.extend(of_ended(services).await?);
    Ok(mails)
}

async fn of_plan(services: &Services, practice: &OdsCode, planned_on: NaiveDate) -> Result<Vec<NewMail>> {
    let (db, programme, today) = (services.store.read(), services.programme, services.clock.today());
    let Some(found) = store::practices::find(db, &programme.code, practice, today).await? else { return Ok(Vec::new()) };
    let next = now(services, &found).await?.next;
    if !is_plan_near(&ReminderFacts { is_open: found.is_open, next }, planned_on, today) {
        return Ok(Vec::new());
    }
    let people = managers(db, practice, services.card_since()).await?.map_or_else(Vec::new, |(_, people)| people);
    let key = format!("planned-day:{}:{practice}:{planned_on}", programme.code);
    let mail = |person: Manager| {
        let message = Message::PlannedDay(PlannedDay {
            practice: Practice { code: practice.clone(), name: found.name.as_str().into() },
            programme: programme.name.as_str().into(),
            planned_on,
            unsubscribe_token: person.unsubscribe_token.clone(),
        });
        to(person, &key, message)
    };
    Ok(people.into_iter().filter(|person| person.reminders).map(mail).collect())
}

fn to(person: Manager, key: &str, message: Message) -> NewMail {
    NewMail { message, dedupe_key: format!("{key}:{}", person.account_id), recipient: person.email, account_id: Some(person.account_id) }
}
