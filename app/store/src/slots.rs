//! EMIS dates, and the claims on their places.

mod bookings;
mod changes;
mod claims;
mod due;
mod holds;
mod manual;
mod practice_dates;
mod waiters;
mod waiting;

use chrono::{DateTime, NaiveDate, Utc};
use domain::slots::{ProgrammeSlots, SlotFacts, SlotStatus};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use crate::entity::slot::{self, Column, Entity};
use crate::{Result, StoreError, Tx};

pub use bookings::{Booking, BookingState, Ending, active, book, change, end, had, move_to, of_practice, on_slot, sequence};
pub use claims::{Asked, asked, claim, free};
pub use due::{AfterDate, after_their_date, by_date};
pub use holds::{holds, holds_by_date, icbs, set_hold};
pub use manual::{ManualStep, manual_steps, record_manual_step};
pub use practice_dates::practice_dates;
pub use waiters::{WaitingPractice, waiting_practices};
pub use waiting::{
    Entry, EntryState, dates_waited_for, end_entry, entries, entries_by_date, entries_of, expired, join, list_status, offer, shorten,
};

/// A date as kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slot {
    pub id: String,
    /// What it offers.
    pub facts: SlotFacts,
}

fn read(row: slot::Model) -> Result<Slot> {
    let slot::Model { id, date, cutoff, places, taken, held, held_taken, .. } = row;
    Ok(Slot { id, facts: SlotFacts { date, cutoff, places, taken, held, held_taken, status: status(&row.status)? } })
}

fn status(word: &str) -> Result<SlotStatus> {
    SlotStatus::from_key(word).ok_or_else(|| StoreError::unreadable("slot.status", word))
}

/// The dates of a programme, the earliest first.
///
/// # Errors
/// When the database cannot be read or holds a status this version does not know.
pub async fn all(db: &impl ConnectionTrait, programme: &str) -> Result<Vec<Slot>> {
    let rows = Entity::find().filter(Column::Programme.eq(programme)).order_by_asc(Column::Date).order_by_asc(Column::Id).all(db).await?;
    rows.into_iter().map(read).collect()
}

/// What the dates of a programme have, with their places held back.
///
/// # Errors
/// As [`all`].
pub async fn dates(db: &impl ConnectionTrait, programme: &str) -> Result<ProgrammeSlots> {
    with_holds(db, programme, &all(db, programme).await?).await
}

/// What these dates of a programme have, with their places held back.
///
/// # Errors
/// As [`all`].
pub async fn with_holds(db: &impl ConnectionTrait, programme: &str, slots: &[Slot]) -> Result<ProgrammeSlots> {
    let any_held = slots.iter().any(|slot| slot.facts.held > 0);
    let mut holds = if any_held { holds_by_date(db, programme).await? } else { Default::default() };
    Ok(ProgrammeSlots(slots.iter().map(|slot| (slot.facts, holds.remove(&slot.id).unwrap_or_default())).collect()))
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
    let SlotFacts { date, cutoff, places, taken, held, held_taken, status } = slot.facts;
    let row = slot::ActiveModel {
        id: Set(slot.id.clone()),
        programme: Set(programme.to_owned()),
        date: Set(date),
        cutoff: Set(cutoff),
        places: Set(places),
        taken: Set(taken),
        held: Set(held),
        held_taken: Set(held_taken),
        status: Set(status.key().to_owned()),
        created_at: Set(created_at),
    };
    Entity::insert(row).exec_without_returning(db).await?;
    changes::note(db, &slot.id, created_at).await
}

/// Keeps others from changing these dates until `tx` ends, always in the same order, so that nobody waits for each other for ever.
///
/// On SQLite the clause falls away: a transaction that writes is alone there anyway.
///
/// # Errors
/// When the database refuses.
pub async fn lock(tx: &Tx, ids: &[&str]) -> Result<()> {
    let rows = Entity::find().filter(Column::Id.is_in(ids.iter().copied())).order_by_asc(Column::Id);
    rows.select_only().column(Column::Id).lock_exclusive().into_tuple::<String>().all(tx).await?;
    Ok(())
}

/// Sets how many places there are from `at` on, unless more are taken or held back. False, with nothing changed, then.
///
/// # Errors
/// When the database refuses.
pub async fn set_places(db: &impl ConnectionTrait, programme: &str, id: &str, places: i32, at: DateTime<Utc>) -> Result<bool> {
    let done = Entity::update_many()
        .col_expr(Column::Places, Expr::value(places))
        .filter(Column::Id.eq(id))
        .filter(Column::Programme.eq(programme))
        .filter(Column::Taken.lte(places))
        .filter(Expr::col(Column::Held).add(Expr::col(Column::Taken)).sub(Expr::col(Column::HeldTaken)).lte(places))
        .exec(db)
        .await?;
    changes::note_if(done.rows_affected == 1, db, id, at).await
}

/// Moves a date to another day at `at`, with its cut-off. False where there is none with this id.
///
/// # Errors
/// A unique violation where the programme has a date on that day already.
pub async fn set_date(
    db: &impl ConnectionTrait,
    programme: &str,
    id: &str,
    date: NaiveDate,
    cutoff: NaiveDate,
    at: DateTime<Utc>,
) -> Result<bool> {
    let done = Entity::update_many()
        .col_expr(Column::Date, Expr::value(date))
        .col_expr(Column::Cutoff, Expr::value(cutoff))
        .filter(Column::Id.eq(id))
        .filter(Column::Programme.eq(programme))
        .exec(db)
        .await?;
    changes::note_if(done.rows_affected == 1, db, id, at).await
}

/// Gives a date another status at `at`. False where there is none with this id.
///
/// # Errors
/// When the database refuses.
pub async fn set_status(db: &impl ConnectionTrait, programme: &str, id: &str, status: SlotStatus, at: DateTime<Utc>) -> Result<bool> {
    let done = Entity::update_many()
        .col_expr(Column::Status, Expr::value(status.key()))
        .filter(Column::Id.eq(id))
        .filter(Column::Programme.eq(programme))
        .exec(db)
        .await?;
    changes::note_if(done.rows_affected == 1, db, id, at).await
}
