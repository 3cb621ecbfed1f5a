//! A closing day that a register gives for a practice, known or not.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "practice_closing")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub ods_code: String,
    pub closed_on: Date,
    /// The day of the register that says so.
    pub dated: Date,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
