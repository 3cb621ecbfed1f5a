//! A practice on the waiting list of a slot: state `waiting`, `offered`, or how it ended.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "slot_waiting")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    pub programme: String,
    pub slot_id: String,
    pub practice_code: String,
    pub state: String,
    pub pool: String,
    pub joined_at: DateTimeUtc,
    pub joined_by: String,
    pub offered_at: Option<DateTimeUtc>,
    pub expires_at: Option<DateTimeUtc>,
    pub ended_at: Option<DateTimeUtc>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
