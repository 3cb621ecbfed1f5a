//! Sessions, by the hash of their id.

use chrono::{DateTime, Utc};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};

use crate::Result;
use crate::entity::session;

/// Writes a session, new or changed.
///
/// # Errors
/// When the database refuses.
pub async fn put(db: &impl ConnectionTrait, row: session::Model) -> Result<()> {
    let active = session::ActiveModel {
        id_hash: Set(row.id_hash),
        account_id: Set(row.account_id),
        data: Set(row.data),
        created_at: Set(row.created_at),
        expires_at: Set(row.expires_at),
    };
    session::Entity::insert(active)
        .on_conflict(
            OnConflict::column(session::Column::IdHash)
                .update_columns([session::Column::AccountId, session::Column::Data, session::Column::ExpiresAt])
                .to_owned(),
        )
        .exec_without_returning(db)
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
