//! Whether what reports are made from may have changed, as the audit trail tells it: every write has its event in the same commit.

use domain::audit::changes_figures;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use crate::Result;
use crate::entity::{audit_event, audit_head};

/// After so many events reading again is no dearer than looking through them.
const LOOKED_THROUGH: u64 = 500;

/// The number of the newest event.
pub(super) async fn newest(db: &impl ConnectionTrait) -> Result<i64> {
    Ok(audit_head::Entity::find().one(db).await?.map_or(0, |head| head.last_id))
}

/// The number of the newest event, if none after `event` changed anything in a report; else none.
///
/// # Errors
/// When the database cannot be read.
pub async fn unchanged_since(db: &impl ConnectionTrait, event: i64) -> Result<Option<i64>> {
    use audit_event::Column;
    let events: Vec<(i64, String)> = audit_event::Entity::find()
        .filter(Column::Id.gt(event))
        .order_by_asc(Column::Id)
        .limit(LOOKED_THROUGH)
        .select_only()
        .columns([Column::Id, Column::Action])
        .into_tuple()
        .all(db)
        .await?;
    let few = (events.len() as u64) < LOOKED_THROUGH;
    let unchanged = few && !events.iter().any(|(_, action)| changes_figures(action));
    Ok(unchanged.then(|| events.last().map_or(event, |(id, _)| *id)))
}
