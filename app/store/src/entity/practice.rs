//! A GP practice; each fact with the date of the file that gave it.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "practice")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub ods_code: String,
    pub name: String,
    pub postcode: String,
    pub sub_icb_code: Option<String>,
    pub pcn_code: Option<String>,
    pub supplier: String,
    pub list_size: Option<i32>,
    pub is_open: bool,
    pub opened_on: Option<Date>,
    pub closed_on: Option<Date>,
    pub successor_code: Option<String>,
    pub existence_dated: Option<Date>,
    pub name_dated: Option<Date>,
    pub parent_dated: Option<Date>,
    pub pcn_dated: Option<Date>,
    pub supplier_dated: Option<Date>,
    pub list_size_dated: Option<Date>,
    /// Whether the ICB confirmed the supplier: then no file replaces it.
    pub supplier_confirmed: bool,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
