//! Stages: the facts they follow from, and the rows they leave behind.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, Utc};
use domain::organisations::OdsCode;
use domain::stage::Stage;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, NotSet, QueryFilter, QueryOrder, QuerySelect, Statement};

use crate::entity::{journey, stage_change};
use crate::{Result, StoreError};

/// A stage reached, as kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StageChange {
    pub stage: Stage,
    /// The day it took effect.
    pub effective_on: NaiveDate,
    /// What led to it: the key of a [`domain::stage::Cause`].
    pub cause: String,
    /// Who recorded it, by name.
    pub recorded_by: String,
    /// When it was recorded.
    pub recorded_at: DateTime<Utc>,
}

/// Adds a stage change.
///
/// # Errors
/// When the database refuses.
pub async fn append(db: &impl ConnectionTrait, programme: &str, practice: &OdsCode, change: StageChange) -> Result<()> {
    let row = stage_change::ActiveModel {
        id: NotSet,
        programme: Set(programme.to_owned()),
        practice_code: Set(practice.to_string()),
        stage: Set(change.stage.key().to_owned()),
        effective_on: Set(change.effective_on),
        cause: Set(change.cause),
        recorded_by: Set(change.recorded_by),
        recorded_at: Set(change.recorded_at),
    };
    stage_change::Entity::insert(row).exec_without_returning(db).await?;
    Ok(())
}

/// The stage changes of a practice, the one recorded last first.
///
/// # Errors
/// When the database cannot be read or holds a stage this version does not know.
pub async fn history(db: &impl ConnectionTrait, programme: &str, practice: &OdsCode) -> Result<Vec<StageChange>> {
    let rows = stage_change::Entity::find()
        .filter(stage_change::Column::Programme.eq(programme))
        .filter(stage_change::Column::PracticeCode.eq(practice.as_str()))
        .order_by_desc(stage_change::Column::Id)
        .all(db)
        .await?;
    rows.into_iter()
        .map(|row| {
            let stage = stage_from_key(&row.stage)?;
            let stage_change::Model { effective_on, cause, recorded_by, recorded_at, .. } = row;
            Ok(StageChange { stage, effective_on, cause, recorded_by, recorded_at })
        })
        .collect()
}

/// Reads a stored stage.
///
/// # Errors
/// When this version does not know it.
pub fn stage_from_key(word: &str) -> Result<Stage> {
    Stage::from_key(word).ok_or_else(|| StoreError::unreadable("stage", word))
}

/// The present row of a practice; none before anything was recorded.
///
/// # Errors
/// When the database cannot be read.
pub async fn journey(db: &impl ConnectionTrait, programme: &str, practice: &OdsCode) -> Result<Option<journey::Model>> {
    Ok(journey::Entity::find_by_id((programme.to_owned(), practice.to_string())).one(db).await?)
}

/// Writes the present row of a practice, and how far its checklist is from now on where that has changed.
///
/// # Errors
/// When the database refuses.
pub async fn put_journey(db: &impl ConnectionTrait, row: journey::Model, signed_off: bool) -> Result<()> {
    use journey::Column;
    note_progress(db, &row, signed_off).await?;
    let active = journey::ActiveModel {
        programme: Set(row.programme),
        practice_code: Set(row.practice_code),
        stage: Set(row.stage),
        stage_since: Set(row.stage_since),
        settled: Set(row.settled),
        required: Set(row.required),
        settings_confirmed: Set(row.settings_confirmed),
        updated_at: Set(row.updated_at),
    };
    journey::Entity::insert(active)
        .on_conflict(
            OnConflict::columns([Column::Programme, Column::PracticeCode])
                .update_columns([
                    Column::Stage,
                    Column::StageSince,
                    Column::Settled,
                    Column::Required,
                    Column::SettingsConfirmed,
                    Column::UpdatedAt,
                ])
                .to_owned(),
        )
        .exec_without_returning(db)
        .await?;
    Ok(())
}

// By one statement, and without a row where all is as it was: a booking changes nothing in a checklist.
const NOTE_PROGRESS: &str = "\
INSERT INTO progress_change (programme, practice_code, settled, required, settings_confirmed, signed_off, recorded_at) \
SELECT $1, $2, $3, $4, $5, $6, $7 WHERE NOT EXISTS (SELECT 1 FROM progress_change p \
  WHERE p.id = (SELECT MAX(l.id) FROM progress_change l WHERE l.programme = $1 AND l.practice_code = $2) \
  AND p.settled = $3 AND p.required = $4 AND p.settings_confirmed = $5 AND p.signed_off = $6)";

async fn note_progress(db: &impl ConnectionTrait, row: &journey::Model, signed_off: bool) -> Result<()> {
    let values = [
        row.programme.as_str().into(),
        row.practice_code.as_str().into(),
        row.settled.into(),
        row.required.into(),
        row.settings_confirmed.into(),
        signed_off.into(),
        row.updated_at.into(),
    ];
    db.execute_raw(Statement::from_sql_and_values(db.get_database_backend(), NOTE_PROGRESS, values)).await?;
    Ok(())
}

/// The practices that have a present row: something was recorded of each.
///
/// # Errors
/// When the database cannot be read or holds a code this version does not know.
pub async fn begun(db: &impl ConnectionTrait, programme: &str) -> Result<BTreeSet<OdsCode>> {
    let codes: Vec<String> = journey::Entity::find()
        .filter(journey::Column::Programme.eq(programme))
        .select_only()
        .column(journey::Column::PracticeCode)
        .into_tuple()
        .all(db)
        .await?;
    codes.into_iter().map(|code| code.parse().map_err(|_| StoreError::unreadable("journey.practice_code", code))).collect()
}
