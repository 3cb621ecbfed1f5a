//! The audit trail: only ever added to, each row chained to the one before it by its hash.

mod chain;
mod list;
mod verify;

use chrono::{DateTime, SubsecRound, Utc};
use domain::audit::{Event, Parts};
use domain::organisations::OdsCode;
use sea_orm::{ActiveValue::Set, ConnectionTrait, DbErr, EntityTrait, Statement};

use crate::Result;
use crate::entity::audit_event;

pub use list::{Filter, PAGE, last_account, list, newest};
pub use verify::{Broken, ChainCheck, verify};

/// Who does something, and when.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Actor {
    /// When.
    pub at: DateTime<Utc>,
    /// The account; none for the command line and the background loops.
    pub account_id: Option<String>,
    /// The name of the person, or `command line`, or the name of a loop.
    pub name: String,
    /// The codes of the organisations that the person works for; empty for the command line and the loops.
    pub acting_for: Vec<String>,
    /// Names the session it came from, without its secret.
    pub session: Option<String>,
}

impl Actor {
    /// That they did something that concerns no one practice.
    #[must_use]
    pub fn did(self, event: impl Into<Event>) -> NewEvent {
        self.did_perhaps_to(None, event)
    }

    /// That they did something that concerns `practice`.
    #[must_use]
    pub fn did_to(self, practice: &OdsCode, event: impl Into<Event>) -> NewEvent {
        self.did_perhaps_to(Some(practice), event)
    }

    /// That they did something that concerns `practice`, if it concerns one.
    #[must_use]
    pub fn did_perhaps_to(self, practice: Option<&OdsCode>, event: impl Into<Event>) -> NewEvent {
        NewEvent { by: self, practice: practice.map(ToString::to_string), event: event.into() }
    }
}

/// Something that was done, to be added to the trail in the same commit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewEvent {
    by: Actor,
    practice: Option<String>,
    event: Event,
}

/// Adds an event to the trail.
///
/// On PostgreSQL this keeps every other process that adds one waiting until `db`'s transaction ends, so that the chain has one end: lock
/// what else a transaction needs before, not after.
///
/// # Errors
/// When the database refuses, or the head of the chain is gone.
pub async fn append(db: &impl ConnectionTrait, new: NewEvent) -> Result<()> {
    let Parts { key, subject, before, after } = new.event.parts().map_err(|error| DbErr::Custom(format!("an event: {error}")))?;
    let (id, prev_hash) = next(db).await?;
    let acting_for = acting_for(&new);
    let mut row = audit_event::Model {
        id,
        // What both databases keep: PostgreSQL has no more than microseconds.
        at: new.by.at.trunc_subsecs(6),
        account_id: new.by.account_id,
        actor: new.by.name,
        action: key.to_owned(),
        practice_code: new.practice,
        subject,
        before,
        after,
        session_ref: new.by.session,
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
fn acting_for(new: &NewEvent) -> Option<String> {
    let organisations = &new.by.acting_for;
    let practice = new.practice.as_ref().filter(|practice| organisations.contains(practice));
    practice.cloned().or_else(|| (!organisations.is_empty()).then(|| organisations.join(" ")))
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
    use domain::audit::ChecklistEvent;

    use super::*;

    #[test]
    fn a_person_acts_for_the_practice_or_for_all_they_work_for() {
        let acting = |practice: Option<&str>, organisations: &[&str]| {
            let acting_for = organisations.iter().map(|code| (*code).to_owned()).collect();
            let practice = practice.map(|code| code.parse().unwrap());
            super::acting_for(&Actor { acting_for, ..Actor::default() }.did_perhaps_to(practice.as_ref(), ChecklistEvent::CaughtUp {}))
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
