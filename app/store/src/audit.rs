//! The audit trail: only ever added to, each row chained to the one before it by its hash.

mod chain;
mod list;
mod verify;

use chrono::{DateTime, SubsecRound, Utc};
use sea_orm::{ActiveValue::Set, ConnectionTrait, DbErr, EntityTrait, Statement};

use crate::Result;
use crate::entity::audit_event;

pub use list::{Filter, PAGE, last_account, list, newest};
pub use verify::{Broken, Verdict, verify};

/// Something that was done, to be added to the trail in the same commit.
#[derive(Clone, Debug, Default)]
pub struct Event {
    /// When.
    pub at: DateTime<Utc>,
    /// The account that did it; none for the command line and the background loops.
    pub account_id: Option<String>,
    /// The name of the person, or `command line`, or the name of a loop.
    pub actor: String,
    /// The codes of the organisations that the person works for; empty for the command line and the loops.
    pub acting_for: Vec<String>,
    /// Names the session it came from, without its secret.
    pub session: Option<String>,
    /// What, e.g. `slots.book`.
    pub action: &'static str,
    /// The practice it concerns.
    pub practice: Option<String>,
    /// What else it concerns, e.g. the code of a checklist item.
    pub subject: Option<String>,
    /// State before, as JSON.
    pub before: Option<String>,
    /// State after, as JSON.
    pub after: Option<String>,
}

/// Adds an event to the trail.
///
/// On PostgreSQL this keeps every other process that adds one waiting until `db`'s transaction ends, so that the chain has one end: lock
/// what else a transaction needs before, not after.
///
/// # Errors
/// When the database refuses, or the head of the chain is gone.
pub async fn append(db: &impl ConnectionTrait, event: Event) -> Result<()> {
    let (id, prev_hash) = next(db).await?;
    let acting_for = acting_for(&event);
    let mut row = audit_event::Model {
        id,
        // What both databases keep: PostgreSQL has no more than microseconds.
        at: event.at.trunc_subsecs(6),
        account_id: event.account_id,
        actor: event.actor,
        action: event.action.to_owned(),
        practice_code: event.practice,
        subject: event.subject,
        before: event.before,
        after: event.after,
        session_ref: event.session,
        acting_for,
        prev_hash: Some(prev_hash),
        hash: None,
    };
    let hash = chain::hash(&row);
    row.hash = Some(hash.clone());
    audit_event::Entity::insert(active(row)).exec_without_returning(db).await?;
    let end = Statement::from_sql_and_values(db.get_database_backend(), "UPDATE audit_head SET hash = $1 WHERE id = 1", [hash.into()]);
    db.execute_raw(end).await?;
    Ok(())
}

/// Takes the next place in the chain, and the hash of the event before it; the row stays locked until the transaction ends.
async fn next(db: &impl ConnectionTrait) -> Result<(i64, String)> {
    const SQL: &str = "UPDATE audit_head SET last_id = last_id + 1 WHERE id = 1 RETURNING last_id, hash";
    let row = db.query_one_raw(Statement::from_string(db.get_database_backend(), SQL)).await?;
    let row = row.ok_or_else(|| DbErr::RecordNotFound("the head of the audit trail is gone".to_owned()))?;
    Ok((row.try_get("", "last_id")?, row.try_get("", "hash")?))
}

/// The practice alone where the person works for it, else all that the person works for.
fn acting_for(event: &Event) -> Option<String> {
    let practice = event.practice.as_ref().filter(|practice| event.acting_for.contains(practice));
    practice.cloned().or_else(|| (!event.acting_for.is_empty()).then(|| event.acting_for.join(" ")))
}

fn active(row: audit_event::Model) -> audit_event::ActiveModel {
    audit_event::ActiveModel {
        id: Set(row.id),
        at: Set(row.at),
        account_id: Set(row.account_id),
        actor: Set(row.actor),
        action: Set(row.action),
        practice_code: Set(row.practice_code),
        subject: Set(row.subject),
        before: Set(row.before),
        after: Set(row.after),
        session_ref: Set(row.session_ref),
        acting_for: Set(row.acting_for),
        prev_hash: Set(row.prev_hash),
        hash: Set(row.hash),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_person_acts_for_the_practice_or_for_all_they_work_for() {
        let acting = |practice: Option<&str>, organisations: &[&str]| {
            let acting_for = organisations.iter().map(|code| (*code).to_owned()).collect();
            super::acting_for(&Event { practice: practice.map(str::to_owned), acting_for, ..Event::default() })
        };
        for (practice, organisations, expected) in [
            (Some("X10001"), &["X10001", "X10002"][..], Some("X10001")),
            (None, &["X10001", "X10002"], Some("X10001 X10002")),
            (Some("X10001"), &["X1A"], Some("X1A")),
            (Some("X10001"), &["ENGLAND"], Some("ENGLAND")),
            (Some("X10001"), &[], None),
        ] {
            assert_eq!(acting(practice, organisations).as_deref(), expected, "{practice:?} {organisations:?}");
        }
    }
}
