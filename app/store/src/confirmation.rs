//! What practices saw once they were switched on.

use chrono::{DateTime, NaiveDate, Utc};
use domain::organisations::OdsCode;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};

use crate::Result;
use crate::entity::confirmation::{self, Column, Entity};

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
    }))
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
    };
    let unless_there = OnConflict::columns([Column::Programme, Column::PracticeCode]).do_nothing().to_owned();
    Ok(Entity::insert(row).on_conflict(unless_there).exec_without_returning(db).await? == 1)
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
