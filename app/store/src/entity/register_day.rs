//! A register of practices that was imported and of which every row was understood.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "register_day")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub dated: Date,
    /// How many rows it had; not known of those imported before this was kept.
    pub rows: Option<i32>,
    /// The last code in it; not known of those imported before this was kept.
    pub last_code: Option<String>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
