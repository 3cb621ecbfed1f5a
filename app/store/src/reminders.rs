//! Who may be owed a reminder, with the facts that decide it.

mod people;

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use domain::accounts::Scope;
use domain::organisations::OdsCode;
use domain::reminders::Milestone;
use domain::time::london_day;
use sea_orm::sea_query::{Alias, BinOper, Condition, Expr, ExprTrait, Query, SelectStatement, SimpleExpr};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, QuerySelect, Select};

use crate::Result;
use crate::entity::{account, checklist_answer, journey, outbox, practice, practice_exception, self_switch, slot};
use crate::practices::{equal, icb, join_journey, offered, signed_off, waits};
use crate::scope::{codes_in, practices_in};

use people::join_people;
pub use people::{Manager, account_of, managers};

/// The key under which the reminder for a milestone goes once to an account about a practice.
#[must_use]
pub fn dedupe_key(programme: &str, practice: &str, milestone: Milestone, account: &str) -> String {
    format!("reminder:{programme}:{practice}:{milestone}:{account}")
}

/// A practice and one of the people to remind of it.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Candidate {
    /// The practice's code.
    pub practice: String,
    /// Its name.
    pub name: String,
    /// The word of its supplier.
    pub supplier: String,
    /// Whether it is open.
    pub is_open: bool,
    /// The word of its stage; none before anything was recorded.
    pub stage: Option<String>,
    /// How many required items of its checklist are settled; none before anything was recorded.
    pub settled: Option<i32>,
    /// How many there are.
    pub required: Option<i32>,
    /// Whether its checklist is signed off.
    pub signed_off: bool,
    /// The date of its active booking.
    pub booked_on: Option<NaiveDate>,
    /// Whether it waits for a place on a date.
    pub waits: bool,
    /// Whether a place is kept for it.
    pub offered: bool,
    /// The code of its ICB.
    pub icb: Option<String>,
    /// TPP: the default is on since this day.
    pub default_on: Option<NaiveDate>,
    /// TPP: the existing accounts were updated on this day.
    pub existing_updated: Option<NaiveDate>,
    /// Whether an exception holds.
    pub exception_agreed: bool,
    /// The account.
    pub account_id: String,
    /// Its address.
    pub email: String,
    /// Names the account in unsubscribe links.
    pub unsubscribe_token: String,
}

/// What a look at reminders depends on.
#[derive(Clone, Copy, Debug)]
pub struct When<'a> {
    /// The code of the programme.
    pub programme: &'a str,
    /// The present moment.
    pub now: DateTime<Utc>,
    /// Cards count that were shown on this day or later.
    pub card_since: NaiveDate,
}

/// Every practice in `scope` with each active practice manager who wants reminders and works for it by name of their own scope or of their
/// card, but for those who were sent this milestone's. Practices come in the order of their codes.
///
/// # Errors
/// When the database cannot be read.
pub async fn candidates(db: &impl ConnectionTrait, scope: &Scope, when: &When<'_>, milestone: Milestone) -> Result<Vec<Candidate>> {
    let unsent = wanted(scope, when).filter(Expr::exists(sent(when.programme, milestone)).not());
    Ok(unsent.order_by_asc(practice::Column::OdsCode).into_model::<Candidate>().all(db).await?)
}

/// One of them, whether or not they were sent anything; none where the account is no longer to be reminded of the practice.
///
/// # Errors
/// When the database cannot be read.
pub async fn candidate(db: &impl ConnectionTrait, when: &When<'_>, code: &OdsCode, account_id: &str) -> Result<Option<Candidate>> {
    let one = wanted(&Scope::practices([code.clone()]), when).filter(account::Column::Id.eq(account_id));
    Ok(one.into_model::<Candidate>().one(db).await?)
}

fn wanted(scope: &Scope, when: &When<'_>) -> Select<practice::Entity> {
    let mut select = practices_in(scope).select_only();
    QuerySelect::query(&mut select)
        .expr_as(Expr::col((practice::Entity, practice::Column::OdsCode)), "practice")
        .column((practice::Entity, practice::Column::Name))
        .column((practice::Entity, practice::Column::Supplier))
        .column((practice::Entity, practice::Column::IsOpen))
        .column((journey::Entity, journey::Column::Stage))
        .column((journey::Entity, journey::Column::Settled))
        .column((journey::Entity, journey::Column::Required))
        .expr_as(signed_off(when.programme), "signed_off")
        .expr_as(Expr::col((slot::Entity, slot::Column::Date)), "booked_on")
        .expr_as(waits(when.programme), "waits")
        .expr_as(offered(when.programme, when.now), "offered")
        .expr_as(icb(), "icb")
        .column((self_switch::Entity, self_switch::Column::DefaultOn))
        .column((self_switch::Entity, self_switch::Column::ExistingUpdated))
        .expr_as(Expr::exists(exceptions(when.programme, london_day(when.now))), "exception_agreed")
        .expr_as(Expr::col((account::Entity, account::Column::Id)), "account_id")
        .column((account::Entity, account::Column::Email))
        .column((account::Entity, account::Column::UnsubscribeToken));
    join_people(QuerySelect::query(&mut select), when.card_since);
    join_journey(QuerySelect::query(&mut select), when.programme);
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

/// Exceptions of the practice that hold on `today`: the same as `domain::exceptions::AgreedException::holds_on`.
fn exceptions(programme: &str, today: NaiveDate) -> SelectStatement {
    use practice_exception::{Column, Entity};
    Query::select()
        .expr(Expr::val(1))
        .from(Entity)
        .and_where(Column::Programme.eq(programme))
        .and_where(equal((Entity, Column::PracticeCode), (practice::Entity, practice::Column::OdsCode)))
        .and_where(Column::AgreedOn.lte(today))
        .and_where(Column::ReviewOn.gte(today))
        .cond_where(Condition::any().add(Column::EndedOn.is_null()).add(Column::EndedOn.gt(today)))
        .to_owned()
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
