//! How practices stand with the dates, beside the one that each has.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDate, Utc};
use domain::organisations::OdsCode;
use domain::slots::{JoinedList, PracticeDates};
use sea_orm::sea_query::ExprTrait;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, JoinType, QueryFilter, QueryOrder, QuerySelect};

use super::{BookingState, EntryState};
use crate::entity::{booking, slot, slot_waiting};
use crate::{Result, StoreError};

/// How each of these practices stands with the dates; those of which there is nothing to say are left out.
///
/// # Errors
/// When the database cannot be read or holds a code this version does not know.
pub async fn practice_dates(
    db: &impl ConnectionTrait,
    programme: &str,
    practices: &[OdsCode],
    now: DateTime<Utc>,
) -> Result<BTreeMap<OdsCode, PracticeDates>> {
    let codes: Vec<_> = practices.iter().map(OdsCode::as_str).collect();
    let mut found: BTreeMap<OdsCode, PracticeDates> = BTreeMap::new();
    for (practice, date) in did_not_work(db, programme, &codes).await? {
        found.entry(code("booking.practice_code", practice)?).or_default().did_not_work = Some(date);
    }
    for (practice, listed) in lists(db, programme, &codes, now).await? {
        found.entry(code("slot_waiting.practice_code", practice)?).or_default().lists.push(listed);
    }
    Ok(found)
}

/// Of each practice whose place that was taken last came to nothing, the date.
async fn did_not_work(db: &impl ConnectionTrait, programme: &str, codes: &[&str]) -> Result<Vec<(String, NaiveDate)>> {
    use booking::Column;
    let to_slot = booking::Entity::belongs_to(slot::Entity).from(Column::SlotId).to(slot::Column::Id);
    let rows: Vec<(String, String, NaiveDate)> = booking::Entity::find()
        .filter(Column::Programme.eq(programme))
        .filter(Column::PracticeCode.is_in(codes.iter().copied()))
        .join(JoinType::InnerJoin, to_slot.into())
        .order_by_desc(Column::BookedAt)
        .order_by_desc(Column::Sequence)
        .select_only()
        .columns([Column::PracticeCode, Column::State])
        .column(slot::Column::Date)
        .into_tuple()
        .all(db)
        .await?;
    let mut seen = BTreeSet::new();
    let last = rows.into_iter().filter(|(practice, ..)| seen.insert(practice.clone()));
    Ok(last.filter(|(_, state, _)| state == BookingState::DidNotWork.key()).map(|(practice, _, date)| (practice, date)).collect())
}

/// The lists that the practices are on, the nearest date first. An offer that has run out is none, also before the sweep has seen it.
async fn lists(db: &impl ConnectionTrait, programme: &str, codes: &[&str], now: DateTime<Utc>) -> Result<Vec<(String, JoinedList)>> {
    use slot_waiting::Column;
    let to_slot = slot_waiting::Entity::belongs_to(slot::Entity).from(Column::SlotId).to(slot::Column::Id);
    let waits = Column::State.eq(EntryState::Waiting.key());
    let kept = Column::State.eq(EntryState::Offered.key()).and(Column::ExpiresAt.gt(now));
    let rows: Vec<(String, String, Option<DateTime<Utc>>, NaiveDate)> = slot_waiting::Entity::find()
        .filter(Column::Programme.eq(programme))
        .filter(Column::PracticeCode.is_in(codes.iter().copied()))
        .filter(waits.or(kept))
        .join(JoinType::InnerJoin, to_slot.into())
        .order_by_asc(slot::Column::Date)
        .select_only()
        .columns([Column::PracticeCode, Column::SlotId, Column::ExpiresAt])
        .column(slot::Column::Date)
        .into_tuple()
        .all(db)
        .await?;
    Ok(rows.into_iter().map(|(practice, slot_id, kept_until, date)| (practice, JoinedList { slot_id, date, kept_until })).collect())
}

fn code(column: &'static str, text: String) -> Result<OdsCode> {
    text.parse().map_err(|_| StoreError::unreadable(column, text))
}
