//! Who may be sent a reminder, and what was answered.

mod people;

use std::collections::HashMap;

use chrono::NaiveDate;
use domain::accounts::Scope;
use domain::organisations::OdsCode;
use domain::reminders::Milestone;
use sea_orm::sea_query::{Alias, BinOper, Expr, ExprTrait, Query, SelectStatement, SimpleExpr};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, QuerySelect, Select};

use crate::Result;
use crate::entity::{account, checklist_answer, outbox, practice};
use crate::scope::{codes_in, practices_in};

use people::join_people;
pub use people::{Manager, account_of, managers};

/// The key under which the reminder for a milestone goes once to an account about a practice.
#[must_use]
pub fn dedupe_key(programme: &str, practice: &str, milestone: Milestone, account: &str) -> String {
    format!("reminder:{programme}:{practice}:{milestone}:{account}")
}

/// One of the people to remind of a practice.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub struct Recipient {
    /// The practice's code.
    pub practice: String,
    /// The account.
    pub account_id: String,
    /// Its address.
    pub email: String,
    /// Names the account in unsubscribe links.
    pub unsubscribe_token: String,
}

/// Every active practice manager who wants reminders with each practice in `scope` that they work for, by name of their own scope or of a
/// card that was shown on `card_since` or later, but for those who were sent the reminder of this milestone. Practices come in the order of
/// their codes.
///
/// # Errors
/// When the database cannot be read.
pub async fn unsent(
    db: &impl ConnectionTrait,
    scope: &Scope,
    programme: &str,
    milestone: Milestone,
    card_since: NaiveDate,
) -> Result<Vec<Recipient>> {
    let unsent = wanted(scope, card_since).filter(Expr::exists(sent(programme, milestone)).not());
    Ok(unsent.order_by_asc(practice::Column::OdsCode).into_model::<Recipient>().all(db).await?)
}

/// One of them, whether or not they were sent anything; none where the account is no longer to be reminded of the practice.
///
/// # Errors
/// When the database cannot be read.
pub async fn recipient(db: &impl ConnectionTrait, code: &OdsCode, account_id: &str, card_since: NaiveDate) -> Result<Option<Recipient>> {
    let one = wanted(&Scope::practices([code.clone()]), card_since).filter(account::Column::Id.eq(account_id));
    Ok(one.into_model::<Recipient>().one(db).await?)
}

fn wanted(scope: &Scope, card_since: NaiveDate) -> Select<practice::Entity> {
    let mut select = practices_in(scope).select_only();
    QuerySelect::query(&mut select)
        .expr_as(Expr::col((practice::Entity, practice::Column::OdsCode)), "practice")
        .expr_as(Expr::col((account::Entity, account::Column::Id)), "account_id")
        .column((account::Entity, account::Column::Email))
        .column((account::Entity, account::Column::UnsubscribeToken));
    join_people(QuerySelect::query(&mut select), card_since);
    select.filter(account::Column::Reminders.eq(true))
}

/// An answer, as far as a reminder asks.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub struct Answered {
    practice_code: String,
    /// Which item.
    pub item_code: String,
    /// The word of its state.
    pub state: String,
    /// The version that was answered.
    pub checklist_version: i32,
}

/// Every answer of `practices`, by practice.
///
/// # Errors
/// When the database cannot be read.
pub async fn answers(
    db: &impl ConnectionTrait,
    scope: &Scope,
    programme: &str,
    practices: &[&str],
) -> Result<HashMap<String, Vec<Answered>>> {
    let mut find = checklist_answer::Entity::find()
        .select_only()
        .columns([checklist_answer::Column::PracticeCode, checklist_answer::Column::ItemCode])
        .columns([checklist_answer::Column::State, checklist_answer::Column::ChecklistVersion])
        .filter(checklist_answer::Column::Programme.eq(programme))
        .filter(checklist_answer::Column::PracticeCode.is_in(practices.iter().copied()));
    if !scope.everything {
        find = find.filter(checklist_answer::Column::PracticeCode.in_subquery(codes_in(scope)));
    }
    let rows = find.into_model::<Answered>().all(db).await?;
    let mut by_practice: HashMap<String, Vec<Answered>> = HashMap::new();
    for row in rows {
        by_practice.entry(row.practice_code.clone()).or_default().push(row);
    }
    Ok(by_practice)
}

/// The outbox row of this milestone to this account about this practice, by [`dedupe_key`].
fn sent(programme: &str, milestone: Milestone) -> SelectStatement {
    let text = |text: String| Expr::val(text).cast_as(Alias::new("text"));
    let and = |left: SimpleExpr, right: SimpleExpr| left.binary(BinOper::Custom("||"), right);
    let key = and(text(format!("reminder:{programme}:")), Expr::col((practice::Entity, practice::Column::OdsCode)));
    let key = and(key, text(format!(":{milestone}:")));
    let key = and(key, Expr::col((account::Entity, account::Column::Id)));
    Query::select()
        .expr(Expr::val(1))
        .from(outbox::Entity)
        .and_where(Expr::col((outbox::Entity, outbox::Column::DedupeKey)).eq(key))
        .to_owned()
}

/// Stops an account's reminders; false where they were stopped already.
///
/// # Errors
/// When the database refuses.
pub async fn stop(db: &impl ConnectionTrait, account_id: &str) -> Result<bool> {
    let done = account::Entity::update_many()
        .col_expr(account::Column::Reminders, Expr::value(false))
        .filter(account::Column::Id.eq(account_id))
        .filter(account::Column::Reminders.eq(true))
        .exec(db)
        .await?;
    Ok(done.rows_affected == 1)
}
