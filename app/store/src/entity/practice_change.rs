//! What an import changed of a practice.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "practice_change")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub practice_code: String,
    pub what: String,
    pub before: Option<String>,
    pub after: Option<String>,
    pub dated: Date,
    pub import_id: String,
    pub recorded_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
