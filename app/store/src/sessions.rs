//! Sessions, by the hash of their id.

use chrono::{DateTime, Utc};
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};

use crate::Result;
use crate::entity::session;

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
        issuer: Set(row.issuer),
        subject: Set(row.subject),
        sid: Set(row.sid),
    };
    session::Entity::insert(active).exec_without_returning(db).await?;
    Ok(())
}

/// Writes a changed session. One that has ended meanwhile stays ended.
///
/// # Errors
/// When the database refuses.
pub async fn update(db: &impl ConnectionTrait, row: session::Model) -> Result<()> {
    session::Entity::update_many()
        .col_expr(session::Column::AccountId, Expr::value(row.account_id))
        .col_expr(session::Column::Data, Expr::value(row.data))
        .col_expr(session::Column::ExpiresAt, Expr::value(row.expires_at))
        .col_expr(session::Column::Issuer, Expr::value(row.issuer))
        .col_expr(session::Column::Subject, Expr::value(row.subject))
        .col_expr(session::Column::Sid, Expr::value(row.sid))
        .filter(session::Column::IdHash.eq(row.id_hash))
        .exec(db)
        .await?;
    Ok(())
}

/// The session with this hash, unless it has expired by `now`.
///
/// # Errors
/// When the database cannot be read.
pub async fn get(db: &impl ConnectionTrait, id_hash: &str, now: DateTime<Utc>) -> Result<Option<session::Model>> {
    Ok(session::Entity::find_by_id(id_hash).filter(session::Column::ExpiresAt.gt(now)).one(db).await?)
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
