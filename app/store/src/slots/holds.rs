//! Places held back for ICBs.

use domain::organisations::OdsCode;
use domain::slots::Hold;
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use crate::entity::{icb, slot, slot_hold};
use crate::{Result, StoreError};

/// The places of a date that are held back, by ICB.
///
/// # Errors
/// When the database cannot be read or holds a code this version does not know.
pub async fn holds(db: &impl ConnectionTrait, slot_id: &str) -> Result<Vec<Hold>> {
    use slot_hold::Column;
    let rows = slot_hold::Entity::find().filter(Column::SlotId.eq(slot_id)).order_by_asc(Column::IcbCode).all(db).await?;
    let read = |row: slot_hold::Model| {
        let icb = row.icb_code.parse().map_err(|_| StoreError::unreadable("slot_hold.icb_code", &row.icb_code))?;
        Ok(Hold { icb, places: row.places, taken: row.taken })
    };
    rows.into_iter().map(read).collect()
}

/// Sets how many places of a date are held back for an ICB, and counts them on the date, which the caller has locked. False, with nothing
/// changed, where a place that is taken would be lost to it or to everybody else.
///
/// # Errors
/// When the database refuses.
pub async fn set_hold(db: &impl ConnectionTrait, slot_id: &str, icb: &OdsCode, before: i32, places: i32) -> Result<bool> {
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
    Ok(set.rows_affected == 1)
}

/// Codes and names of all ICBs, in the order of their names.
///
/// # Errors
/// When the database cannot be read.
pub async fn icbs(db: &impl ConnectionTrait) -> Result<Vec<(String, String)>> {
    let rows = icb::Entity::find().select_only().columns([icb::Column::Code, icb::Column::Name]);
    Ok(rows.order_by_asc(icb::Column::Name).into_tuple().all(db).await?)
}
