//! Sign-in links, by the hash of their secret.

use chrono::{DateTime, Utc};
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};

use crate::Result;
use crate::entity::{outbox, sign_in_link};

/// Keeps a new sign-in link; earlier links of the account die.
///
/// # Errors
/// When the database refuses.
pub async fn replace_link(db: &impl ConnectionTrait, link: sign_in_link::Model) -> Result<()> {
    sign_in_link::Entity::delete_many().filter(sign_in_link::Column::AccountId.eq(&link.account_id)).exec(db).await?;
    sign_in_link::Entity::insert(sign_in_link::ActiveModel {
        token_hash: Set(link.token_hash),
        account_id: Set(link.account_id),
        created_at: Set(link.created_at),
        expires_at: Set(link.expires_at),
        used_at: Set(link.used_at),
    })
    .exec_without_returning(db)
    .await?;
    Ok(())
}

/// Takes back the links of an account and the messages that would tell of them.
///
/// # Errors
/// When the database refuses.
pub async fn undo_link(db: &impl ConnectionTrait, account_id: &str) -> Result<()> {
    sign_in_link::Entity::delete_many().filter(sign_in_link::Column::AccountId.eq(account_id)).exec(db).await?;
    outbox::Entity::delete_many().filter(outbox::Column::AccountId.eq(account_id)).exec(db).await?;
    Ok(())
}

/// The link with this hash, used or not.
///
/// # Errors
/// When the database cannot be read.
pub async fn link(db: &impl ConnectionTrait, token_hash: &str) -> Result<Option<sign_in_link::Model>> {
    Ok(sign_in_link::Entity::find_by_id(token_hash).one(db).await?)
}

/// Uses a link up, if it is unused and not expired; only one caller wins.
///
/// # Errors
/// When the database refuses.
pub async fn use_link(db: &impl ConnectionTrait, token_hash: &str, now: DateTime<Utc>) -> Result<bool> {
    let done = sign_in_link::Entity::update_many()
        .col_expr(sign_in_link::Column::UsedAt, Expr::value(now))
        .filter(sign_in_link::Column::TokenHash.eq(token_hash))
        .filter(sign_in_link::Column::UsedAt.is_null())
        .filter(sign_in_link::Column::ExpiresAt.gt(now))
        .exec(db)
        .await?;
    Ok(done.rows_affected == 1)
}
