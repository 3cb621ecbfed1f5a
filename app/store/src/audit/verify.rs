//! Whether the audit trail is whole.

use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};

use super::chain;
use crate::Result;
use crate::entity::audit_event::{Column, Entity, Model};
use crate::entity::audit_head;

/// How many events are read at a time.
const BATCH: u64 = 1_000;

/// What was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChainCheck {
    /// How many events follow from each other, up to the end or to the first that does not.
    pub checked: u64,
    /// How many events are older than the chain: only that none of them is missing can be told.
    pub earlier: u64,
    /// The hash of the last event as the head has it. Kept elsewhere, it tells a trail that was written anew as a whole.
    pub head: String,
    /// The first that does not follow, if any.
    pub broken: Option<Broken>,
}

/// The first event that does not follow from the one before it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Broken {
    /// Its id; of a missing event the id it had.
    pub id: i64,
    /// What is wrong, in words.
    pub why: &'static str,
}

/// Reads the whole trail; `db` should see the database as it is at one moment.
///
/// # Errors
/// When the database cannot be read.
pub async fn verify(db: &impl ConnectionTrait) -> Result<ChainCheck> {
    let mut verdict = ChainCheck { checked: 0, earlier: 0, head: String::new(), broken: None };
    let broken = |id, why| Some(Broken { id, why });
    let Some(head) = audit_head::Entity::find_by_id(1).one(db).await? else {
        return Ok(ChainCheck { broken: broken(1, "the head of the chain is missing"), ..verdict });
    };
    verdict.head.clone_from(&head.hash);
    verdict.earlier = Entity::find().filter(Column::Id.lte(head.starts_after)).count(db).await?;
    if i64::try_from(verdict.earlier) != Ok(head.earlier) {
        verdict.broken = broken(head.starts_after, "events from before the chain were added or are missing up to this one");
        return Ok(verdict);
    }
    let mut last = Link { id: head.starts_after, hash: String::new() };
    loop {
        let batch = Entity::find().filter(Column::Id.gt(last.id)).order_by_asc(Column::Id).limit(BATCH).all(db).await?;
        for row in &batch {
            verdict.broken = last.refuse(row);
            if verdict.broken.is_some() {
                return Ok(verdict);
            }
            last = Link { id: row.id, hash: row.hash.clone().unwrap_or_default() };
            verdict.checked += 1;
        }
        if batch.is_empty() {
            break;
        }
    }
    if last.id < head.last_id {
        verdict.broken = broken(last.id + 1, "it is missing, and so is all after it");
    } else if (last.id, &last.hash) != (head.last_id, &head.hash) {
        verdict.broken = broken(last.id, "the head of the chain does not know it");
    }
    Ok(verdict)
}

/// The event that the next must follow from.
struct Link {
    id: i64,
    hash: String,
}

impl Link {
    fn refuse(&self, row: &Model) -> Option<Broken> {
        let why = if row.id != self.id + 1 {
            return Some(Broken { id: self.id + 1, why: "it is missing" });
        } else if row.prev_hash.as_deref() != Some(self.hash.as_str()) {
            "it does not follow from the event before it"
        } else if row.hash.as_deref() != Some(chain::hash(row).as_str()) {
            "it was changed"
        } else {
            return None;
        };
        Some(Broken { id: row.id, why })
    }
}
