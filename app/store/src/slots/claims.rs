//! Taking places and giving them back: each by one conditional UPDATE, the same on both databases.

use chrono::NaiveDate;
use domain::organisations::OdsCode;
use domain::slots::{Pool, SlotStatus};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, QueryFilter, QuerySelect, QueryTrait, UpdateMany};

use super::{BookingState, EntryState, Slot, read};
use crate::Result;
use crate::entity::{booking, slot, slot_hold, slot_waiting};

/// The date `id` with whether a practice has a date, be it another, or a place on this one is kept for it: one question, since when places
/// run out a thousand ask it at once.
///
/// # Errors
/// As [`super::find`].
pub async fn with_claim(db: &impl ConnectionTrait, programme: &str, id: &str, practice: &OdsCode) -> Result<Option<(Slot, bool)>> {
    let booked = booking::Entity::find()
        .select_only()
        .column(booking::Column::Id)
        .filter(booking::Column::Programme.eq(programme))
        .filter(booking::Column::PracticeCode.eq(practice.as_str()))
        .filter(booking::Column::State.eq(BookingState::Active.word()));
    let kept = slot_waiting::Entity::find()
        .select_only()
        .column(slot_waiting::Column::Id)
        .filter(slot_waiting::Column::SlotId.eq(id))
        .filter(slot_waiting::Column::PracticeCode.eq(practice.as_str()))
        .filter(slot_waiting::Column::State.eq(EntryState::Offered.word()));
    let found = slot::Entity::find_by_id(id).filter(slot::Column::Programme.eq(programme));
    let found = found.expr_as(Expr::exists(booked.into_query()).or(Expr::exists(kept.into_query())), "has_claim");
    let row = found.into_model::<WithClaim>().one(db).await?;
    row.map(|row| Ok((read(row.slot)?, row.has_claim))).transpose()
}

#[derive(FromQueryResult)]
struct WithClaim {
    #[sea_orm(nested)]
    slot: slot::Model,
    has_claim: bool,
}

/// Takes one place for a practice of `icb`, if the date is open, its cut-off has not passed on `today` and a place is left: one that is
/// held back for its ICB first, then one that is open to all. The last place goes to one caller.
///
/// # Errors
/// When the database refuses.
pub async fn claim(db: &impl ConnectionTrait, programme: &str, id: &str, today: NaiveDate, icb: Option<&OdsCode>) -> Result<Option<Pool>> {
    if let Some(icb) = icb
        && claim_held(db, programme, id, today, icb).await?
    {
        return Ok(Some(Pool::Held(icb.clone())));
    }
    let done = open(programme, id, today)
        .col_expr(slot::Column::Taken, Expr::col(slot::Column::Taken).add(1))
        .filter(Expr::cust("taken - held_taken < places - held"))
        .exec(db)
        .await?;
    Ok((done.rows_affected == 1).then_some(Pool::National))
}

/// The row of the date comes first: whoever has it has the places held back as well.
async fn claim_held(db: &impl ConnectionTrait, programme: &str, id: &str, today: NaiveDate, icb: &OdsCode) -> Result<bool> {
    let free = slot_hold::Entity::find_by_id((id.to_owned(), icb.to_string()));
    let free = free.filter(Expr::col(slot_hold::Column::Taken).lt(Expr::col(slot_hold::Column::Places))).one(db).await?;
    if free.is_none() {
        return Ok(false);
    }
    let done = open(programme, id, today)
        .col_expr(slot::Column::Taken, Expr::col(slot::Column::Taken).add(1))
        .col_expr(slot::Column::HeldTaken, Expr::col(slot::Column::HeldTaken).add(1))
        .filter(Expr::cust("held_taken < held"))
        .exec(db)
        .await?;
    if done.rows_affected != 1 {
        return Ok(false);
    }
    let held = hold(id, icb)
        .col_expr(slot_hold::Column::Taken, Expr::col(slot_hold::Column::Taken).add(1))
        .filter(Expr::col(slot_hold::Column::Taken).lt(Expr::col(slot_hold::Column::Places)))
        .exec(db)
        .await?;
    if held.rows_affected == 1 {
        return Ok(true);
    }
    // Somebody else took it between the two statements; the other ICB's place that was counted goes back.
    give_back(db, programme, id, true).await?;
    Ok(false)
}

/// Gives one place back to where it came from. False where none was taken there, which only a fault of the program can bring about.
///
/// # Errors
/// When the database refuses.
pub async fn free(db: &impl ConnectionTrait, programme: &str, id: &str, pool: &Pool) -> Result<bool> {
    match pool {
        Pool::National => give_back(db, programme, id, false).await,
        Pool::Held(icb) => {
            let done = give_back(db, programme, id, true).await?;
            let held = hold(id, icb)
                .col_expr(slot_hold::Column::Taken, Expr::col(slot_hold::Column::Taken).sub(1))
                .filter(slot_hold::Column::Taken.gt(0))
                .exec(db)
                .await?;
            Ok(done && held.rows_affected == 1)
        }
    }
}

async fn give_back(db: &impl ConnectionTrait, programme: &str, id: &str, held: bool) -> Result<bool> {
    let mut update = of(programme, id).col_expr(slot::Column::Taken, Expr::col(slot::Column::Taken).sub(1));
    update = if held {
        update.col_expr(slot::Column::HeldTaken, Expr::col(slot::Column::HeldTaken).sub(1)).filter(slot::Column::HeldTaken.gt(0))
    } else {
        update.filter(Expr::cust("taken > held_taken"))
    };
    Ok(update.exec(db).await?.rows_affected == 1)
}

fn of(programme: &str, id: &str) -> UpdateMany<slot::Entity> {
    slot::Entity::update_many().filter(slot::Column::Id.eq(id)).filter(slot::Column::Programme.eq(programme))
}

fn open(programme: &str, id: &str, today: NaiveDate) -> UpdateMany<slot::Entity> {
    of(programme, id).filter(slot::Column::Status.eq(SlotStatus::Open.word())).filter(slot::Column::Cutoff.gte(today))
}

fn hold(id: &str, icb: &OdsCode) -> UpdateMany<slot_hold::Entity> {
    slot_hold::Entity::update_many().filter(slot_hold::Column::SlotId.eq(id)).filter(slot_hold::Column::IcbCode.eq(icb.as_str()))
}
