//! The day on which a practice plans to be switched on, where it does that itself or with another supplier than EMIS.

use chrono::{DateTime, NaiveDate, Utc};
use domain::organisations::OdsCode;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};

use crate::entity::switch_plan::{self, Column, Entity};
use crate::{Result, StoreError};

/// A plan as kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// The planned day.
    pub planned_on: NaiveDate,
    /// The day since when there has been a plan; another day planned does not change it.
    pub since: NaiveDate,
    /// With whom it was arranged; may be empty.
    pub contact: String,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
    /// Who changed it, by name.
    pub updated_by: String,
}

fn read(row: switch_plan::Model) -> Plan {
    let switch_plan::Model { planned_on, since, contact, updated_at, updated_by, .. } = row;
    Plan { planned_on, since, contact, updated_at, updated_by }
}

/// The plan of a practice.
///
/// # Errors
/// When the database cannot be read.
pub async fn find(db: &impl ConnectionTrait, programme: &str, practice: &OdsCode) -> Result<Option<Plan>> {
    Ok(Entity::find_by_id((programme.to_owned(), practice.to_string())).one(db).await?.map(read))
}

/// Writes the plan of a practice over the one it has.
///
/// # Errors
/// When the database refuses.
pub async fn put(db: &impl ConnectionTrait, programme: &str, practice: &OdsCode, plan: Plan) -> Result<()> {
    let row = switch_plan::ActiveModel {
        programme: Set(programme.to_owned()),
        practice_code: Set(practice.to_string()),
        planned_on: Set(plan.planned_on),
        since: Set(plan.since),
        contact: Set(plan.contact),
        updated_at: Set(plan.updated_at),
        updated_by: Set(plan.updated_by),
    };
    let changed = [Column::PlannedOn, Column::Since, Column::Contact, Column::UpdatedAt, Column::UpdatedBy];
    let over = OnConflict::columns([Column::Programme, Column::PracticeCode]).update_columns(changed).to_owned();
    Entity::insert(row).on_conflict(over).exec_without_returning(db).await?;
    Ok(())
}

/// Takes the plan of a practice away.
///
/// # Errors
/// When the database refuses.
pub async fn remove(db: &impl ConnectionTrait, programme: &str, practice: &OdsCode) -> Result<()> {
    Entity::delete_by_id((programme.to_owned(), practice.to_string())).exec(db).await?;
    Ok(())
}

/// Practices whose planned day lies between two days, both included, by code.
///
/// # Errors
/// When the database cannot be read or holds a code this version does not know.
pub async fn between(db: &impl ConnectionTrait, programme: &str, from: NaiveDate, to: NaiveDate) -> Result<Vec<(OdsCode, Plan)>> {
    let find = Entity::find().filter(Column::Programme.eq(programme)).filter(Column::PlannedOn.between(from, to));
    let rows = find.order_by_asc(Column::PracticeCode).all(db).await?;
    let code = |text: &str| text.parse().map_err(|_| StoreError::unreadable("switch_plan.practice_code", text));
    rows.into_iter().map(|row| Ok((code(&row.practice_code)?, read(row)))).collect()
}
