//! What a checklist holds beside its answers: who sees to an item and by when, numbers, sign-offs, and versions that were uploaded.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

fn of_practice(table: &'static str) -> TableCreateStatement {
    Table::create()
        .table(table)
        .col(string_len("id", 36).primary_key())
        .col(string_len("programme", 40))
        .col(string_len("practice_code", 8))
        .to_owned()
}

fn checklist_sign_off() -> TableCreateStatement {
    of_practice("checklist_sign_off")
        .col(integer("version"))
        .col(text("name"))
        .col(text("deputy"))
        .col(timestamp_with_time_zone("signed_at"))
        .col(text("signed_by"))
        .col(timestamp_with_time_zone_null("ended_at"))
        .col(text_null("ended_by"))
        .col(text("reason"))
        .to_owned()
}

fn checklist_count() -> TableCreateStatement {
    of_practice("checklist_count")
        .col(date("counted_on"))
        .col(integer("patients"))
        .col(timestamp_with_time_zone("recorded_at"))
        .col(text("recorded_by"))
        .to_owned()
}

fn checklist_model() -> TableCreateStatement {
    Table::create()
        .table("checklist_model")
        .col(string_len("programme", 40))
        .col(string_len("practice_code", 8))
        .col(string_len("model", 20))
        .col(date("decided_on"))
        .col(integer("revision"))
        .col(timestamp_with_time_zone("recorded_at"))
        .col(text("recorded_by"))
        .primary_key(Index::create().col("programme").col("practice_code"))
        .to_owned()
}

fn checklist_version() -> TableCreateStatement {
    Table::create()
        .table("checklist_version")
        .col(string_len("id", 36).primary_key())
        .col(string_len("programme", 40))
        .col(integer("version"))
        .col(string_len("state", 20))
        .col(text("content"))
        .col(timestamp_with_time_zone("uploaded_at"))
        .col(text("uploaded_by"))
        .col(timestamp_with_time_zone_null("live_at"))
        .col(text_null("live_by"))
        .to_owned()
}

/// Practices whose stage is still that of the version before.
fn checklist_behind() -> TableCreateStatement {
    Table::create()
        .table("checklist_behind")
        .col(string_len("programme", 40))
        .col(string_len("practice_code", 8))
        .primary_key(Index::create().col("programme").col("practice_code"))
        .to_owned()
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let tables = vec![checklist_sign_off(), checklist_count(), checklist_model(), checklist_version(), checklist_behind()];
        crate::create(manager, tables).await?;
        crate::run(
            manager,
            &[
                "ALTER TABLE checklist_answer ADD COLUMN assigned_to text NOT NULL DEFAULT ''",
                "ALTER TABLE checklist_answer ADD COLUMN due_on date",
                "CREATE UNIQUE INDEX checklist_sign_off_one ON checklist_sign_off (programme, practice_code) WHERE ended_at IS NULL",
                "CREATE INDEX checklist_count_practice ON checklist_count (programme, practice_code, counted_on)",
                "CREATE UNIQUE INDEX checklist_version_live ON checklist_version (programme, version) WHERE state = 'live'",
                // What was ready waits for its sign-off now: the loop brings the stages of all to that.
                "INSERT INTO checklist_behind (programme, practice_code) SELECT programme, practice_code FROM journey",
                "CREATE UNIQUE INDEX checklist_version_draft ON checklist_version (programme) WHERE state = 'draft'",
            ],
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        crate::run(manager, &["ALTER TABLE checklist_answer DROP COLUMN due_on", "ALTER TABLE checklist_answer DROP COLUMN assigned_to"])
            .await?;
        let tables = ["checklist_behind", "checklist_version", "checklist_model", "checklist_count", "checklist_sign_off"];
        crate::drop(manager, &tables).await
    }
}
