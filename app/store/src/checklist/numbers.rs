//! Figures and the model of a practice.

use chrono::{DateTime, NaiveDate, Utc};
use domain::checklist::{Counted, Model};
use domain::organisations::OdsCode;
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};

use crate::entity::{checklist_count, checklist_model};
use crate::{Result, StoreError};

/// A figure as kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Figure {
    /// The figure and its day.
    pub counted: Counted,
    /// When it was recorded.
    pub recorded_at: DateTime<Utc>,
    /// Who recorded it, by name.
    pub recorded_by: String,
}

/// The figures of a practice, the newest day first; of one day the one recorded last comes first.
///
/// # Errors
/// When the database cannot be read.
pub async fn figures(db: &impl ConnectionTrait, programme: &str, practice: &OdsCode) -> Result<Vec<Figure>> {
    use checklist_count::Column;
    let rows = checklist_count::Entity::find()
        .filter(Column::Programme.eq(programme))
        .filter(Column::PracticeCode.eq(practice.as_str()))
        .order_by_desc(Column::CountedOn)
        .order_by_desc(Column::RecordedAt)
        .order_by_desc(Column::Id)
        .all(db)
        .await?;
    let figure = |row: checklist_count::Model| Figure {
        counted: Counted { on: row.counted_on, patients: row.patients },
        recorded_at: row.recorded_at,
        recorded_by: row.recorded_by,
    };
    Ok(rows.into_iter().map(figure).collect())
}

/// Adds a figure.
///
/// # Errors
/// When the database refuses.
pub async fn add(db: &impl ConnectionTrait, programme: &str, practice: &OdsCode, id: String, figure: Figure) -> Result<()> {
    let row = checklist_count::ActiveModel {
        id: Set(id),
        programme: Set(programme.to_owned()),
        practice_code: Set(practice.to_string()),
        counted_on: Set(figure.counted.on),
        patients: Set(figure.counted.patients),
        recorded_at: Set(figure.recorded_at),
        recorded_by: Set(figure.recorded_by),
    };
    checklist_count::Entity::insert(row).exec_without_returning(db).await?;
    Ok(())
}

/// The model of a practice as kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chosen {
    /// The model.
    pub model: Model,
    /// The day of the decision.
    pub decided_on: NaiveDate,
    /// Counts the changes, from 1.
    pub revision: i32,
    /// When it was recorded.
    pub recorded_at: DateTime<Utc>,
    /// Who recorded it, by name.
    pub recorded_by: String,
}

/// The model that a practice recorded; none where it never did.
///
/// # Errors
/// When the database cannot be read or holds a word this version does not know.
pub async fn model(db: &impl ConnectionTrait, programme: &str, practice: &OdsCode) -> Result<Option<Chosen>> {
    let row = checklist_model::Entity::find_by_id((programme.to_owned(), practice.to_string())).one(db).await?;
    row.map(|row| {
        let model = Model::from_word(&row.model).ok_or_else(|| StoreError::unreadable("checklist_model.model", row.model))?;
        let checklist_model::Model { decided_on, revision, recorded_at, recorded_by, .. } = row;
        Ok(Chosen { model, decided_on, revision, recorded_at, recorded_by })
    })
    .transpose()
}

/// Writes the model over that of the revision before, or as the first where the revision is 1. False, with nothing written, where
/// somebody else was there first.
///
/// # Errors
/// When the database refuses.
pub async fn put_model(db: &impl ConnectionTrait, programme: &str, practice: &OdsCode, chosen: Chosen) -> Result<bool> {
    use checklist_model::Column;
    let row = checklist_model::ActiveModel {
        programme: Set(programme.to_owned()),
        practice_code: Set(practice.to_string()),
        model: Set(chosen.model.word().to_owned()),
        decided_on: Set(chosen.decided_on),
        revision: Set(chosen.revision),
        recorded_at: Set(chosen.recorded_at),
        recorded_by: Set(chosen.recorded_by),
    };
    let columns = [Column::Model, Column::DecidedOn, Column::Revision, Column::RecordedAt, Column::RecordedBy];
    let over_the_one_before = OnConflict::columns([Column::Programme, Column::PracticeCode])
        .update_columns(columns)
        .action_and_where(Expr::col((checklist_model::Entity, Column::Revision)).eq(chosen.revision - 1))
        .to_owned();
    Ok(checklist_model::Entity::insert(row).on_conflict(over_the_one_before).exec_without_returning(db).await? == 1)
}
