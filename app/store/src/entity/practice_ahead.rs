//! What files say of a practice that no register has shown open yet.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "practice_ahead")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub ods_code: String,
    pub sub_icb_code: Option<String>,
    pub parent_dated: Option<Date>,
    pub pcn_code: Option<String>,
    pub pcn_dated: Option<Date>,
    pub supplier: Option<String>,
    pub supplier_dated: Option<Date>,
    pub list_size: Option<i32>,
    pub list_size_dated: Option<Date>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
