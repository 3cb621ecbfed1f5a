//! Leases: of all processes one at a time runs a background job.

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter};

use crate::Result;
use crate::entity::job_lease::{ActiveModel, Column, Entity};

/// Takes the lease `name` for `holder` until `now` + `length`, or makes its own longer; false while another holds it.
///
/// # Errors
/// When the database refuses.
pub async fn take(db: &impl ConnectionTrait, name: &str, holder: &str, now: DateTime<Utc>, length: TimeDelta) -> Result<bool> {
    let until = now + length;
    let free = Condition::any()
        .add(Column::Holder.eq(holder))
        .add(Column::Until.lte(now))
        // Much further ahead than leases reach, even by another machine's clock: it was taken before the clock was set back.
        .add(Column::Until.gt(until + length));
    let taken = Entity::update_many()
        .col_expr(Column::Holder, Expr::value(holder))
        .col_expr(Column::Until, Expr::value(until))
        .filter(Column::Name.eq(name))
        .filter(free)
        .exec(db)
        .await?;
    if taken.rows_affected == 1 {
        return Ok(true);
    }
    let row = ActiveModel { name: Set(name.to_owned()), holder: Set(holder.to_owned()), until: Set(until) };
    let ignore = OnConflict::column(Column::Name).do_nothing().to_owned();
    Ok(Entity::insert(row).on_conflict(ignore).exec_without_returning(db).await? == 1)
}

/// Gives a lease back, if `holder` has it.
///
/// # Errors
/// When the database refuses.
pub async fn give_back(db: &impl ConnectionTrait, name: &str, holder: &str) -> Result<()> {
    Entity::delete_many().filter(Column::Name.eq(name)).filter(Column::Holder.eq(holder)).exec(db).await?;
    Ok(())
}
