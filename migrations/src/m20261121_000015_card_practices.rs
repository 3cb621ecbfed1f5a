//! The practices on a smartcard as it was shown last, and on which day: its holder is reminded of them.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let card_practice = Table::create()
            .table("card_practice")
            .col(string_len("account_id", 36))
            .col(string_len("practice_code", 8))
            .col(date("read_on"))
            .primary_key(Index::create().col("account_id").col("practice_code"))
            .to_owned();
        crate::create(manager, vec![card_practice]).await?;
        crate::run(manager, &["CREATE INDEX card_practice_code ON card_practice (practice_code, read_on)"]).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        crate::drop(manager, &["card_practice"]).await
    }
}
