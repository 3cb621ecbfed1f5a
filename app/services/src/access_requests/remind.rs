//! Reminding those who decide, on the morning of a round's day.

use chrono::TimeDelta;
use domain::access_requests::reminders;
use domain::accounts::Role;
use domain::audit::{AccessRequestEvent, Written};
use domain::time::london_day;
use mail::{AccessReminder, Message};
use store::access_requests as rows;

use super::open;
use crate::outbox::{NewMail, row};
use crate::{Result, Services, leases, system_viewer};

const LEASE: &str = "access-requests";
/// Far longer than it takes; only after a crash does anybody wait for it.
const LEASE_LENGTH: TimeDelta = TimeDelta::minutes(5);

/// What was owed, and done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Reminded {
    /// People for whom requests wait on a round's day.
    pub owed: usize,
    /// Emails written; 0 in a dry run, and where each had one today.
    pub written: u64,
}

/// Writes an email to everybody for whom requests wait, once on each day of a round; with `dry_run` only says how many are owed.
///
/// Of several processes one does it at a time; none is returned while another does.
///
/// # Errors
/// When the database cannot be read or refuses; nothing is written then.
pub async fn remind(services: &Services, dry_run: bool) -> Result<Option<Reminded>> {
    if !services.access.round.reminds_at(services.clock.now()) {
        return Ok(Some(Reminded::default()));
    }
    if dry_run {
        let owed = owed(services).await?.len();
        return Ok(Some(Reminded { owed, written: 0 }));
    }
    leases::while_holding(services, LEASE, LEASE_LENGTH, sweep(services)).await
}

async fn owed(services: &Services) -> Result<Vec<NewMail>> {
    let (db, now) = (services.store.read(), services.clock.now());
    let records = rows::waiting(db, rows::Queue::Everything, "", u64::from(u32::MAX)).await?;
    let mut waiting = Vec::with_capacity(records.len());
    for record in &records {
        waiting.push(open(db, record).await?);
    }
    let (sub_groups, admins) = (rows::deciders(db, Role::Icb).await?, rows::deciders(db, Role::Admin).await?);
    let (round, day) = (services.access.round.answered_at(now), london_day(now));
    let mails = reminders(&sub_groups, &admins, &waiting).into_iter().map(|(viewer, count)| NewMail {
        message: Message::AccessReminder(AccessReminder { waiting: count as u64, round }),
        recipient: viewer.email.clone(),
        account_id: Some(viewer.account_id.clone()),
        dedupe_key: format!("access-reminder:{day}:{}", viewer.account_id),
    });
    Ok(mails.collect())
}

async fn sweep(services: &Services) -> Result<Reminded> {
    let mails = owed(services).await?;
    let owed = mails.len();
    let rows = mails.into_iter().map(|mail| row(services, mail)).collect::<Result<Vec<_>>>()?;
    let tx = services.store.begin().await?;
    let written = if rows.is_empty() { 0 } else { store::outbox::insert(&tx, rows).await? };
    if written > 0 {
        let event = AccessRequestEvent::Remind { after: Written { written } };
        store::audit::append(&tx, services.actor(&system_viewer("access reminders")).did(event)).await?;
        tracing::info!(written, "reminders of requests for access written");
    }
    tx.commit().await?;
    Ok(Reminded { owed, written })
}
