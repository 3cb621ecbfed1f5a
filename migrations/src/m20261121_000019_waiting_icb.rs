//! The waiting list no longer keeps the ICB of the day on which a practice joined: places are offered by that of today.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::string_len;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // A database made by a version between two releases never had it.
        if !manager.has_column("slot_waiting", "icb_code").await? {
            return Ok(());
        }
        manager.alter_table(Table::alter().table("slot_waiting").drop_column("icb_code").to_owned()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.alter_table(Table::alter().table("slot_waiting").add_column(string_len("icb_code", 8).default("")).to_owned()).await
    }
}
