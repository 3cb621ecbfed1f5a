//! Places held back for ICBs.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use domain::organisations::OdsCode;
use domain::slots::Hold;
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict, Query};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::changes;
use crate::entity::{icb, slot, slot_hold};
use crate::{Result, StoreError};

/// The places of a date that are held back, by ICB.
///
/// # Errors
/// When the database cannot be read or holds a code this version does not know.
pub async fn holds(db: &impl ConnectionTrait, slot_id: &str) -> Result<Vec<Hold>> {
    use slot_hold::Column;
    let rows = slot_hold::Entity::find().filter(Column::SlotId.eq(slot_id)).order_by_asc(Column::IcbCode).all(db).await?;
    rows.into_iter().map(|row| read(&row)).collect()
}

fn read(row: &slot_hold::Model) -> Result<Hold> {
    let icb = row.icb_code.parse().map_err(|_| StoreError::unreadable("slot_hold.icb_code", &row.icb_code))?;
    Ok(Hold { icb, places: row.places, taken: row.taken })
}

/// The places held back on the dates of a programme, by date and ICB.
///
/// # Errors
/// As [`holds`].
pub async fn holds_by_date(db: &impl ConnectionTrait, programme: &str) -> Result<BTreeMap<String, Vec<Hold>>> {
    use slot_hold::Column;
    let dates = Query::select()
        .column(slot::Column::Id)
        .from(slot::Entity)
        .and_where(Expr::col((slot::Entity, slot::Column::Programme)).eq(programme))
        .to_owned();
    let rows = slot_hold::Entity::find().filter(Column::SlotId.in_subquery(dates)).order_by_asc(Column::IcbCode).all(db).await?;
    let mut by_date: BTreeMap<String, Vec<Hold>> = BTreeMap::new();
    for row in rows {
        by_date.entry(row.slot_id.clone()).or_default().push(read(&row)?);
    }
    Ok(by_date)
}

/// Sets how many places of a date are held back for an ICB from `at` on, and counts them on the date, which the caller has locked. False, with nothing
/// changed, where a place that is taken would be lost to it or to everybody else.
///
/// # Errors
/// When the database refuses.
pub async fn set_hold(
    db: &impl ConnectionTrait,
    slot_id: &str,
    icb: &OdsCode,
    before: i32,
    places: i32,
    at: DateTime<Utc>,
) -> Result<bool> {
    let by = places - before;
    let national = Expr::col(slot::Column::Places).sub(Expr::col(slot::Column::Held)).sub(by);
    let counted = slot::Entity::update_many()
        .col_expr(slot::Column::Held, Expr::col(slot::Column::Held).add(by))
        .filter(slot::Column::Id.eq(slot_id))
        .filter(Expr::col(slot::Column::Held).add(by).gte(Expr::col(slot::Column::HeldTaken)))
        .filter(national.gte(Expr::col(slot::Column::Taken).sub(Expr::col(slot::Column::HeldTaken))))
        .exec(db)
        .await?;
    if counted.rows_affected != 1 {
        return Ok(false);
    }
    let none = slot_hold::ActiveModel { slot_id: Set(slot_id.to_owned()), icb_code: Set(icb.to_string()), places: Set(0), taken: Set(0) };
    let ignore = OnConflict::columns([slot_hold::Column::SlotId, slot_hold::Column::IcbCode]).do_nothing().to_owned();
    slot_hold::Entity::insert(none).on_conflict(ignore).exec_without_returning(db).await?;
    let set = slot_hold::Entity::update_many()
        .col_expr(slot_hold::Column::Places, Expr::value(places))
        .filter(slot_hold::Column::SlotId.eq(slot_id))
        .filter(slot_hold::Column::IcbCode.eq(icb.as_str()))
        .filter(slot_hold::Column::Places.eq(before))
        .filter(slot_hold::Column::Taken.lte(places))
        .exec(db)
        .await?;
    changes::note_if(set.rows_affected == 1, db, slot_id, at).await
}

/// Codes and names of all ICBs, in the order of their names.
///
/// # Errors
/// When the database cannot be read.
pub async fn icbs(db: &impl ConnectionTrait) -> Result<Vec<(String, String)>> {
    let rows = icb::Entity::find().select_only().columns([icb::Column::Code, icb::Column::Name]);
    Ok(rows.order_by_asc(icb::Column::Name).into_tuple().all(db).await?)
}
