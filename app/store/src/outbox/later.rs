//! What is asked of the outbox by whoever looks after it.

use chrono::{DateTime, Utc};
use domain::outbox::{Facts, Fault, TOLERANCE};
use sea_orm::sea_query::{Expr, SimpleExpr};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, Order, QueryFilter, QueryOrder, QuerySelect, Select};

use super::EMPTY;
use crate::Result;
use crate::entity::outbox::{Column, Entity, Model};

/// Removes what was sent, or given up, before `before`; how many.
///
/// # Errors
/// When the database refuses.
pub async fn purge(db: &impl ConnectionTrait, before: DateTime<Utc>) -> Result<u64> {
    let ended = Condition::any().add(Column::SentAt.lt(before)).add(Column::FailedAt.lt(before));
    Ok(Entity::delete_many().filter(ended).exec(db).await?.rows_affected)
}

/// The messages that are not sent, the longest waiting first; only those that were given up where `failed`.
///
/// # Errors
/// When the database cannot be read.
pub async fn unsent(db: &impl ConnectionTrait, failed: bool) -> Result<Vec<Model>> {
    let mut rows = Entity::find().filter(Column::SentAt.is_null());
    if failed {
        rows = rows.filter(Column::FailedAt.is_not_null());
    }
    Ok(rows.order_by_asc(Column::CreatedAt).order_by_asc(Column::Id).all(db).await?)
}

/// Makes messages due at `now` as if nobody had tried them: those of `ids`, unless they are sent or somebody holds them, or without ids all
/// that were given up. Not those whose content is forgotten. Returns how many.
///
/// # Errors
/// When the database refuses.
pub async fn release(db: &impl ConnectionTrait, ids: Option<&[String]>, now: DateTime<Utc>) -> Result<u64> {
    let unheld =
        Condition::any().add(Column::FailedAt.is_not_null()).add(Column::ClaimedUntil.is_null()).add(Column::ClaimedUntil.lte(now));
    let which = match ids {
        Some(ids) => Condition::all().add(Column::Id.is_in(ids)).add(unheld),
        None => Condition::all().add(Column::FailedAt.is_not_null()),
    };
    let nothing = || Expr::value(Option::<DateTime<Utc>>::None);
    let done = Entity::update_many()
        .col_expr(Column::DueAt, Expr::value(now))
        .col_expr(Column::Attempts, Expr::value(0))
        .col_expr(Column::ClaimedBy, Expr::value(Option::<String>::None))
        .col_expr(Column::ClaimedUntil, nothing())
        .col_expr(Column::FailedAt, nothing())
        .col_expr(Column::FirstTriedAt, nothing())
        .col_expr(Column::TriedAt, nothing())
        .col_expr(Column::Fault, Expr::value(Option::<String>::None))
        .filter(which)
        .filter(Column::SentAt.is_null())
        .filter(Column::Payload.ne(EMPTY))
        .exec(db)
        .await?;
    Ok(done.rows_affected)
}

/// What the outbox tells at `now` of whether mail goes out.
///
/// # Errors
/// When the database cannot be read.
pub async fn facts(db: &impl ConnectionTrait, now: DateTime<Utc>) -> Result<Facts> {
    let unsent = || Entity::find().select_only().filter(Column::SentAt.is_null()).filter(Column::FailedAt.is_null());
    let should_have_gone = Condition::any().add(Column::DueAt.lte(now + TOLERANCE)).add(Column::FirstTriedAt.is_not_null());
    let waiting = unsent().filter(should_have_gone).column_as(Column::Id.count(), "waiting").into_tuple::<i64>().one(db).await?;
    let tried = instant(db, unsent().column_as(Column::FirstTriedAt.min(), "at")).await?;
    let untried = unsent().filter(Column::FirstTriedAt.is_null()).filter(Column::DueAt.lte(now + TOLERANCE));
    let untried = instant(db, untried.column_as(Column::DueAt.min(), "at")).await?;
    let last_sent = Entity::find().select_only().filter(Column::SentAt.is_not_null());
    let about_all: Vec<_> = Fault::ALL.into_iter().filter(|fault| fault.is_about_every_mail()).map(Fault::key).collect();
    Ok(Facts {
        waiting: u64::try_from(waiting.unwrap_or_default()).unwrap_or_default(),
        oldest: tried.into_iter().chain(untried).min(),
        untried,
        last_sent: instant(db, last_sent.column_as(Column::SentAt.max(), "at")).await?,
        shut_out: met(db, Column::TriedAt, Column::Fault.is_in(about_all.clone())).await?,
        refused: met(db, Column::FirstTriedAt, Column::Fault.is_not_in(about_all)).await?,
    })
}

async fn instant(db: &impl ConnectionTrait, rows: Select<Entity>) -> Result<Option<DateTime<Utc>>> {
    Ok(rows.into_tuple::<Option<DateTime<Utc>>>().one(db).await?.flatten())
}

/// Of the messages that are not sent and met such a fault, the fault and time of that with the latest.
async fn met(db: &impl ConnectionTrait, at: Column, which: SimpleExpr) -> Result<Option<(Fault, DateTime<Utc>)>> {
    let rows = Entity::find().select_only().columns([Column::Fault, at]).filter(Column::Fault.is_not_null()).filter(at.is_not_null());
    let row = rows.filter(which).order_by(at, Order::Desc).limit(1).into_tuple::<(String, DateTime<Utc>)>().one(db).await?;
    Ok(row.and_then(|(key, at)| Some((Fault::from_key(&key)?, at))))
}
