//! A practice's journey: answers, slots and bookings, self-switch, confirmation, exceptions, and the stages they led to.
//!
//! `stage_change` is append-only: the stage as at a day is the row recorded last among those that took effect by then. `journey` holds
//! the present stage once more, written in the same commit, so that lists need not look for it.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

fn of_practice(table: &'static str) -> TableCreateStatement {
    Table::create().table(Alias::new(table)).col(string_len("programme", 40)).col(string_len("practice_code", 8)).to_owned()
}

fn one_per_practice(table: &'static str) -> TableCreateStatement {
    of_practice(table).primary_key(Index::create().col("programme").col("practice_code")).to_owned()
}

fn checklist_answer() -> TableCreateStatement {
    of_practice("checklist_answer")
        .col(string_len("item_code", 60))
        .col(string_len("state", 20))
        .col(text("note"))
        .col(text("evidence_url"))
        .col(text("reason"))
        .col(integer("revision"))
        .col(integer("checklist_version"))
        .col(timestamp_with_time_zone("updated_at"))
        .col(text("updated_by"))
        .primary_key(Index::create().col("programme").col("practice_code").col("item_code"))
        .to_owned()
}

fn slots() -> Vec<TableCreateStatement> {
    vec![
        Table::create()
            .table("slot")
            .col(string_len("id", 36).primary_key())
            .col(string_len("programme", 40))
            .col(date("date"))
            .col(date("cutoff"))
            .col(integer("places"))
            .col(integer("taken").default(0))
            .col(string_len("status", 20))
            .col(timestamp_with_time_zone("created_at"))
            .check(Expr::cust("taken >= 0 AND taken <= places"))
            .to_owned(),
        of_practice("booking")
            .col(string_len("id", 36).primary_key())
            .col(string_len("slot_id", 36))
            .col(string_len("state", 20))
            .col(integer("sequence"))
            .col(timestamp_with_time_zone("booked_at"))
            .col(text("booked_by"))
            .col(timestamp_with_time_zone_null("ended_at"))
            .col(text("reason"))
            .to_owned(),
    ]
}

fn switch_on() -> Vec<TableCreateStatement> {
    vec![
        one_per_practice("self_switch")
            .col(date_null("default_on"))
            .col(date_null("existing_updated"))
            .col(integer("revision"))
            .col(timestamp_with_time_zone("updated_at"))
            .col(text("updated_by"))
            .to_owned(),
        one_per_practice("confirmation")
            .col(date("confirmed_on"))
            .col(text("evidence"))
            .col(timestamp_with_time_zone("recorded_at"))
            .col(text("recorded_by"))
            .to_owned(),
        of_practice("practice_exception")
            .col(string_len("id", 36).primary_key())
            .col(text("category"))
            .col(text("reason"))
            .col(date("agreed_on"))
            .col(date("review_on"))
            .col(date_null("ended_on"))
            .col(text("agreed_by"))
            .to_owned(),
    ]
}

fn stages() -> Vec<TableCreateStatement> {
    vec![
        of_practice("stage_change")
            .col(big_pk_auto("id"))
            .col(string_len("stage", 30))
            .col(date("effective_on"))
            .col(text("cause"))
            .col(text("recorded_by"))
            .col(timestamp_with_time_zone("recorded_at"))
            .to_owned(),
        one_per_practice("journey")
            .col(string_len("stage", 30))
            .col(date("stage_since"))
            .col(integer("settled"))
            .col(integer("required"))
            .col(boolean("settings_confirmed"))
            .col(timestamp_with_time_zone("updated_at"))
            .to_owned(),
    ]
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        crate::create(manager, vec![checklist_answer()]).await?;
        crate::create(manager, slots()).await?;
        crate::create(manager, switch_on()).await?;
        crate::create(manager, stages()).await?;
        crate::run(
            manager,
            &[
                "CREATE UNIQUE INDEX slot_date ON slot (programme, date)",
                "CREATE UNIQUE INDEX booking_one_active ON booking (programme, practice_code) WHERE state = 'active'",
                "CREATE INDEX booking_practice ON booking (practice_code)",
                "CREATE INDEX booking_slot ON booking (slot_id)",
                "CREATE INDEX practice_exception_practice ON practice_exception (programme, practice_code)",
                "CREATE INDEX stage_change_as_at ON stage_change (programme, practice_code, effective_on, id, stage)",
                "CREATE INDEX journey_stage ON journey (programme, stage)",
            ],
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let tables =
            ["journey", "stage_change", "practice_exception", "confirmation", "self_switch", "booking", "slot", "checklist_answer"];
        crate::drop(manager, &tables).await
    }
}
