//! What is recorded of practices, all of them or a few. Rows of practices that are not asked for are passed over.

use chrono::{DateTime, NaiveDate, Utc};
use domain::exceptions::over_on;
use domain::reports::{ArrangedRow, ExceptionRow, MoveRow, Renewed, StageRow};
use domain::time::london_day;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::whose::Whose;
use super::{known, next};
use crate::entity::{practice_change, practice_exception, stage_change, switch_plan};
use crate::stages::stage_from_key;
use crate::{Result, Tx};

/// All that is recorded of them; the practices themselves are in [`super::areas`]. None where one of a few has to do with an EMIS date that
/// is not known.
pub(super) async fn load(tx: &Tx, programme: &str, whose: &Whose<'_>) -> Result<Option<Renewed>> {
    let (bookings, offers) = (known::bookings(tx, programme, whose).await?, known::offers(tx, programme, whose).await?);
    let Some((bookings, offers)) = bookings.zip(offers) else { return Ok(None) };
    Ok(Some(Renewed {
        practices: Vec::new(),
        stages: stages(tx, programme, whose).await?,
        exceptions: exceptions(tx, programme, whose).await?,
        moves: moves(tx, whose).await?,
        bookings,
        offers,
        plans: plans(tx, programme, whose).await?,
        progress: known::progress(tx, programme, whose).await?,
        next: next::load(tx, programme, whose).await?,
    }))
}

async fn stages(tx: &Tx, programme: &str, whose: &Whose<'_>) -> Result<Vec<StageRow>> {
    use stage_change::Column;
    // Only columns of the index `stage_change_as_at`, and sorted here, so that the wide rows themselves are never read.
    let mut rows: Vec<(i64, String, String, NaiveDate)> = whose
        .among(stage_change::Entity::find(), Column::PracticeCode)
        .filter(Column::Programme.eq(programme))
        .select_only()
        .columns([Column::Id, Column::PracticeCode, Column::Stage, Column::EffectiveOn])
        .into_tuple()
        .all(tx)
        .await?;
    rows.sort_unstable_by_key(|row| row.0);
    let mut stages = Vec::with_capacity(rows.len());
    for (_, practice, stage, effective_on) in rows {
        if let Some(practice) = whose.practices.at(&practice) {
            stages.push(StageRow { practice, stage: stage_from_key(&stage)?, effective_on });
        }
    }
    Ok(stages)
}

async fn exceptions(tx: &Tx, programme: &str, whose: &Whose<'_>) -> Result<Vec<ExceptionRow>> {
    use practice_exception::Column;
    let rows: Vec<(String, NaiveDate, NaiveDate, Option<NaiveDate>)> = whose
        .among(practice_exception::Entity::find(), Column::PracticeCode)
        .filter(Column::Programme.eq(programme))
        .select_only()
        .columns([Column::PracticeCode, Column::AgreedOn, Column::ReviewOn, Column::EndedOn])
        .into_tuple()
        .all(tx)
        .await?;
    let row = |(practice, agreed_on, review_on, ended_on): (String, _, _, _)| {
        let ended_on = Some(over_on(review_on, ended_on));
        whose.practices.at(&practice).map(|practice| ExceptionRow { practice, agreed_on, ended_on })
    };
    Ok(rows.into_iter().filter_map(row).collect())
}

async fn moves(tx: &Tx, whose: &Whose<'_>) -> Result<Vec<MoveRow>> {
    use practice_change::Column;
    let rows: Vec<(String, Option<String>, NaiveDate)> = whose
        .among(practice_change::Entity::find(), Column::PracticeCode)
        .filter(Column::What.eq("moved"))
        .order_by_asc(Column::Id)
        .select_only()
        .columns([Column::PracticeCode, Column::Before, Column::Dated])
        .into_tuple()
        .all(tx)
        .await?;
    let row = |(practice, before, dated): (String, Option<String>, _)| {
        whose.practices.at(&practice).map(|practice| MoveRow { practice, dated, before: whose.sub_icbs.at_some(before) })
    };
    Ok(rows.into_iter().filter_map(row).collect())
}

/// A practice, the day, when that was planned, and when it ended.
type ArrangedRecord = (String, NaiveDate, DateTime<Utc>, Option<DateTime<Utc>>);

fn arranged(rows: Vec<ArrangedRecord>, whose: &Whose<'_>) -> Vec<ArrangedRow> {
    let row = |(practice, day, made_at, ended_at): ArrangedRecord| {
        let practice = whose.practices.at(&practice)?;
        Some(ArrangedRow { practice, day, made_on: london_day(made_at), ended_on: ended_at.map(london_day) })
    };
    rows.into_iter().filter_map(row).collect()
}

async fn plans(tx: &Tx, programme: &str, whose: &Whose<'_>) -> Result<Vec<ArrangedRow>> {
    use switch_plan::Column;
    let rows = whose
        .among(switch_plan::Entity::find(), Column::PracticeCode)
        .filter(Column::Programme.eq(programme))
        .order_by_asc(Column::Id)
        .select_only()
        .columns([Column::PracticeCode, Column::PlannedOn, Column::MadeAt, Column::EndedAt])
        .into_tuple()
        .all(tx)
        .await?;
    Ok(arranged(rows, whose))
}
