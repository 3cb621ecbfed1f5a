//! The day on which a practice plans to be switched on, and since when there has been a plan. A plan that another took the place of, or
//! that was taken away, is kept.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "switch_plan")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub programme: String,
    pub practice_code: String,
    pub planned_on: Date,
    pub since: Date,
    pub contact: String,
    pub made_at: DateTimeUtc,
    pub made_by: String,
    pub ended_at: Option<DateTimeUtc>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
