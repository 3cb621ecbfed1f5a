//! How often links are asked for an address. In the database, so that it counts over all server processes.

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::sea_query::{CaseStatement, Expr, ExprTrait, OnConflict, SimpleExpr};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};

use crate::entity::link_tries::{ActiveModel, Column, Entity, Model};
use crate::{Result, StoreError};

/// How long tries are counted together.
const WINDOW: TimeDelta = TimeDelta::hours(1);

/// Clocks of two processes differ by less, and so do two requests that wait for each other.
const SKEW: TimeDelta = TimeDelta::minutes(5);

/// Counts one more try for an address, in one statement, so that no two are counted as one; returns how many there were in its hour, this
/// one included, and when that hour ends.
///
/// # Errors
/// When the database refuses.
pub async fn count_try(db: &impl ConnectionTrait, address_hash: &str, now: DateTime<Utc>) -> Result<(i32, DateTime<Utc>)> {
    // The second condition: the clock of a demonstration is set back, too. By little it is only another's, who wrote first.
    let over = || {
        let since = || Expr::col((Entity, Column::Since));
        since().lte(now - WINDOW).or(since().gt(now + SKEW))
    };
    let or_keep = |fresh: SimpleExpr, kept: SimpleExpr| -> SimpleExpr { CaseStatement::new().case(over(), fresh).finally(kept).into() };
    let again = OnConflict::column(Column::AddressHash)
        .value(Column::Tries, or_keep(Expr::value(1), Expr::col((Entity, Column::Tries)).add(1)))
        .value(Column::Since, or_keep(Expr::value(now), Expr::col((Entity, Column::Since))))
        .to_owned();
    let first = ActiveModel { address_hash: Set(address_hash.to_owned()), since: Set(now), tries: Set(1) };
    Entity::insert_many([first]).on_conflict(again).exec_without_returning(db).await?;
    let row: Option<Model> = Entity::find_by_id(address_hash).one(db).await?;
    let row = row.ok_or_else(|| StoreError::unreadable("link_tries.address_hash", address_hash))?;
    Ok((row.tries, row.since + WINDOW))
}

/// Forgets tries whose hour is over.
///
/// # Errors
/// When the database refuses.
pub async fn forget_tries(db: &impl ConnectionTrait, now: DateTime<Utc>) -> Result<()> {
    Entity::delete_many().filter(Column::Since.lte(now - WINDOW)).exec(db).await?;
    Ok(())
}
