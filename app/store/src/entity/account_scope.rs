//! An organisation that an account works for. Level `england` has the code `ENGLAND`.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "account_scope")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub account_id: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub level: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub code: String,
    /// Why, in the words of `domain::accounts::Source`.
    pub source: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(belongs_to = "super::account::Entity", from = "Column::AccountId", to = "super::account::Column::Id")]
    Account,
}

// Accounts are read with their scopes, never the other way; it stands here so that an account need not know of them.
impl Related<Entity> for super::account::Entity {
    fn to() -> RelationDef {
        Relation::Account.def().rev()
    }
}

impl ActiveModelBehavior for ActiveModel {}
