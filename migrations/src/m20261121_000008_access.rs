//! Requests for access, and who at a practice still misses what for a smartcard. Of the links that confirm an address only a hash is kept.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

fn access_request() -> TableCreateStatement {
    Table::create()
        .table("access_request")
        .col(string_len("id", 36).primary_key())
        .col(string_len("email", 254))
        .col(text("name"))
        .col(string_len("role", 20))
        .col(string_len("level", 20))
        .col(string_len("code", 8))
        .col(text("organisation"))
        .col(text("why"))
        .col(string_len("state", 20))
        .col(string_len_uniq("token_hash", 64))
        .col(timestamp_with_time_zone("created_at"))
        .col(timestamp_with_time_zone_null("confirmed_at"))
        .col(timestamp_with_time_zone_null("decided_at"))
        .col(text_null("decided_by"))
        .col(text_null("reason"))
        .to_owned()
}

fn smartcard_holder() -> TableCreateStatement {
    Table::create()
        .table("smartcard_holder")
        .col(string_len("id", 36).primary_key())
        .col(string_len("practice_code", 8))
        .col(text("name"))
        .col(text("missing"))
        .col(integer("revision"))
        .col(timestamp_with_time_zone("updated_at"))
        .col(text("updated_by"))
        .to_owned()
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        crate::create(manager, vec![access_request(), smartcard_holder()]).await?;
        crate::run(
            manager,
            &[
                "CREATE INDEX access_request_state ON access_request (state, confirmed_at)",
                "CREATE INDEX access_request_email ON access_request (email, created_at)",
                "CREATE INDEX smartcard_holder_practice ON smartcard_holder (practice_code)",
            ],
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        crate::drop(manager, &["smartcard_holder", "access_request"]).await
    }
}
