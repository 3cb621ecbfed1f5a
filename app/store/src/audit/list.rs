//! Events of the audit trail, always within a scope.

use chrono::{DateTime, Utc};
use domain::accounts::Scope;
use domain::organisations::OdsCode;
use sea_orm::sea_query::{Expr, ExprTrait, Func, LikeExpr};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, Select};

use crate::Result;
use crate::entity::audit_event::{Column, Entity, Model};
use crate::pattern::escaped;
use crate::scope::codes_in;

/// How many events a page holds.
pub const PAGE: u64 = 50;

/// Which events of the scope are wanted; the default wants all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// A part of the name of whoever did it.
    pub actor: String,
    /// The beginning of what was done, e.g. `slots` or `slots.book`.
    pub action: String,
    /// Only what concerns this practice.
    pub practice: Option<OdsCode>,
    /// Only from this instant on.
    pub from: Option<DateTime<Utc>>,
    /// Only before this instant.
    pub before: Option<DateTime<Utc>>,
}

/// The account that did the latest of these `actions` to a practice and, where one is named, to this `subject`; none where nobody did, or
/// no person.
///
/// # Errors
/// When the database cannot be read.
pub async fn last_account(
    db: &impl ConnectionTrait,
    practice: &OdsCode,
    actions: &[&str],
    subject: Option<&str>,
) -> Result<Option<String>> {
    let mut find = Entity::find().filter(Column::PracticeCode.eq(practice.as_str())).filter(Column::Action.is_in(actions.iter().copied()));
    if let Some(subject) = subject {
        find = find.filter(Column::Subject.eq(subject));
    }
    Ok(find.order_by_desc(Column::Id).limit(1).one(db).await?.and_then(|event| event.account_id))
}

/// A page of events, the newest first, and how many there are on all pages; `page` counts from 1. What concerns no practice is in the
/// scope of England alone.
///
/// # Errors
/// When the database cannot be read.
pub async fn list(db: &impl ConnectionTrait, scope: &Scope, filter: &Filter, page: u64) -> Result<(Vec<Model>, u64)> {
    let wanted = wanted(scope, filter);
    let total = wanted.clone().count(db).await?;
    let offset = page.saturating_sub(1).saturating_mul(PAGE);
    Ok((wanted.order_by_desc(Column::Id).offset(offset).limit(PAGE).all(db).await?, total))
}

/// The newest `limit` events, the newest first.
///
/// # Errors
/// When the database cannot be read.
pub async fn newest(db: &impl ConnectionTrait, scope: &Scope, filter: &Filter, limit: u64) -> Result<Vec<Model>> {
    Ok(wanted(scope, filter).order_by_desc(Column::Id).limit(limit).all(db).await?)
}

fn wanted(scope: &Scope, filter: &Filter) -> Select<Entity> {
    let mut wanted = Entity::find();
    if !scope.everything {
        wanted = wanted.filter(Column::PracticeCode.in_subquery(codes_in(scope)));
    }
    if !filter.actor.is_empty() {
        wanted = wanted.filter(like(Column::Actor, &format!("%{}%", escaped(&filter.actor))));
    }
    if !filter.action.is_empty() {
        wanted = wanted.filter(like(Column::Action, &format!("{}%", escaped(&filter.action))));
    }
    if let Some(practice) = &filter.practice {
        wanted = wanted.filter(Column::PracticeCode.eq(practice.as_str()));
    }
    if let Some(from) = filter.from {
        wanted = wanted.filter(Column::At.gte(from));
    }
    if let Some(before) = filter.before {
        wanted = wanted.filter(Column::At.lt(before));
    }
    wanted
}

/// Letters in any case. SQLite folds A to Z alone; PostgreSQL what its locale folds.
fn like(column: Column, pattern: &str) -> Expr {
    Expr::from(Func::lower(Expr::col(column))).like(LikeExpr::new(pattern.to_ascii_lowercase()).escape('\\'))
}
