//! An exception that the ICB agreed.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "practice_exception")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    pub programme: String,
    pub practice_code: String,
    pub category: String,
    pub reason: String,
    pub agreed_on: Date,
    pub review_on: Date,
    pub ended_on: Option<Date>,
    pub agreed_by: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
