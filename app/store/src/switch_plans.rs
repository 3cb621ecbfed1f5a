//! The day on which a practice plans to be switched on, where it does that itself or with another supplier than EMIS.

use chrono::{DateTime, NaiveDate, Utc};
use domain::organisations::OdsCode;
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue::NotSet, ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};

use crate::entity::switch_plan::{self, Column, Entity};
use crate::{Result, StoreError, Tx};

/// A plan as kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// The planned day.
    pub planned_on: NaiveDate,
    /// The day since when there has been a plan; another day planned does not change it.
    pub since: NaiveDate,
    /// With whom it was arranged; may be empty.
    pub contact: String,
    /// When it was made.
    pub made_at: DateTime<Utc>,
    /// Who made it, by name.
    pub made_by: String,
}

fn read(row: switch_plan::Model) -> Plan {
    let switch_plan::Model { planned_on, since, contact, made_at, made_by, .. } = row;
    Plan { planned_on, since, contact, made_at, made_by }
}

/// The plans of a programme that stand.
fn standing(programme: &str) -> Condition {
    Condition::all().add(Column::Programme.eq(programme)).add(Column::EndedAt.is_null())
}

/// The plan of a practice.
///
/// # Errors
/// When the database cannot be read.
pub async fn find(db: &impl ConnectionTrait, programme: &str, practice: &OdsCode) -> Result<Option<Plan>> {
    let find = Entity::find().filter(standing(programme)).filter(Column::PracticeCode.eq(practice.as_str()));
    Ok(find.one(db).await?.map(read))
}

/// Keeps the plan of a practice in the place of the one it has, which is kept as one that has ended.
///
/// # Errors
/// When the database refuses.
pub async fn put(tx: &Tx, programme: &str, practice: &OdsCode, plan: Plan) -> Result<()> {
    end(tx, programme, practice, plan.made_at).await?;
    let row = switch_plan::ActiveModel {
        id: NotSet,
        programme: Set(programme.to_owned()),
        practice_code: Set(practice.to_string()),
        planned_on: Set(plan.planned_on),
        since: Set(plan.since),
        contact: Set(plan.contact),
        made_at: Set(plan.made_at),
        made_by: Set(plan.made_by),
        ended_at: Set(None),
    };
    Entity::insert(row).exec_without_returning(tx).await?;
    Ok(())
}

/// Ends the plan of a practice, if it has one.
///
/// # Errors
/// When the database refuses.
pub async fn end(tx: &Tx, programme: &str, practice: &OdsCode, at: DateTime<Utc>) -> Result<()> {
    Entity::update_many()
        .col_expr(Column::EndedAt, Expr::value(at))
        .filter(standing(programme))
        .filter(Column::PracticeCode.eq(practice.as_str()))
        .exec(tx)
        .await?;
    Ok(())
}

/// Practices whose planned day lies between two days, both included, by code.
///
/// # Errors
/// When the database cannot be read or holds a code this version does not know.
pub async fn between(db: &impl ConnectionTrait, programme: &str, from: NaiveDate, to: NaiveDate) -> Result<Vec<(OdsCode, Plan)>> {
    let find = Entity::find().filter(standing(programme)).filter(Column::PlannedOn.between(from, to));
    let rows = find.order_by_asc(Column::PracticeCode).all(db).await?;
    let code = |text: &str| text.parse().map_err(|_| StoreError::unreadable("switch_plan.practice_code", text));
    rows.into_iter().map(|row| Ok((code(&row.practice_code)?, read(row)))).collect()
}
