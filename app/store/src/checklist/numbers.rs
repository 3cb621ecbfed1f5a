//! Figures and the model of a practice.

use chrono::{DateTime, NaiveDate, Utc};
use domain::checklist::{Counted, Model};
use domain::organisations::OdsCode;
use sea_orm::ActiveValue::{Set, Unchanged};
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, Select};

use crate::entity::{checklist_count, checklist_model};
use crate::{Result, StoreError};

/// A figure as kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Figure {
    pub id: String,
    /// The figure and its day.
    pub counted: Counted,
    /// When it was recorded.
    pub recorded_at: DateTime<Utc>,
    /// Who recorded it, by name.
    pub recorded_by: String,
}

fn read(row: checklist_count::Model) -> Figure {
    let checklist_count::Model { id, counted_on, patients, recorded_at, recorded_by, .. } = row;
    Figure { id, counted: Counted { on: counted_on, patients }, recorded_at, recorded_by }
}

fn of_practice(programme: &str, practice: &OdsCode) -> Select<checklist_count::Entity> {
    use checklist_count::Column;
    checklist_count::Entity::find().filter(Column::Programme.eq(programme)).filter(Column::PracticeCode.eq(practice.as_str()))
}

/// The figures of a practice, the newest day first; of one day the one added last comes first, and a correction changes
/// nothing about that.
///
/// # Errors
/// When the database cannot be read.
pub async fn figures(db: &impl ConnectionTrait, programme: &str, practice: &OdsCode) -> Result<Vec<Figure>> {
    use checklist_count::Column;
    // Ids grow in the order in which figures are added; a correction is recorded later than it was added.
    let find = of_practice(programme, practice).order_by_desc(Column::CountedOn);
    Ok(find.order_by_desc(Column::Id).all(db).await?.into_iter().map(read).collect())
}

/// One figure of a practice.
///
/// # Errors
/// When the database cannot be read.
pub async fn figure(db: &impl ConnectionTrait, programme: &str, practice: &OdsCode, id: &str) -> Result<Option<Figure>> {
    Ok(of_practice(programme, practice).filter(checklist_count::Column::Id.eq(id)).one(db).await?.map(read))
}

/// Adds a figure.
///
/// # Errors
/// When the database refuses.
pub async fn add(db: &impl ConnectionTrait, programme: &str, practice: &OdsCode, figure: Figure) -> Result<()> {
    let row = checklist_count::ActiveModel {
        id: Set(figure.id),
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

/// Writes a figure over the one with its id.
///
/// # Errors
/// When the database refuses.
pub async fn correct(db: &impl ConnectionTrait, figure: Figure) -> Result<()> {
    let row = checklist_count::ActiveModel {
        id: Unchanged(figure.id),
        counted_on: Set(figure.counted.on),
        patients: Set(figure.counted.patients),
        recorded_at: Set(figure.recorded_at),
        recorded_by: Set(figure.recorded_by),
        ..Default::default()
    };
    checklist_count::Entity::update(row).exec(db).await?;
    Ok(())
}

/// Removes a figure.
///
/// # Errors
/// When the database refuses.
pub async fn remove(db: &impl ConnectionTrait, id: &str) -> Result<()> {
    checklist_count::Entity::delete_by_id(id).exec(db).await?;
    Ok(())
}

/// The model of a practice as kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chosen {
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
        let model = Model::from_key(&row.model).ok_or_else(|| StoreError::unreadable("checklist_model.model", row.model))?;
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
        model: Set(chosen.model.key().to_owned()),
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
