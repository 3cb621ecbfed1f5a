//! Sessions, by the hash of their id.

use chrono::{DateTime, Utc};
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};

use crate::Result;
use crate::entity::session;

mod with_account;

pub use with_account::{Opened, open};

/// Begins a session.
///
/// # Errors
/// When the database refuses.
pub async fn insert(db: &impl ConnectionTrait, row: session::Model) -> Result<()> {
    let active = session::ActiveModel {
        id_hash: Set(row.id_hash),
        account_id: Set(row.account_id),
        data: Set(row.data),
        created_at: Set(row.created_at),
        expires_at: Set(row.expires_at),
        last_seen_at: Set(row.last_seen_at),
        method: Set(row.method),
        device: Set(row.device),
        issuer: Set(row.issuer),
        subject: Set(row.subject),
        sid: Set(row.sid),
        card_at: Set(row.card_at),
    };
    session::Entity::insert(active).exec_without_returning(db).await?;
    Ok(())
}

/// Writes what a session holds. When it ends does not change, and one that has ended meanwhile stays ended.
///
/// # Errors
/// When the database refuses.
pub async fn update(db: &impl ConnectionTrait, row: session::Model) -> Result<()> {
    session::Entity::update_many()
        .col_expr(session::Column::AccountId, Expr::value(row.account_id))
        .col_expr(session::Column::Data, Expr::value(row.data))
        .col_expr(session::Column::LastSeenAt, Expr::value(row.last_seen_at))
        .col_expr(session::Column::Issuer, Expr::value(row.issuer))
        .col_expr(session::Column::Subject, Expr::value(row.subject))
        .col_expr(session::Column::Sid, Expr::value(row.sid))
        .col_expr(session::Column::CardAt, Expr::value(row.card_at))
        .filter(session::Column::IdHash.eq(row.id_hash))
        .exec(db)
        .await?;
    Ok(())
}

/// Gives the session with the hash `from` the hash `to`; false where it has ended.
///
/// # Errors
/// When the database refuses.
pub async fn rename(db: &impl ConnectionTrait, from: &str, to: &str) -> Result<bool> {
    let one = session::Entity::update_many().col_expr(session::Column::IdHash, Expr::value(to)).filter(session::Column::IdHash.eq(from));
    Ok(one.exec(db).await?.rows_affected == 1)
}

/// The session with this hash, unless it has expired by `now`.
///
/// # Errors
/// When the database cannot be read.
pub async fn get(db: &impl ConnectionTrait, id_hash: &str, now: DateTime<Utc>) -> Result<Option<session::Model>> {
    Ok(session::Entity::find_by_id(id_hash).filter(session::Column::ExpiresAt.gt(now)).one(db).await?)
}

/// Notes that a session is used now.
///
/// # Errors
/// When the database refuses.
pub async fn seen(db: &impl ConnectionTrait, id_hash: &str, now: DateTime<Utc>) -> Result<()> {
    session::Entity::update_many()
        .col_expr(session::Column::LastSeenAt, Expr::value(now))
        .filter(session::Column::IdHash.eq(id_hash))
        .exec(db)
        .await?;
    Ok(())
}

/// The sessions of an account that were used after `idle_since` and have not expired by `now`, the one used last first.
///
/// # Errors
/// When the database cannot be read.
pub async fn of_account(
    db: &impl ConnectionTrait,
    account_id: &str,
    now: DateTime<Utc>,
    idle_since: DateTime<Utc>,
) -> Result<Vec<session::Model>> {
    let alive = session::Entity::find()
        .filter(session::Column::AccountId.eq(account_id))
        .filter(session::Column::ExpiresAt.gt(now))
        .filter(session::Column::LastSeenAt.gt(idle_since));
    Ok(alive.order_by_desc(session::Column::LastSeenAt).order_by_asc(session::Column::IdHash).all(db).await?)
}

/// Ends a session of an account; false where it has no such session.
///
/// # Errors
/// When the database refuses.
pub async fn end(db: &impl ConnectionTrait, account_id: &str, id_hash: &str) -> Result<bool> {
    let one = session::Entity::delete_by_id(id_hash).filter(session::Column::AccountId.eq(account_id));
    Ok(one.exec(db).await?.rows_affected == 1)
}

/// Ends the sessions of an account, but for `except`; returns how many.
///
/// # Errors
/// When the database refuses.
pub async fn end_all(db: &impl ConnectionTrait, account_id: &str, except: Option<&str>) -> Result<u64> {
    let mut all = session::Entity::delete_many().filter(session::Column::AccountId.eq(account_id));
    if let Some(kept) = except {
        all = all.filter(session::Column::IdHash.ne(kept));
    }
    Ok(all.exec(db).await?.rows_affected)
}

/// Ends a session.
///
/// # Errors
/// When the database refuses.
pub async fn delete(db: &impl ConnectionTrait, id_hash: &str) -> Result<()> {
    session::Entity::delete_by_id(id_hash).exec(db).await?;
    Ok(())
}

/// Removes what expired by `now`; returns how many.
///
/// # Errors
/// When the database refuses.
pub async fn purge(db: &impl ConnectionTrait, now: DateTime<Utc>) -> Result<u64> {
    Ok(session::Entity::delete_many().filter(session::Column::ExpiresAt.lte(now)).exec(db).await?.rows_affected)
}
