//! EMIS dates, and the claims on their places.

mod bookings;

use chrono::{DateTime, NaiveDate, Utc};
use domain::slots::{SlotFacts, SlotStatus};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};

use crate::entity::slot::{self, Column, Entity};
use crate::{Result, StoreError};

pub use bookings::{Booking, BookingState, active, book, cancel, move_to, of_practice};

/// A date as kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slot {
    /// Its id.
    pub id: String,
    /// What it offers.
    pub facts: SlotFacts,
}

fn read(row: slot::Model) -> Result<Slot> {
    let status = SlotStatus::from_word(&row.status).ok_or_else(|| StoreError::unreadable("slot.status", row.status))?;
    let slot::Model { id, date, cutoff, places, taken, .. } = row;
    Ok(Slot { id, facts: SlotFacts { date, cutoff, places, taken, status } })
}

/// The dates of a programme, the earliest first.
///
/// # Errors
/// When the database cannot be read or holds a status this version does not know.
pub async fn all(db: &impl ConnectionTrait, programme: &str) -> Result<Vec<Slot>> {
    let rows = Entity::find().filter(Column::Programme.eq(programme)).order_by_asc(Column::Date).order_by_asc(Column::Id).all(db).await?;
    rows.into_iter().map(read).collect()
}

/// The date with this id.
///
/// # Errors
/// When the database cannot be read or holds a status this version does not know.
pub async fn find(db: &impl ConnectionTrait, programme: &str, id: &str) -> Result<Option<Slot>> {
    Entity::find_by_id(id).filter(Column::Programme.eq(programme)).one(db).await?.map(read).transpose()
}

/// Adds a date.
///
/// # Errors
/// A unique violation where the programme has this date already.
pub async fn insert(db: &impl ConnectionTrait, programme: &str, slot: Slot, created_at: DateTime<Utc>) -> Result<()> {
    let SlotFacts { date, cutoff, places, taken, status } = slot.facts;
    let row = slot::ActiveModel {
        id: Set(slot.id),
        programme: Set(programme.to_owned()),
        date: Set(date),
        cutoff: Set(cutoff),
        places: Set(places),
        taken: Set(taken),
        status: Set(status.word().to_owned()),
        created_at: Set(created_at),
    };
    Entity::insert(row).exec_without_returning(db).await?;
    Ok(())
}

/// Takes one place, if the date is open, its cut-off has not passed on `today` and a place is left. The last place goes to one caller.
///
/// # Errors
/// When the database refuses.
pub async fn claim(db: &impl ConnectionTrait, programme: &str, id: &str, today: NaiveDate) -> Result<bool> {
    let done = Entity::update_many()
        .col_expr(Column::Taken, Expr::col(Column::Taken).add(1))
        .filter(Column::Id.eq(id))
        .filter(Column::Programme.eq(programme))
        .filter(Expr::col(Column::Taken).lt(Expr::col(Column::Places)))
        .filter(Column::Status.eq(SlotStatus::Open.word()))
        .filter(Column::Cutoff.gte(today))
        .exec(db)
        .await?;
    Ok(done.rows_affected == 1)
}

/// Gives one place back. False where none was taken, which only a fault of the program can bring about.
///
/// # Errors
/// When the database refuses.
pub async fn free(db: &impl ConnectionTrait, programme: &str, id: &str) -> Result<bool> {
    let done = Entity::update_many()
        .col_expr(Column::Taken, Expr::col(Column::Taken).sub(1))
        .filter(Column::Id.eq(id))
        .filter(Column::Programme.eq(programme))
        .filter(Column::Taken.gt(0))
        .exec(db)
        .await?;
    Ok(done.rows_affected == 1)
}

/// Sets how many places there are, unless more are taken. False, with nothing changed, then.
///
/// # Errors
/// When the database refuses.
pub async fn set_places(db: &impl ConnectionTrait, programme: &str, id: &str, places: i32) -> Result<bool> {
    let done = Entity::update_many()
        .col_expr(Column::Places, Expr::value(places))
        .filter(Column::Id.eq(id))
        .filter(Column::Programme.eq(programme))
        .filter(Column::Taken.lte(places))
        .exec(db)
        .await?;
    Ok(done.rows_affected == 1)
}

/// Opens or closes a date. False where there is none with this id.
///
/// # Errors
/// When the database refuses.
pub async fn set_status(db: &impl ConnectionTrait, programme: &str, id: &str, status: SlotStatus) -> Result<bool> {
    let done = Entity::update_many()
        .col_expr(Column::Status, Expr::value(status.word()))
        .filter(Column::Id.eq(id))
        .filter(Column::Programme.eq(programme))
        .exec(db)
        .await?;
    Ok(done.rows_affected == 1)
}
