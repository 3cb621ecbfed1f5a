//! The audit trail says from which session and for which organisation, and each row carries the hash of the row before it.
//!
//! The chain begins with the first row after this migration. Of the rows before it the head keeps how many there are and where they end,
//! so that a removed one is noticed; see docs/adr/0011-audit-chain.md.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::*;
use sea_orm_migration::sea_orm::DatabaseBackend;

#[derive(DeriveMigrationName)]
pub struct Migration;

const COLUMNS: [&str; 4] = ["session_ref", "acting_for", "prev_hash", "hash"];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // One column a statement: SQLite adds no more at once.
        for column in
            [string_len_null("session_ref", 12), text_null("acting_for"), string_len_null("prev_hash", 64), string_len_null("hash", 64)]
        {
            manager.alter_table(Table::alter().table("audit_event").add_column(column).to_owned()).await?;
        }
        let head = Table::create()
            .table("audit_head")
            .col(big_integer("id").primary_key())
            .col(big_integer("last_id"))
            .col(string_len("hash", 64))
            .col(big_integer("starts_after"))
            .col(big_integer("earlier"))
            .to_owned();
        crate::create(manager, vec![head]).await?;
        let first = "INSERT INTO audit_head (id, last_id, hash, starts_after, earlier) \
             SELECT 1, COALESCE(MAX(id), 0), '', COALESCE(MAX(id), 0), COUNT(*) FROM audit_event";
        let mut statements = vec![first, "CREATE INDEX audit_event_at ON audit_event (at)"];
        if manager.get_database_backend() == DatabaseBackend::Postgres {
            // The triggers of a row do not see it; SQLite has no such statement.
            statements.push(
                "CREATE TRIGGER audit_event_no_truncate BEFORE TRUNCATE ON audit_event FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
            );
        }
        crate::run(manager, &statements).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        if manager.get_database_backend() == DatabaseBackend::Postgres {
            let counter =
                "SELECT setval(pg_get_serial_sequence('audit_event', 'id'), (SELECT COALESCE(MAX(id), 0) + 1 FROM audit_event), false)";
            crate::run(manager, &["DROP TRIGGER audit_event_no_truncate ON audit_event", counter]).await?;
        }
        crate::run(manager, &["DROP INDEX audit_event_at"]).await?;
        crate::drop(manager, &["audit_head"]).await?;
        for column in COLUMNS {
            manager.alter_table(Table::alter().table("audit_event").drop_column(column).to_owned()).await?;
        }
        Ok(())
    }
}
