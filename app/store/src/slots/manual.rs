//! What practices without a date did by hand.

use chrono::{DateTime, NaiveDate, Utc};
use domain::organisations::OdsCode;
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};

use crate::Result;
use crate::entity::manual_step::{self, Column, Entity};

/// A step as kept; rows are only ever added.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ManualStep {
    pub id: String,
    /// `existing` or `review`.
    pub step: String,
    /// The day it was done.
    pub done_on: NaiveDate,
    /// How many patients' accounts it was about.
    pub accounts: i32,
    /// When it was recorded.
    pub recorded_at: DateTime<Utc>,
    /// Who recorded it, by name.
    pub recorded_by: String,
}

/// Adds a step.
///
/// # Errors
/// When the database refuses.
pub async fn record_manual_step(db: &impl ConnectionTrait, programme: &str, practice: &OdsCode, step: ManualStep) -> Result<()> {
    let row = manual_step::ActiveModel {
        id: Set(step.id),
        programme: Set(programme.to_owned()),
        practice_code: Set(practice.to_string()),
        step: Set(step.step),
        done_on: Set(step.done_on),
        accounts: Set(step.accounts),
        recorded_at: Set(step.recorded_at),
        recorded_by: Set(step.recorded_by),
    };
    Entity::insert(row).exec_without_returning(db).await?;
    Ok(())
}

/// What a practice did by hand, the newest first.
///
/// # Errors
/// When the database cannot be read.
pub async fn manual_steps(db: &impl ConnectionTrait, programme: &str, practice: &OdsCode) -> Result<Vec<ManualStep>> {
    let rows = Entity::find().filter(Column::Programme.eq(programme)).filter(Column::PracticeCode.eq(practice.as_str()));
    let rows = rows.order_by_desc(Column::DoneOn).order_by_desc(Column::Id).all(db).await?;
    let read = |row: manual_step::Model| {
        let manual_step::Model { id, step, done_on, accounts, recorded_at, recorded_by, .. } = row;
        ManualStep { id, step, done_on, accounts, recorded_at, recorded_by }
    };
    Ok(rows.into_iter().map(read).collect())
}
