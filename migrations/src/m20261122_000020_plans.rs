//! Plans are kept after they have ended, so that a report as at any day knows what was planned on it. Of the time before this migration only
//! the plan that stands is known, from its last change on.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

fn kept() -> TableCreateStatement {
    Table::create()
        .table("switch_plan")
        .col(big_integer("id").primary_key().auto_increment())
        .col(string_len("programme", 40))
        .col(string_len("practice_code", 8))
        .col(date("planned_on"))
        .col(date("since"))
        .col(text("contact"))
        .col(timestamp_with_time_zone("made_at"))
        .col(text("made_by"))
        .col(timestamp_with_time_zone_null("ended_at"))
        .to_owned()
}

fn standing() -> TableCreateStatement {
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

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        crate::run(manager, &["DROP INDEX switch_plan_day", "ALTER TABLE switch_plan RENAME TO switch_plan_before"]).await?;
        crate::create(manager, vec![kept()]).await?;
        crate::run(
            manager,
            &[
                "INSERT INTO switch_plan (programme, practice_code, planned_on, since, contact, made_at, made_by) \
                 SELECT programme, practice_code, planned_on, since, contact, updated_at, updated_by FROM switch_plan_before",
                "DROP TABLE switch_plan_before",
                "CREATE UNIQUE INDEX switch_plan_standing ON switch_plan (programme, practice_code) WHERE ended_at IS NULL",
                "CREATE INDEX switch_plan_day ON switch_plan (programme, planned_on) WHERE ended_at IS NULL",
            ],
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let drop = ["DROP INDEX switch_plan_standing", "DROP INDEX switch_plan_day", "ALTER TABLE switch_plan RENAME TO switch_plan_after"];
        crate::run(manager, &drop).await?;
        crate::create(manager, vec![standing()]).await?;
        crate::run(
            manager,
            &[
                "INSERT INTO switch_plan SELECT programme, practice_code, planned_on, since, contact, made_at, made_by \
                 FROM switch_plan_after WHERE ended_at IS NULL",
                "DROP TABLE switch_plan_after",
                "CREATE INDEX switch_plan_day ON switch_plan (programme, planned_on)",
            ],
        )
        .await
    }
}
