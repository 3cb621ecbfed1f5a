//! Exceptions that were agreed.

use chrono::NaiveDate;
use domain::accounts::Scope;
use domain::exceptions::AgreedException;
use domain::organisations::OdsCode;
use domain::stage::Stage;
use sea_orm::sea_query::Expr;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait, Select,
};

use crate::entity::practice_exception::{self, Column, Entity, Model};
use crate::entity::{journey, practice};
use crate::scope::practices_in;
use crate::{Result, StoreError};

/// An exception as kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exception {
    pub id: String,
    pub practice: OdsCode,
    pub agreed: AgreedException,
    /// Who agreed it, by name.
    pub agreed_by: String,
}

fn read(row: Model) -> Result<Exception> {
    let practice = row.practice_code.parse().map_err(|_| StoreError::unreadable("practice_exception.practice_code", &row.practice_code))?;
    let Model { id, category, reason, agreed_on, review_on, ended_on, agreed_by, .. } = row;
    Ok(Exception { id, practice, agreed: AgreedException { category, reason, agreed_on, review_on, ended_on }, agreed_by })
}

/// Those that hold on `today`: the same as `domain::exceptions::AgreedException::holds_on`.
pub(crate) fn holding(programme: &str, today: NaiveDate) -> Select<Entity> {
    Entity::find()
        .filter(Column::Programme.eq(programme))
        .filter(Column::AgreedOn.lte(today))
        .filter(Column::ReviewOn.gte(today))
        .filter(Condition::any().add(Column::EndedOn.is_null()).add(Column::EndedOn.gt(today)))
}

/// The exception of a practice that holds on `today`, the one agreed last where there are several.
///
/// # Errors
/// When the database cannot be read.
pub async fn current(db: &impl ConnectionTrait, programme: &str, practice: &OdsCode, today: NaiveDate) -> Result<Option<Exception>> {
    let find = holding(programme, today).filter(Column::PracticeCode.eq(practice.as_str())).order_by_desc(Column::AgreedOn);
    find.order_by_desc(Column::Id).one(db).await?.map(read).transpose()
}

/// Those of `scope` that hold on `today` and are needed, the one whose review is nearest first; with `until`, those whose review comes by
/// then. A practice that has closed or is switched on needs none.
///
/// # Errors
/// When the database cannot be read.
pub async fn in_force(
    db: &impl ConnectionTrait,
    scope: &Scope,
    programme: &str,
    today: NaiveDate,
    until: Option<NaiveDate>,
) -> Result<Vec<Exception>> {
    let open = practices_in(scope).filter(practice::Column::IsOpen.eq(true)).select_only().column(practice::Column::OdsCode);
    let switched_on = journey::Entity::find()
        .filter(journey::Column::Programme.eq(programme))
        .filter(journey::Column::Stage.eq(Stage::SwitchedOn.key()))
        .select_only()
        .column(journey::Column::PracticeCode);
    let mut find = holding(programme, today);
    if let Some(until) = until {
        find = find.filter(Column::ReviewOn.lte(until));
    }
    let find = find.filter(Column::PracticeCode.in_subquery(open.into_query()));
    let find = find.filter(Column::PracticeCode.not_in_subquery(switched_on.into_query()));
    let rows = find.order_by_asc(Column::ReviewOn).order_by_asc(Column::PracticeCode).all(db).await?;
    rows.into_iter().map(read).collect()
}

/// Those of a practice that had ended by themselves before `today`, the last first.
///
/// # Errors
/// When the database cannot be read.
pub async fn lapsed(db: &impl ConnectionTrait, programme: &str, practice: &OdsCode, today: NaiveDate) -> Result<Vec<Exception>> {
    let find = Entity::find().filter(Column::Programme.eq(programme)).filter(Column::PracticeCode.eq(practice.as_str()));
    let find = find.filter(Column::EndedOn.is_null()).filter(Column::ReviewOn.lt(today));
    find.order_by_desc(Column::ReviewOn).order_by_desc(Column::Id).all(db).await?.into_iter().map(read).collect()
}

/// Those that ended by themselves and whose last day lies from `from` to `to`, in the order of the practices' codes.
///
/// # Errors
/// When the database cannot be read.
pub async fn lapsed_between(db: &impl ConnectionTrait, programme: &str, from: NaiveDate, to: NaiveDate) -> Result<Vec<Exception>> {
    let find = Entity::find().filter(Column::Programme.eq(programme)).filter(Column::EndedOn.is_null());
    let rows = find.filter(Column::ReviewOn.between(from, to)).order_by_asc(Column::PracticeCode).order_by_asc(Column::Id);
    rows.all(db).await?.into_iter().map(read).collect()
}

/// Keeps an exception.
///
/// # Errors
/// When the database refuses.
pub async fn insert(db: &impl ConnectionTrait, programme: &str, exception: Exception) -> Result<()> {
    let Exception { id, practice, agreed, agreed_by } = exception;
    let row = practice_exception::ActiveModel {
        id: Set(id),
        programme: Set(programme.to_owned()),
        practice_code: Set(practice.to_string()),
        category: Set(agreed.category),
        reason: Set(agreed.reason),
        agreed_on: Set(agreed.agreed_on),
        review_on: Set(agreed.review_on),
        ended_on: Set(agreed.ended_on),
        agreed_by: Set(agreed_by),
    };
    Entity::insert(row).exec_without_returning(db).await?;
    Ok(())
}

/// Gives an exception a later review day, where its review is still on `from` and it was not ended. False, with nothing changed, elsewhere.
///
/// # Errors
/// When the database refuses.
pub async fn renew(db: &impl ConnectionTrait, id: &str, from: NaiveDate, to: NaiveDate) -> Result<bool> {
    let done = Entity::update_many()
        .col_expr(Column::ReviewOn, Expr::value(to))
        .filter(Column::Id.eq(id))
        .filter(Column::ReviewOn.eq(from))
        .filter(Column::EndedOn.is_null())
        .exec(db)
        .await?;
    Ok(done.rows_affected == 1)
}

/// Ends an exception; `on` is the first day on which it holds no more. False, with nothing changed, where it was ended already.
///
/// # Errors
/// When the database refuses.
pub async fn end(db: &impl ConnectionTrait, id: &str, on: NaiveDate) -> Result<bool> {
    let done = Entity::update_many()
        .col_expr(Column::EndedOn, Expr::value(on))
        .filter(Column::Id.eq(id))
        .filter(Column::EndedOn.is_null())
        .exec(db)
        .await?;
    Ok(done.rows_affected == 1)
}
