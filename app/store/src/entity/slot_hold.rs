//! Places of a slot that are held back for an ICB.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "slot_hold")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub slot_id: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub icb_code: String,
    pub places: i32,
    pub taken: i32,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
