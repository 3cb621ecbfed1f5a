//! The two facts of a TPP practice.

use chrono::{DateTime, Utc};
use domain::organisations::OdsCode;
use domain::self_switch::SelfSwitch;
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};

use crate::Result;
use crate::entity::self_switch::{self, Column, Entity};

/// The facts as kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// The two facts.
    pub facts: SelfSwitch,
    /// Who declared that the default is on, by name.
    pub default_by: Option<String>,
    /// Who declared that the existing accounts were updated, by name.
    pub existing_by: Option<String>,
    /// How many existing accounts were updated.
    pub existing_count: Option<u32>,
    /// Counts the changes, from 1.
    pub revision: i32,
    /// When they were last changed.
    pub updated_at: DateTime<Utc>,
    /// Who changed them, by name.
    pub updated_by: String,
}

/// What a practice recorded; none where it never did.
///
/// # Errors
/// When the database cannot be read.
pub async fn find(db: &impl ConnectionTrait, programme: &str, practice: &OdsCode) -> Result<Option<Record>> {
    let row = Entity::find_by_id((programme.to_owned(), practice.to_string())).one(db).await?;
    Ok(row.map(|row| Record {
        facts: SelfSwitch { default_on: row.default_on, existing_updated: row.existing_updated },
        default_by: row.default_by,
        existing_by: row.existing_by,
        existing_count: row.existing_count.and_then(|count| u32::try_from(count).ok()),
        revision: row.revision,
        updated_at: row.updated_at,
        updated_by: row.updated_by,
    }))
}

/// Writes the facts over those of the revision before, or as the first where the revision is 1. False, with nothing written, where
/// somebody else was there first.
///
/// # Errors
/// When the database refuses.
pub async fn put(db: &impl ConnectionTrait, programme: &str, practice: &OdsCode, record: Record) -> Result<bool> {
    let count = record.existing_count.and_then(|count| i32::try_from(count).ok());
    if record.revision == 1 {
        let row = self_switch::ActiveModel {
            programme: Set(programme.to_owned()),
            practice_code: Set(practice.to_string()),
            default_on: Set(record.facts.default_on),
            existing_updated: Set(record.facts.existing_updated),
            revision: Set(record.revision),
            updated_at: Set(record.updated_at),
            updated_by: Set(record.updated_by),
            default_by: Set(record.default_by),
            existing_by: Set(record.existing_by),
            existing_count: Set(count),
        };
        let unless_there = OnConflict::columns([Column::Programme, Column::PracticeCode]).do_nothing().to_owned();
        return Ok(Entity::insert(row).on_conflict(unless_there).exec_without_returning(db).await? == 1);
    }
    let done = Entity::update_many()
        .col_expr(Column::DefaultOn, Expr::value(record.facts.default_on))
        .col_expr(Column::ExistingUpdated, Expr::value(record.facts.existing_updated))
        .col_expr(Column::DefaultBy, Expr::value(record.default_by))
        .col_expr(Column::ExistingBy, Expr::value(record.existing_by))
        .col_expr(Column::ExistingCount, Expr::value(count))
        .col_expr(Column::Revision, Expr::value(record.revision))
        .col_expr(Column::UpdatedAt, Expr::value(record.updated_at))
        .col_expr(Column::UpdatedBy, Expr::value(record.updated_by))
        .filter(Column::Programme.eq(programme))
        .filter(Column::PracticeCode.eq(practice.as_str()))
        .filter(Column::Revision.eq(record.revision - 1))
        .exec(db)
        .await?;
    Ok(done.rows_affected == 1)
}
