//! Where the chain of the audit trail ends; one row.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "audit_head")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: i64,
    /// The id of the last event.
    pub last_id: i64,
    /// Its hash; empty before the first.
    pub hash: String,
    /// The id of the last event from before there was a chain; 0 where there was none.
    pub starts_after: i64,
    /// How many events there were before there was a chain.
    pub earlier: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
