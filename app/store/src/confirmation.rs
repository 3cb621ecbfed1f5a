//! What practices saw once they were switched on.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use domain::accounts::Scope;
use domain::organisations::{OdsCode, Route, Supplier};
use sea_orm::sea_query::{Expr, OnConflict, SelectStatement};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, JoinType, QueryFilter, QueryOrder, QuerySelect, QueryTrait, Select,
};

use crate::entity::confirmation::{self, Column, Entity};
use crate::entity::practice;
use crate::scope::covered;
use crate::{Result, StoreError};

/// A confirmation as kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// The day since when, as the practice says having looked, patients have access.
    pub confirmed_on: NaiveDate,
    /// What it saw, in its own words.
    pub evidence: String,
    /// When it was recorded.
    pub recorded_at: DateTime<Utc>,
    /// Who recorded it, by name.
    pub recorded_by: String,
    /// Who agreed to it for the ICB, by name, and on which day; only with another supplier.
    pub agreed: Option<(String, NaiveDate)>,
}

/// What a practice confirmed; none where it did not.
///
/// # Errors
/// When the database cannot be read.
pub async fn find(db: &impl ConnectionTrait, programme: &str, practice: &OdsCode) -> Result<Option<Record>> {
    let row = Entity::find_by_id((programme.to_owned(), practice.to_string())).one(db).await?;
    Ok(row.map(|row| Record {
        confirmed_on: row.confirmed_on,
        evidence: row.evidence,
        recorded_at: row.recorded_at,
        recorded_by: row.recorded_by,
        agreed: row.agreed_by.zip(row.agreed_on),
    }))
}

/// Since when patients of these practices have access, for those that confirmed it.
///
/// # Errors
/// When the database cannot be read or holds a code this version does not know.
pub async fn days(
    db: &impl ConnectionTrait,
    programme: &str,
    practices: impl IntoIterator<Item = &OdsCode>,
) -> Result<BTreeMap<OdsCode, NaiveDate>> {
    let rows: Vec<(String, NaiveDate)> = Entity::find()
        .filter(Column::Programme.eq(programme))
        .filter(Column::PracticeCode.is_in(practices.into_iter().map(OdsCode::as_str)))
        .select_only()
        .columns([Column::PracticeCode, Column::ConfirmedOn])
        .into_tuple()
        .all(db)
        .await?;
    let read =
        |(code, day): (String, NaiveDate)| Ok((code.parse().map_err(|_| StoreError::unreadable("confirmation.practice_code", code))?, day));
    rows.into_iter().map(read).collect()
}

/// Keeps a confirmation. False, with nothing written, where the practice has one already.
///
/// # Errors
/// When the database refuses.
pub async fn insert(db: &impl ConnectionTrait, programme: &str, practice: &OdsCode, record: Record) -> Result<bool> {
    let row = confirmation::ActiveModel {
        programme: Set(programme.to_owned()),
        practice_code: Set(practice.to_string()),
        confirmed_on: Set(record.confirmed_on),
        evidence: Set(record.evidence),
        recorded_at: Set(record.recorded_at),
        recorded_by: Set(record.recorded_by),
        agreed_by: Set(record.agreed.as_ref().map(|agreed| agreed.0.clone())),
        agreed_on: Set(record.agreed.map(|agreed| agreed.1)),
    };
    let unless_there = OnConflict::columns([Column::Programme, Column::PracticeCode]).do_nothing().to_owned();
    Ok(Entity::insert(row).on_conflict(unless_there).exec_without_returning(db).await? == 1)
}

/// Agrees to the confirmation that was recorded at this instant. False, with nothing changed, where another stands there, none, or one that
/// was agreed.
///
/// # Errors
/// When the database refuses.
pub async fn agree(
    db: &impl ConnectionTrait,
    programme: &str,
    practice: &OdsCode,
    recorded_at: DateTime<Utc>,
    agreed: (&str, NaiveDate),
) -> Result<bool> {
    let done = Entity::update_many()
        .col_expr(Column::AgreedBy, Expr::value(agreed.0))
        .col_expr(Column::AgreedOn, Expr::value(agreed.1))
        .filter(Column::Programme.eq(programme))
        .filter(Column::PracticeCode.eq(practice.as_str()))
        .filter(Column::RecordedAt.eq(recorded_at))
        .filter(Column::AgreedBy.is_null())
        .exec(db)
        .await?;
    Ok(done.rows_affected == 1)
}

/// The practices of `scope` on another supplier than EMIS and TPP whose confirmation waits for agreement, the oldest first: code, name, and
/// since when it waits.
///
/// # Errors
/// When the database cannot be read.
pub async fn waiting(db: &impl ConnectionTrait, scope: &Scope, programme: &str) -> Result<Vec<(String, String, DateTime<Utc>)>> {
    let rows = queued(scope, programme)
        .order_by_asc(Column::RecordedAt)
        .select_only()
        .columns([practice::Column::OdsCode, practice::Column::Name])
        .column(Column::RecordedAt)
        .into_tuple()
        .all(db)
        .await?;
    Ok(rows)
}

/// How many [`waiting`] gives, as a query.
pub(crate) fn number_waiting(scope: &Scope, programme: &str) -> SelectStatement {
    queued(scope, programme).select_only().expr(Column::PracticeCode.count()).into_query()
}

fn queued(scope: &Scope, programme: &str) -> Select<Entity> {
    let to_practice = Entity::belongs_to(practice::Entity).from(Column::PracticeCode).to(practice::Column::OdsCode);
    let others = Supplier::ALL.into_iter().filter(|supplier| supplier.route() == Route::Other).map(Supplier::key);
    Entity::find()
        .filter(Column::Programme.eq(programme))
        .filter(Column::AgreedBy.is_null())
        .join(JoinType::InnerJoin, to_practice.into())
        .filter(covered(scope))
        .filter(practice::Column::Supplier.is_in(others))
}

/// Takes the confirmation back that was recorded at this instant. False, with nothing changed, where another stands there or none.
///
/// # Errors
/// When the database refuses.
pub async fn remove(db: &impl ConnectionTrait, programme: &str, practice: &OdsCode, recorded_at: DateTime<Utc>) -> Result<bool> {
    let done = Entity::delete_many()
        .filter(Column::Programme.eq(programme))
        .filter(Column::PracticeCode.eq(practice.as_str()))
        .filter(Column::RecordedAt.eq(recorded_at))
        .exec(db)
        .await?;
    Ok(done.rows_affected == 1)
}
