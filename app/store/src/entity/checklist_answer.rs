//! A practice's answer to one checklist item.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "checklist_answer")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub programme: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub practice_code: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub item_code: String,
    pub state: String,
    pub note: String,
    pub evidence_url: String,
    pub reason: String,
    pub assigned_to: String,
    pub due_on: Option<Date>,
    pub revision: i32,
    pub checklist_version: i32,
    pub updated_at: DateTimeUtc,
    pub updated_by: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
