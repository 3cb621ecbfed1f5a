//! What a practice asks its ICB to decide: kind `exception` or `supplier`; state `waiting`, `agreed` or `refused`.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "practice_request")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    pub programme: String,
    pub practice_code: String,
    pub kind: String,
    pub what: String,
    pub reason: String,
    pub evidence: String,
    pub asked_by: String,
    pub asked_at: DateTimeUtc,
    pub state: String,
    pub decided_by: Option<String>,
    pub decided_at: Option<DateTimeUtc>,
    pub note: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
