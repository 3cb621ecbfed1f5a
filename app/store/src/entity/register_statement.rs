//! What a register says of a practice, known or not: rows of one practice and register. What a whole register says by leaving a practice out
//! has no row.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "register_statement")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub ods_code: String,
    /// The day of the register.
    #[sea_orm(primary_key, auto_increment = false)]
    pub dated: Date,
    /// `open`, `not-open` or `unclear`.
    pub says: String,
    /// The day of opening or closing that it names.
    pub day: Option<Date>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
