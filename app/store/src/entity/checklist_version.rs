//! A version of the checklist that was uploaded.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "checklist_version")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    pub programme: String,
    pub version: i32,
    pub state: String,
    pub content: String,
    pub uploaded_at: DateTimeUtc,
    pub uploaded_by: String,
    pub live_at: Option<DateTimeUtc>,
    pub live_by: Option<String>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
