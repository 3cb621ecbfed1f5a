//! Slots: places held back for ICBs, the waiting list, dates that were put off or cancelled, and the manual way.
//!
//! The database itself refuses a place too many in any pool, and a practice twice on one list.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

fn tables() -> Vec<TableCreateStatement> {
    vec![
        Table::create()
            .table("slot_hold")
            .col(string_len("slot_id", 36))
            .col(string_len("icb_code", 8))
            .col(integer("places"))
            .col(integer("taken").default(0))
            .check(Expr::cust("taken >= 0 AND taken <= places"))
            .primary_key(Index::create().col("slot_id").col("icb_code"))
            .to_owned(),
        Table::create()
            .table("slot_waiting")
            .col(string_len("id", 36).primary_key())
            .col(string_len("programme", 40))
            .col(string_len("slot_id", 36))
            .col(string_len("practice_code", 8))
            .col(string_len("icb_code", 8))
            .col(string_len("state", 20))
            .col(string_len("pool", 8))
            .col(timestamp_with_time_zone("joined_at"))
            .col(text("joined_by"))
            .col(timestamp_with_time_zone_null("offered_at"))
            .col(timestamp_with_time_zone_null("expires_at"))
            .col(timestamp_with_time_zone_null("ended_at"))
            .to_owned(),
        Table::create()
            .table("manual_step")
            .col(string_len("id", 36).primary_key())
            .col(string_len("programme", 40))
            .col(string_len("practice_code", 8))
            .col(string_len("step", 20))
            .col(date("done_on"))
            .col(integer("accounts"))
            .col(timestamp_with_time_zone("recorded_at"))
            .col(text("recorded_by"))
            .to_owned(),
    ]
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        crate::create(manager, tables()).await?;
        crate::run(
            manager,
            &[
                "ALTER TABLE slot ADD COLUMN held integer NOT NULL DEFAULT 0",
                "ALTER TABLE slot ADD COLUMN held_taken integer NOT NULL DEFAULT 0 \
                 CHECK (held_taken >= 0 AND held_taken <= held AND taken - held_taken <= places - held)",
                "ALTER TABLE booking ADD COLUMN pool varchar(8) NOT NULL DEFAULT ''",
                "ALTER TABLE booking ADD COLUMN wanted_from date",
                "DROP INDEX slot_date",
                "CREATE UNIQUE INDEX slot_date ON slot (programme, date) WHERE status <> 'cancelled'",
                "CREATE UNIQUE INDEX slot_waiting_once ON slot_waiting (slot_id, practice_code) WHERE state IN ('waiting', 'offered')",
                "CREATE INDEX slot_waiting_state ON slot_waiting (slot_id, state)",
                "CREATE INDEX slot_waiting_practice ON slot_waiting (programme, practice_code)",
                "CREATE INDEX slot_waiting_expires ON slot_waiting (programme, state, expires_at)",
                "CREATE INDEX manual_step_practice ON manual_step (programme, practice_code)",
            ],
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        crate::run(
            manager,
            &[
                "DROP INDEX slot_date",
                "CREATE UNIQUE INDEX slot_date ON slot (programme, date)",
                "ALTER TABLE booking DROP COLUMN wanted_from",
                "ALTER TABLE booking DROP COLUMN pool",
                "ALTER TABLE slot DROP COLUMN held_taken",
                "ALTER TABLE slot DROP COLUMN held",
            ],
        )
        .await?;
        crate::drop(manager, &["manual_step", "slot_waiting", "slot_hold"]).await
    }
}
