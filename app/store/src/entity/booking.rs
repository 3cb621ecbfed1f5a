//! A practice's place on a slot: state `active`, `moved`, `deferred` or `cancelled`.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "booking")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    pub programme: String,
    pub practice_code: String,
    pub slot_id: String,
    pub state: String,
    pub sequence: i32,
    pub booked_at: DateTimeUtc,
    pub booked_by: String,
    pub ended_at: Option<DateTimeUtc>,
    pub reason: String,
    pub pool: String,
    pub wanted_from: Option<Date>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
