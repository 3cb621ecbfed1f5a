//! What a practice asks its ICB (an exception, another supplier) and what was decided; the planned day of a switch-on; who declared each
//! fact of a self-switch; who agreed a confirmation; and whether an ICB confirmed a supplier.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

fn practice_request() -> TableCreateStatement {
    Table::create()
        .table("practice_request")
        .col(string_len("id", 36).primary_key())
        .col(string_len("programme", 40))
        .col(string_len("practice_code", 8))
        .col(string_len("kind", 20))
        .col(string_len("what", 40))
        .col(text("reason"))
        .col(text("evidence"))
        .col(text("asked_by"))
        .col(timestamp_with_time_zone("asked_at"))
        .col(string_len("state", 20))
        .col(text_null("decided_by"))
        .col(timestamp_with_time_zone_null("decided_at"))
        .col(text("note"))
        .to_owned()
}

fn switch_plan() -> TableCreateStatement {
    Table::create()
        .table("switch_plan")
        .col(string_len("programme", 40))
        .col(string_len("practice_code", 8))
        .col(date("planned_on"))
        .col(date("since"))
        .col(text("contact"))
        .col(timestamp_with_time_zone("updated_at"))
        .col(text("updated_by"))
        .primary_key(Index::create().col("programme").col("practice_code"))
        .to_owned()
}

/// Columns that are added to tables that are there, with their types on both databases.
const COLUMNS: [(&str, &str, &str); 6] = [
    ("self_switch", "default_by", "text"),
    ("self_switch", "existing_by", "text"),
    ("self_switch", "existing_count", "integer"),
    ("confirmation", "agreed_by", "text"),
    ("confirmation", "agreed_on", "date"),
    ("practice", "supplier_confirmed", "boolean NOT NULL DEFAULT FALSE"),
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        crate::create(manager, vec![practice_request(), switch_plan()]).await?;
        for (table, column, kind) in COLUMNS {
            crate::run(manager, &[&format!("ALTER TABLE {table} ADD COLUMN {column} {kind}")]).await?;
        }
        crate::run(
            manager,
            &[
                "CREATE UNIQUE INDEX practice_request_waiting ON practice_request (programme, practice_code, kind) WHERE state = 'waiting'",
                "CREATE INDEX practice_request_state ON practice_request (programme, state)",
                "CREATE INDEX practice_request_practice ON practice_request (programme, practice_code)",
                "CREATE INDEX switch_plan_day ON switch_plan (programme, planned_on)",
                // Until now a confirmation counted without anybody's agreement: those keep counting.
                "UPDATE confirmation SET agreed_by = recorded_by, agreed_on = confirmed_on \
                 WHERE practice_code NOT IN (SELECT ods_code FROM practice WHERE supplier IN ('emis', 'tpp'))",
                "UPDATE self_switch SET default_by = updated_by WHERE default_on IS NOT NULL",
                "UPDATE self_switch SET existing_by = updated_by WHERE existing_updated IS NOT NULL",
            ],
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for (table, column, _) in COLUMNS {
            crate::run(manager, &[&format!("ALTER TABLE {table} DROP COLUMN {column}")]).await?;
        }
        crate::drop(manager, &["switch_plan", "practice_request"]).await
    }
}
