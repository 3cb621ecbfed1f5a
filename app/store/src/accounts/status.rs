//! Changing and suspending accounts.

use chrono::{DateTime, Utc};
use domain::accounts::{Role, Scope, Source};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::{ACTIVE, SUSPENDED, replace_scope};
use crate::entity::{account, outbox, sign_in_link};
use crate::{Result, Tx, sessions};

/// What an account is to be.
#[derive(Clone, Debug)]
pub struct Changed {
    /// The person's name.
    pub name: String,
    /// What they do.
    pub role: Role,
    /// What they may see.
    pub scope: Scope,
}

/// The ids of the active admins. Until `tx` ends nobody else takes one away: who waits here sees what the other did.
///
/// On SQLite the clause falls away: a transaction that writes is alone there anyway.
///
/// # Errors
/// When the database refuses.
pub async fn lock_admins(tx: &Tx) -> Result<Vec<String>> {
    let admins = account::Entity::find()
        .filter(account::Column::Role.eq(Role::Admin.key()))
        .filter(account::Column::Status.eq(ACTIVE))
        .order_by_asc(account::Column::Id)
        .lock_exclusive();
    Ok(admins.all(tx).await?.into_iter().map(|admin| admin.id).collect())
}

/// Changes an account of which the person looked at `revision`; false where somebody has changed it since, and nothing is written then.
///
/// # Errors
/// When the database refuses.
pub async fn change(db: &impl ConnectionTrait, account_id: &str, revision: i32, to: &Changed) -> Result<bool> {
    let done = account::Entity::update_many()
        .col_expr(account::Column::Name, Expr::value(&to.name))
        .col_expr(account::Column::Role, Expr::value(to.role.key()))
        .col_expr(account::Column::Revision, Expr::value(revision + 1))
        .filter(account::Column::Id.eq(account_id))
        .filter(account::Column::Revision.eq(revision))
        .exec(db)
        .await?;
    if done.rows_affected == 0 {
        return Ok(false);
    }
    replace_scope(db, account_id, &to.scope, Source::Invitation).await?;
    Ok(true)
}

/// Gives an account another name. Forms that show the one before do not overwrite it.
///
/// # Errors
/// When the database refuses.
pub async fn rename(db: &impl ConnectionTrait, account_id: &str, name: &str) -> Result<()> {
    account::Entity::update_many()
        .col_expr(account::Column::Name, Expr::value(name))
        .col_expr(account::Column::Revision, Expr::col(account::Column::Revision).add(1))
        .filter(account::Column::Id.eq(account_id))
        .exec(db)
        .await?;
    Ok(())
}

/// Holds an account until the transaction ends. Whoever writes its links as well takes it first, so that no two wait for each other.
///
/// On SQLite the clause falls away: a transaction that writes is alone there anyway.
///
/// # Errors
/// When the database refuses.
pub async fn lock(tx: &Tx, account_id: &str) -> Result<()> {
    account::Entity::find_by_id(account_id).lock_exclusive().one(tx).await?;
    Ok(())
}

/// Suspends an account: its sessions and links end, and what waits to be sent to it never is. False where it was suspended already.
///
/// # Errors
/// When the database refuses.
pub async fn suspend(db: &impl ConnectionTrait, account_id: &str, now: DateTime<Utc>) -> Result<bool> {
    if !set_status(db, account_id, ACTIVE, SUSPENDED).await? {
        return Ok(false);
    }
    sessions::end_all(db, account_id, None).await?;
    sign_in_link::Entity::delete_many().filter(sign_in_link::Column::AccountId.eq(account_id)).exec(db).await?;
    outbox::Entity::update_many()
        .col_expr(outbox::Column::FailedAt, Expr::value(now))
        .col_expr(outbox::Column::LastError, Expr::value("the account was suspended"))
        .filter(outbox::Column::AccountId.eq(account_id))
        .filter(outbox::Column::SentAt.is_null())
        .filter(outbox::Column::FailedAt.is_null())
        .exec(db)
        .await?;
    Ok(true)
}

/// Lets a suspended account sign in again; false where it could already.
///
/// # Errors
/// When the database refuses.
pub async fn restore(db: &impl ConnectionTrait, account_id: &str) -> Result<bool> {
    set_status(db, account_id, SUSPENDED, ACTIVE).await
}

async fn set_status(db: &impl ConnectionTrait, account_id: &str, from: &str, to: &str) -> Result<bool> {
    let done = account::Entity::update_many()
        .col_expr(account::Column::Status, Expr::value(to))
        .filter(account::Column::Id.eq(account_id))
        .filter(account::Column::Status.eq(from))
        .exec(db)
        .await?;
    Ok(done.rows_affected == 1)
}

/// Turns an account's reminders on or off; false where they were so already.
///
/// # Errors
/// When the database refuses.
pub async fn set_reminders(db: &impl ConnectionTrait, account_id: &str, on: bool) -> Result<bool> {
    let done = account::Entity::update_many()
        .col_expr(account::Column::Reminders, Expr::value(on))
        .filter(account::Column::Id.eq(account_id))
        .filter(account::Column::Reminders.eq(!on))
        .exec(db)
        .await?;
    Ok(done.rows_affected == 1)
}
