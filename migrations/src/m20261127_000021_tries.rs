//! When a message was first and last tried, and what the mail server had against us: how long it is tried is told from the first, and
//! whether mail goes out from the others.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

const COLUMNS: [&str; 3] = ["first_tried_at", "tried_at", "fault"];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let [first, last, fault] = COLUMNS;
        for column in [timestamp_with_time_zone_null(first), timestamp_with_time_zone_null(last), string_len_null(fault, 20)] {
            manager.alter_table(Table::alter().table("outbox").add_column(column).to_owned()).await?;
        }
        let indexes =
            ["CREATE INDEX outbox_sent ON outbox (sent_at)", "CREATE INDEX outbox_fault ON outbox (tried_at) WHERE fault IS NOT NULL"];
        crate::run(manager, &indexes).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        crate::run(manager, &["DROP INDEX outbox_fault", "DROP INDEX outbox_sent"]).await?;
        for column in COLUMNS {
            manager.alter_table(Table::alter().table("outbox").drop_column(column).to_owned()).await?;
        }
        Ok(())
    }
}
