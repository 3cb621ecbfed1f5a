//! A stretch of days on which a practice was open, by all registers. A practice without any came by another way: its own days count.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "practice_spell")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub ods_code: String,
    /// In the order of days, from 0.
    #[sea_orm(primary_key, auto_increment = false)]
    pub number: i32,
    /// The first day, where it is known.
    pub opened_on: Option<Date>,
    /// The first day on which it was open no more.
    pub closed_on: Option<Date>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
