//! Names in one order on both databases: by their bytes, A to Z folded alone, whatever the locale that PostgreSQL was made with; and an
//! index that reads a list of open practices in that order.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DatabaseBackend;

#[derive(DeriveMigrationName)]
pub struct Migration;

const NAMED: [&str; 5] = ["practice", "pcn", "sub_icb", "icb", "region"];

async fn collate(manager: &SchemaManager<'_>, collation: &str) -> Result<(), DbErr> {
    if manager.get_database_backend() != DatabaseBackend::Postgres {
        // SQLite compares bytes by itself.
        return Ok(());
    }
    for table in NAMED {
        let statement = format!("ALTER TABLE {table} ALTER COLUMN name TYPE text COLLATE \"{collation}\"");
        crate::run(manager, &[&statement]).await?;
    }
    Ok(())
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        collate(manager, "C").await?;
        crate::run(manager, &["CREATE INDEX practice_open_name ON practice (is_open, name, ods_code)"]).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        crate::run(manager, &["DROP INDEX practice_open_name"]).await?;
        collate(manager, "default").await
    }
}
