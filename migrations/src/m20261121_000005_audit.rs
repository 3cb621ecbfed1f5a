//! The audit trail: append-only, and the database itself refuses to change or remove a row of it. The same holds for stage changes.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::*;
use sea_orm_migration::sea_orm::DatabaseBackend;

#[derive(DeriveMigrationName)]
pub struct Migration;

const APPEND_ONLY: [&str; 2] = ["audit_event", "stage_change"];

/// What each row's trigger calls on PostgreSQL; on SQLite the trigger refuses by itself.
const REFUSE_CHANGE: &str = "CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS \
     $$ BEGIN RAISE EXCEPTION 'rows of % are only ever added', TG_TABLE_NAME; END $$";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let audit_event = Table::create()
            .table("audit_event")
            .col(big_pk_auto("id"))
            .col(timestamp_with_time_zone("at"))
            .col(string_len_null("account_id", 36))
            .col(text("actor"))
            .col(string_len("action", 60))
            .col(string_len_null("practice_code", 8))
            .col(text_null("subject"))
            .col(text_null("before"))
            .col(text_null("after"))
            .to_owned();
        crate::create(manager, vec![audit_event]).await?;
        crate::run(manager, &["CREATE INDEX audit_event_practice ON audit_event (practice_code, id)"]).await?;
        if manager.get_database_backend() == DatabaseBackend::Postgres {
            crate::run(manager, &[REFUSE_CHANGE]).await?;
        }
        crate::append_only(manager, &APPEND_ONLY).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        if manager.get_database_backend() == DatabaseBackend::Postgres {
            crate::run(manager, &["DROP FUNCTION refuse_change() CASCADE"]).await?;
        } else {
            crate::run(manager, &["DROP TRIGGER stage_change_no_update", "DROP TRIGGER stage_change_no_delete"]).await?;
        }
        crate::drop(manager, &["audit_event"]).await
    }
}
