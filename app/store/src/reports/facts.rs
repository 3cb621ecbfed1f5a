//! What is recorded of practices. Rows of practices out of scope are passed over.

use chrono::{DateTime, NaiveDate, Utc};
use domain::exceptions::over_on;
use domain::reports::{ArrangedRow, ExceptionRow, MoveRow, ProgressRow, Register, StageRow};
use domain::time::london_day;
use sea_orm::{ColumnTrait, EntityTrait, JoinType, QueryFilter, QueryOrder, QuerySelect};

use super::codes::Codes;
use super::places::Places;
use crate::entity::{booking, journey, practice_change, practice_exception, slot, stage_change, switch_plan};
use crate::stages::stage_word;
use crate::{Result, Tx};

pub(super) async fn load(tx: &Tx, programme: &str, places: &Places, practices: &Codes, register: &mut Register) -> Result<()> {
    register.stages = stages(tx, programme, practices).await?;
    register.exceptions = exceptions(tx, programme, practices).await?;
    register.moves = moves(tx, places, practices).await?;
    register.bookings = bookings(tx, programme, practices).await?;
    register.plans = plans(tx, programme, practices).await?;
    register.progress = progress(tx, programme, practices).await?;
    Ok(())
}

async fn stages(tx: &Tx, programme: &str, practices: &Codes) -> Result<Vec<StageRow>> {
    use stage_change::Column;
    // Only columns of the index `stage_change_as_at`, and sorted here, so that the wide rows themselves are never read.
    let mut rows: Vec<(i64, String, String, NaiveDate)> = stage_change::Entity::find()
        .filter(Column::Programme.eq(programme))
        .select_only()
        .columns([Column::Id, Column::PracticeCode, Column::Stage, Column::EffectiveOn])
        .into_tuple()
        .all(tx)
        .await?;
    rows.sort_unstable_by_key(|row| row.0);
    let mut stages = Vec::with_capacity(rows.len());
    for (_, practice, stage, effective_on) in rows {
        if let Some(practice) = practices.at(&practice) {
            stages.push(StageRow { practice, stage: stage_word(&stage)?, effective_on });
        }
    }
    Ok(stages)
}

async fn exceptions(tx: &Tx, programme: &str, practices: &Codes) -> Result<Vec<ExceptionRow>> {
    use practice_exception::Column;
    let rows: Vec<(String, NaiveDate, NaiveDate, Option<NaiveDate>)> = practice_exception::Entity::find()
        .filter(Column::Programme.eq(programme))
        .select_only()
        .columns([Column::PracticeCode, Column::AgreedOn, Column::ReviewOn, Column::EndedOn])
        .into_tuple()
        .all(tx)
        .await?;
    let row = |(practice, agreed_on, review_on, ended_on): (String, _, _, _)| {
        let ended_on = Some(over_on(review_on, ended_on));
        practices.at(&practice).map(|practice| ExceptionRow { practice, agreed_on, ended_on })
    };
    Ok(rows.into_iter().filter_map(row).collect())
}

async fn moves(tx: &Tx, places: &Places, practices: &Codes) -> Result<Vec<MoveRow>> {
    use practice_change::Column;
    let rows: Vec<(String, Option<String>, NaiveDate)> = practice_change::Entity::find()
        .filter(Column::What.eq("moved"))
        .order_by_asc(Column::Id)
        .select_only()
        .columns([Column::PracticeCode, Column::Before, Column::Dated])
        .into_tuple()
        .all(tx)
        .await?;
    let row = |(practice, before, dated): (String, Option<String>, _)| {
        practices.at(&practice).map(|practice| MoveRow { practice, dated, before: places.sub_icbs.at_some(before) })
    };
    Ok(rows.into_iter().filter_map(row).collect())
}

/// A practice, the day, when that was arranged, and when it ended.
type ArrangedRecord = (String, NaiveDate, DateTime<Utc>, Option<DateTime<Utc>>);

fn arranged(rows: Vec<ArrangedRecord>, practices: &Codes) -> Vec<ArrangedRow> {
    let row = |(practice, day, made_at, ended_at): ArrangedRecord| {
        let practice = practices.at(&practice)?;
        Some(ArrangedRow { practice, day, made_on: london_day(made_at), ended_on: ended_at.map(london_day) })
    };
    rows.into_iter().filter_map(row).collect()
}

async fn bookings(tx: &Tx, programme: &str, practices: &Codes) -> Result<Vec<ArrangedRow>> {
    use booking::Column;
    let to_slot = booking::Entity::belongs_to(slot::Entity).from(Column::SlotId).to(slot::Column::Id);
    let rows = booking::Entity::find()
        .filter(Column::Programme.eq(programme))
        .join(JoinType::InnerJoin, to_slot.into())
        .order_by_asc(Column::BookedAt)
        .select_only()
        .column(Column::PracticeCode)
        .column(slot::Column::Date)
        .columns([Column::BookedAt, Column::EndedAt])
        .into_tuple()
        .all(tx)
        .await?;
    Ok(arranged(rows, practices))
}

async fn plans(tx: &Tx, programme: &str, practices: &Codes) -> Result<Vec<ArrangedRow>> {
    use switch_plan::Column;
    let rows = switch_plan::Entity::find()
        .filter(Column::Programme.eq(programme))
        .order_by_asc(Column::Id)
        .select_only()
        .columns([Column::PracticeCode, Column::PlannedOn, Column::MadeAt, Column::EndedAt])
        .into_tuple()
        .all(tx)
        .await?;
    Ok(arranged(rows, practices))
}

async fn progress(tx: &Tx, programme: &str, practices: &Codes) -> Result<Vec<ProgressRow>> {
    use journey::Column;
    let rows: Vec<(String, i32, i32, bool)> = journey::Entity::find()
        .filter(Column::Programme.eq(programme))
        .select_only()
        .columns([Column::PracticeCode, Column::Settled, Column::Required, Column::SettingsConfirmed])
        .into_tuple()
        .all(tx)
        .await?;
    let count = |number: i32| u32::try_from(number).unwrap_or(0);
    let row = |(practice, settled, required, settings_confirmed): (String, i32, i32, bool)| {
        let practice = practices.at(&practice)?;
        Some(ProgressRow { practice, settled: count(settled), required: count(required), settings_confirmed })
    };
    Ok(rows.into_iter().filter_map(row).collect())
}
