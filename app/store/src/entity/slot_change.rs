//! How an EMIS date was set up from a moment on. Rows are only ever added.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "slot_change")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub slot_id: String,
    pub date: Date,
    pub cutoff: Date,
    pub places: i32,
    pub status: String,
    pub holds: String,
    pub recorded_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
