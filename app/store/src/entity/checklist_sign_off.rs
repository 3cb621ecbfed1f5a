//! A declaration that a practice's checklist is complete; the one that has not ended holds.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "checklist_sign_off")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    pub programme: String,
    pub practice_code: String,
    pub version: i32,
    pub name: String,
    pub deputy: String,
    pub signed_at: DateTimeUtc,
    pub signed_by: String,
    pub ended_at: Option<DateTimeUtc>,
    pub ended_by: Option<String>,
    pub reason: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
