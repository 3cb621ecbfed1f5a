//! The two facts of a TPP practice.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "self_switch")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub programme: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub practice_code: String,
    pub default_on: Option<Date>,
    pub existing_updated: Option<Date>,
    pub revision: i32,
    pub updated_at: DateTimeUtc,
    pub updated_by: String,
    pub default_by: Option<String>,
    pub existing_by: Option<String>,
    pub existing_count: Option<i32>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
