//! Of which practices what reports are made from may have changed, as the audit trail tells it: every write has its event in the same commit.

use std::collections::BTreeSet;

use domain::audit::changes_figures;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use crate::Result;
use crate::entity::{audit_event, audit_head};

/// After this many events, reading everything again costs no more than going through them.
const LOOKED_THROUGH: u64 = 500;

/// For more practices than this, reading all of them costs no more.
const FEW: usize = 50;

/// What was written since a moment.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Written {
    /// Of these practices alone, by code: none where nothing in a report changed. The number is that of the newest event.
    Of(BTreeSet<String>, i64),
    /// Of who knows how many.
    Much,
}

/// The number of the newest event.
pub(super) async fn newest(db: &impl ConnectionTrait) -> Result<i64> {
    Ok(audit_head::Entity::find().one(db).await?.map_or(0, |head| head.last_id))
}

/// What was written after `event`. An event of a practice tells of that practice alone, as every write of a use case has an event for each
/// practice that it concerns; one of no practice may concern all.
pub(super) async fn since(db: &impl ConnectionTrait, event: i64) -> Result<Written> {
    use audit_event::Column;
    let events: Vec<(i64, String, Option<String>)> = audit_event::Entity::find()
        .filter(Column::Id.gt(event))
        .order_by_asc(Column::Id)
        .limit(LOOKED_THROUGH)
        .select_only()
        .columns([Column::Id, Column::Action, Column::PracticeCode])
        .into_tuple()
        .all(db)
        .await?;
    // A trail that ends before is another one: the database was put back to an earlier state under a running process.
    if events.len() as u64 >= LOOKED_THROUGH || newest(db).await? < event {
        return Ok(Written::Much);
    }
    let last = events.last().map_or(event, |(id, ..)| *id);
    let of: Option<BTreeSet<String>> =
        events.into_iter().filter(|(_, action, _)| changes_figures(action)).map(|(.., practice)| practice).collect();
    Ok(of.filter(|of| of.len() <= FEW).map_or(Written::Much, |of| Written::Of(of, last)))
}
