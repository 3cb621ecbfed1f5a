//! Who accepted which version of the agreement.

use chrono::{DateTime, Utc};
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, NotSet, QueryFilter, QueryOrder};

use crate::Result;
use crate::entity::{account, agreement_acceptance as row};

/// Keeps that an account accepted a version; false where it had already.
///
/// # Errors
/// When the database refuses.
pub async fn accept(db: &impl ConnectionTrait, account_id: &str, version: i32, now: DateTime<Utc>) -> Result<bool> {
    let new = row::ActiveModel { id: NotSet, account_id: Set(account_id.to_owned()), version: Set(version), accepted_at: Set(now) };
    let once = OnConflict::columns([row::Column::AccountId, row::Column::Version]).do_nothing().to_owned();
    let added = row::Entity::insert_many([new]).on_conflict(once).exec_without_returning(db).await?;
    account::Entity::update_many()
        .col_expr(account::Column::AgreementVersion, Expr::value(version))
        .filter(account::Column::Id.eq(account_id))
        .exec(db)
        .await?;
    Ok(added == 1)
}

/// The version that an account accepted last, and when.
///
/// # Errors
/// When the database cannot be read.
pub async fn acceptance(db: &impl ConnectionTrait, account_id: &str) -> Result<Option<row::Model>> {
    let of_account = row::Entity::find().filter(row::Column::AccountId.eq(account_id));
    Ok(of_account.order_by_desc(row::Column::Version).one(db).await?)
}
