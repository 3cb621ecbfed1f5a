//! Requests on which somebody has decided.

use chrono::{DateTime, Utc};
use domain::access_requests::State;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};

use super::{Queue, Record, read, seen};
use crate::Result;
use crate::entity::access_request::{Column, Entity};

/// How many of them a page of the list holds.
pub const PAGE: u64 = 20;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// The request, approved or refused.
    pub record: Record,
    /// When it was decided on.
    pub at: Option<DateTime<Utc>>,
    /// The name of whoever did.
    pub by: String,
    /// Why it was refused.
    pub reason: String,
}

/// A page of the decisions, the newest first, and how many there are on all pages; `page` counts from 1.
///
/// # Errors
/// When the database cannot be read or holds a word this version does not know.
pub async fn decided(db: &impl ConnectionTrait, queue: Queue<'_>, page: u64) -> Result<(Vec<Decision>, u64)> {
    let states = [State::Approved.key(), State::Refused.key()];
    let decided = seen(Entity::find().filter(Column::State.is_in(states)), queue);
    let total = decided.clone().count(db).await?;
    let newest = decided.order_by_desc(Column::DecidedAt).order_by_desc(Column::Id);
    let rows = newest.offset(page.saturating_sub(1).saturating_mul(PAGE)).limit(PAGE).all(db).await?;
    let decisions = rows.into_iter().map(|row| {
        let (at, by, reason) = (row.decided_at, row.decided_by.clone().unwrap_or_default(), row.reason.clone().unwrap_or_default());
        Ok(Decision { record: read(row)?, at, by, reason })
    });
    Ok((decisions.collect::<Result<_>>()?, total))
}
