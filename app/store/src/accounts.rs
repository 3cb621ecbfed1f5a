//! Accounts, their scopes and their sign-in links.

mod agreement;
mod link_requests;
mod links;
mod list;
mod status;

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use domain::accounts::{Role, Scope, Source, Viewer};
use domain::organisations::OdsCode;
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};

use crate::entity::{account, account_scope};
use crate::{Result, StoreError};

pub use agreement::{accept, acceptance};
pub use link_requests::{count_try, forget_tries};
pub use links::{link, replace_link, undo_link, use_link};
pub use list::{Line, PAGE, Page, ScopeLine, by_id, lines_of, list, names, scope_lines};
pub use status::{Changed, change, lock, lock_admins, rename, restore, set_reminders, suspend};

/// The status of an account that may sign in.
pub const ACTIVE: &str = "active";
/// The status of an account that may not.
pub const SUSPENDED: &str = "suspended";

/// The levels of `account_scope`.
pub mod level {
    /// One practice.
    pub const PRACTICE: &str = "practice";
    /// A sub-ICB location.
    pub const SUB_ICB: &str = "sub-icb";
    /// An ICB.
    pub const ICB: &str = "icb";
    /// A region.
    pub const REGION: &str = "region";
    /// Everything; the code is then `ENGLAND`.
    pub const ENGLAND: &str = "england";
}

#[derive(Clone, Debug)]
pub struct NewAccount {
    pub id: String,
    /// Lower case.
    pub email: String,
    /// The person's name.
    pub name: String,
    /// What they do.
    pub role: Role,
    /// What they may see.
    pub scope: Scope,
    /// Names the account in unsubscribe links.
    pub unsubscribe_token: String,
    /// When it was made.
    pub created_at: DateTime<Utc>,
}

/// Adds an account with its scope, by invitation.
///
/// # Errors
/// A unique violation where the address has an account already.
pub async fn insert(db: &impl ConnectionTrait, new: NewAccount) -> Result<()> {
    insert_from(db, new, Source::Invitation).await
}

/// Adds an account that has its scope from `source`.
///
/// # Errors
/// As [`insert`].
pub async fn insert_from(db: &impl ConnectionTrait, new: NewAccount, source: Source) -> Result<()> {
    account::ActiveModel {
        id: Set(new.id.clone()),
        email: Set(new.email),
        name: Set(new.name),
        role: Set(new.role.key().to_owned()),
        status: Set(ACTIVE.to_owned()),
        reminders: Set(true),
        unsubscribe_token: Set(new.unsubscribe_token),
        created_at: Set(new.created_at),
        last_sign_in_at: Set(None),
        agreement_version: Set(None),
        revision: Set(0),
    }
    .insert(db)
    .await?;
    replace_scope(db, &new.id, &new.scope, source).await
}

/// Sets what an account may see. What it saw before keeps where it came from; the rest comes from `source`.
///
/// # Errors
/// When the database refuses.
pub async fn replace_scope(db: &impl ConnectionTrait, account_id: &str, scope: &Scope, source: Source) -> Result<()> {
    let before = account_scope::Entity::find().filter(account_scope::Column::AccountId.eq(account_id)).all(db).await?;
    let came_from = |level: &str, code: &str| {
        let kept = before.iter().find(|row| row.level == level && row.code == code);
        kept.map_or_else(|| source.key().to_owned(), |row| row.source.clone())
    };
    account_scope::Entity::delete_many().filter(account_scope::Column::AccountId.eq(account_id)).exec(db).await?;
    insert_scope(db, account_id, scope, came_from).await
}

/// Lets an account see more. What it sees already, and what somebody else takes away or adds at the same moment, stays as it is.
///
/// # Errors
/// When the database refuses.
pub async fn widen(db: &impl ConnectionTrait, account_id: &str, scope: &Scope, source: Source) -> Result<()> {
    insert_scope(db, account_id, scope, |_, _| source.key().to_owned()).await?;
    account::Entity::update_many()
        .col_expr(account::Column::Revision, Expr::col(account::Column::Revision).add(1))
        .filter(account::Column::Id.eq(account_id))
        .exec(db)
        .await?;
    Ok(())
}

async fn insert_scope(db: &impl ConnectionTrait, account_id: &str, scope: &Scope, came_from: impl Fn(&str, &str) -> String) -> Result<()> {
    let row = |(level, code): (&'static str, String)| account_scope::ActiveModel {
        account_id: Set(account_id.to_owned()),
        level: Set(level.to_owned()),
        source: Set(came_from(level, &code)),
        code: Set(code),
    };
    let rows: Vec<_> = scope_rows(scope).into_iter().map(row).collect();
    if !rows.is_empty() {
        let there = OnConflict::new().do_nothing().to_owned();
        account_scope::Entity::insert_many(rows).on_conflict(there).exec_without_returning(db).await?;
    }
    Ok(())
}

fn scope_rows(scope: &Scope) -> Vec<(&'static str, String)> {
    let under = |level: &'static str, codes: &BTreeSet<OdsCode>| -> Vec<_> { codes.iter().map(|code| (level, code.to_string())).collect() };
    let mut rows = Vec::new();
    if scope.everything {
        rows.push((level::ENGLAND, "ENGLAND".to_owned()));
    }
    rows.extend(under(level::PRACTICE, &scope.practices));
    rows.extend(under(level::SUB_ICB, &scope.sub_icbs));
    rows.extend(under(level::ICB, &scope.icbs));
    rows.extend(under(level::REGION, &scope.regions));
    rows
}

/// The active account with this address (lower case), if there is one.
///
/// # Errors
/// When the database cannot be read.
pub async fn active_by_email(db: &impl ConnectionTrait, email: &str) -> Result<Option<account::Model>> {
    let found = account::Entity::find().filter(account::Column::Email.eq(email)).filter(account::Column::Status.eq(ACTIVE));
    Ok(found.one(db).await?)
}

/// The account with this address (lower case), whatever its status.
///
/// # Errors
/// When the database cannot be read.
pub async fn by_email(db: &impl ConnectionTrait, email: &str) -> Result<Option<account::Model>> {
    Ok(account::Entity::find().filter(account::Column::Email.eq(email)).one(db).await?)
}

/// The person of an active account, with what they may see.
///
/// # Errors
/// When the database cannot be read or holds a role this version does not know.
pub async fn viewer(db: &impl ConnectionTrait, account_id: &str) -> Result<Option<Viewer>> {
    let mut rows = account::Entity::find_by_id(account_id)
        .filter(account::Column::Status.eq(ACTIVE))
        .find_also_related(account_scope::Entity)
        .all(db)
        .await?
        .into_iter()
        .peekable();
    let Some((account, _)) = rows.peek().cloned() else { return Ok(None) };
    let scopes: Vec<_> = rows.filter_map(|(_, row)| row).collect();
    Ok(Some(read_viewer(account, &scopes)?))
}

/// The person of an account, with what these rows let them see.
pub(crate) fn read_viewer(account: account::Model, scopes: &[account_scope::Model]) -> Result<Viewer> {
    let mut scope = Scope::default();
    for row in scopes {
        add_to_scope(&mut scope, &row.level, &row.code)?;
    }
    let role = Role::from_key(&account.role).ok_or_else(|| StoreError::unreadable("account.role", &account.role))?;
    Ok(Viewer { account_id: account.id, name: account.name, email: account.email, role, scope, session: None })
}

/// Adds what a row of `account_scope` lets its account see.
pub(crate) fn add_to_scope(scope: &mut Scope, level: &str, code: &str) -> Result<()> {
    if level == level::ENGLAND {
        scope.everything = true;
        return Ok(());
    }
    let code: OdsCode = code.parse().map_err(|_| StoreError::unreadable("account_scope.code", code))?;
    let set = match level {
        level::PRACTICE => &mut scope.practices,
        level::SUB_ICB => &mut scope.sub_icbs,
        level::ICB => &mut scope.icbs,
        level::REGION => &mut scope.regions,
        other => return Err(StoreError::unreadable("account_scope.level", other)),
    };
    set.insert(code);
    Ok(())
}

/// Remembers that an account signed in.
///
/// # Errors
/// When the database refuses.
pub async fn signed_in(db: &impl ConnectionTrait, account_id: &str, now: DateTime<Utc>) -> Result<()> {
    account::Entity::update_many()
        .col_expr(account::Column::LastSignInAt, Expr::value(now))
        .filter(account::Column::Id.eq(account_id))
        .exec(db)
        .await?;
    Ok(())
}
