//! The outbox, written in the same commit as what it tells of, and the leases of the background loops.

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
        let outbox = Table::create()
            .table("outbox")
            .col(string_len("id", 36).primary_key())
            .col(string_len_uniq("dedupe_key", 200))
            .col(string_len("kind", 40))
            .col(string_len_null("practice_code", 8))
            .col(string_len_null("account_id", 36))
            .col(string_len("recipient", 254))
            .col(text("payload"))
            .col(text("message_id"))
            .col(timestamp_with_time_zone("created_at"))
            .col(timestamp_with_time_zone("due_at"))
            .col(integer("attempts").default(0))
            .col(string_len_null("claimed_by", 36))
            .col(timestamp_with_time_zone_null("claimed_until"))
            .col(timestamp_with_time_zone_null("sent_at"))
            .col(timestamp_with_time_zone_null("failed_at"))
            .col(text_null("last_error"))
            .to_owned();
        let job_lease = Table::create()
            .table("job_lease")
            .col(string_len("name", 40).primary_key())
            .col(string_len("holder", 36))
            .col(timestamp_with_time_zone("until"))
            .to_owned();
        crate::create(manager, vec![outbox, job_lease]).await?;
        crate::run(
            manager,
            &[
                "CREATE INDEX outbox_due ON outbox (due_at) WHERE sent_at IS NULL AND failed_at IS NULL",
                "CREATE INDEX outbox_practice ON outbox (practice_code)",
            ],
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        crate::drop(manager, &["job_lease", "outbox"]).await
    }
}
