//! What a practice saw: switched on, with the day and the evidence.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "confirmation")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub programme: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub practice_code: String,
    pub confirmed_on: Date,
    pub evidence: String,
    pub recorded_at: DateTimeUtc,
    pub recorded_by: String,
    pub agreed_by: Option<String>,
    pub agreed_on: Option<Date>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
