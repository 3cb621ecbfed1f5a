//! Accounts in a list, and what one may see in words.

use domain::accounts::{Role, Scope, Source};
use sea_orm::sea_query::{Expr, ExprTrait, Func, LikeExpr, Query};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};

use super::{level, scope_rows};
use crate::entity::{account, account_scope, icb, practice, region, sub_icb};
use crate::pattern::escaped;
use crate::{Result, StoreError};

/// How many accounts a page of the list holds.
pub const PAGE: u64 = 50;

/// An account as a line of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    pub account: account::Model,
    /// What the person does.
    pub role: Role,
}

/// A page of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// By name.
    pub lines: Vec<Line>,
    /// How many accounts fit on all pages.
    pub total: u64,
}

/// The accounts whose name or address holds every word of `text`, or that see the organisation of this code; `page` counts from 1.
///
/// # Errors
/// When the database cannot be read or holds a role this version does not know.
pub async fn list(db: &impl ConnectionTrait, text: &str, page: u64) -> Result<Page> {
    let mut fitting = Condition::all();
    for word in text.split_whitespace() {
        fitting = fitting.add(fits(word));
    }
    let find = account::Entity::find().filter(fitting);
    let total = find.clone().count(db).await?;
    let rows = find
        .order_by_asc(account::Column::Name)
        .order_by_asc(account::Column::Id)
        .offset(page.saturating_sub(1).saturating_mul(PAGE))
        .limit(PAGE)
        .all(db)
        .await?;
    Ok(Page { lines: rows.into_iter().map(line).collect::<Result<_>>()?, total })
}

fn fits(word: &str) -> Condition {
    let escaped = escaped(&word.to_lowercase());
    let like =
        |column| Expr::expr(Func::lower(Expr::col((account::Entity, column)))).like(LikeExpr::new(format!("%{escaped}%")).escape('\\'));
    let sees = Query::select()
        .column(account_scope::Column::AccountId)
        .from(account_scope::Entity)
        .and_where(account_scope::Column::Code.eq(word.to_uppercase()))
        .to_owned();
    Condition::any().add(like(account::Column::Name)).add(like(account::Column::Email)).add(account::Column::Id.in_subquery(sees))
}

fn line(account: account::Model) -> Result<Line> {
    let role = Role::from_key(&account.role).ok_or_else(|| StoreError::unreadable("account.role", &account.role))?;
    Ok(Line { account, role })
}

/// One account.
///
/// # Errors
/// As [`list`].
pub async fn by_id(db: &impl ConnectionTrait, account_id: &str) -> Result<Option<Line>> {
    account::Entity::find_by_id(account_id).one(db).await?.map(line).transpose()
}

/// An organisation that an account sees, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScopeLine {
    /// The word of [`level`].
    pub level: String,
    /// Its code, or `ENGLAND`.
    pub code: String,
    /// Its name, where it is known.
    pub name: Option<String>,
    /// Why.
    pub source: Source,
}

/// What an account may see, by code.
///
/// # Errors
/// When the database cannot be read or holds a word this version does not know.
pub async fn scope_lines(db: &impl ConnectionTrait, account_id: &str) -> Result<Vec<ScopeLine>> {
    let of_account = account_scope::Entity::find().filter(account_scope::Column::AccountId.eq(account_id));
    let rows = of_account.order_by_asc(account_scope::Column::Code).all(db).await?;
    let line = |row: account_scope::Model| {
        let source = Source::from_key(&row.source).ok_or_else(|| StoreError::unreadable("account_scope.source", &row.source))?;
        Ok(ScopeLine { level: row.level, code: row.code, name: None, source })
    };
    named(db, rows.into_iter().map(line).collect::<Result<_>>()?).await
}

/// The same of a scope that comes from `source`, whatever any account has.
///
/// # Errors
/// When the database cannot be read.
pub async fn lines_of(db: &impl ConnectionTrait, scope: &Scope, source: Source) -> Result<Vec<ScopeLine>> {
    let line = |(level, code): (&str, String)| ScopeLine { level: level.to_owned(), code, name: None, source };
    let mut lines: Vec<_> = scope_rows(scope).into_iter().map(line).collect();
    lines.sort_by(|one, other| one.code.cmp(&other.code));
    named(db, lines).await
}

async fn named(db: &impl ConnectionTrait, mut lines: Vec<ScopeLine>) -> Result<Vec<ScopeLine>> {
    let mut names_of = std::collections::HashMap::new();
    for level in [level::PRACTICE, level::SUB_ICB, level::ICB, level::REGION] {
        let codes: Vec<_> = lines.iter().filter(|line| line.level == level).map(|line| line.code.clone()).collect();
        if !codes.is_empty() {
            names_of.extend(names(db, level, codes).await?);
        }
    }
    for line in &mut lines {
        line.name = names_of.get(&line.code).cloned();
    }
    Ok(lines)
}

/// The names of these organisations of one level: code and name.
///
/// # Errors
/// When the database cannot be read.
pub async fn names(db: &impl ConnectionTrait, level: &str, codes: Vec<String>) -> Result<Vec<(String, String)>> {
    macro_rules! of {
        ($entity:ident, $code:ident) => {
            $entity::Entity::find()
                .select_only()
                .columns([$entity::Column::$code, $entity::Column::Name])
                .filter($entity::Column::$code.is_in(codes))
                .into_tuple()
                .all(db)
                .await?
        };
    }
    Ok(match level {
        level::PRACTICE => of!(practice, OdsCode),
        level::SUB_ICB => of!(sub_icb, Code),
        level::ICB => of!(icb, Code),
        level::REGION => of!(region, Code),
        _ => Vec::new(),
    })
}
