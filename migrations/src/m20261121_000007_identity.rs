//! Sign-in by smartcard: whose an issuer's subject is, and which session at the issuer a session of ours came from.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

/// New columns of `session`.
const COLUMNS: [(&str, u32); 3] = [("issuer", 255), ("subject", 255), ("sid", 255)];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let identity = Table::create()
            .table("identity")
            .col(string_len("issuer", 255))
            .col(string_len("subject", 255))
            .col(string_len("account_id", 36))
            .col(timestamp_with_time_zone("created_at"))
            .col(timestamp_with_time_zone("last_sign_in_at"))
            .primary_key(Index::create().col("issuer").col("subject"))
            .to_owned();
        crate::create(manager, vec![identity]).await?;
        for (name, length) in COLUMNS {
            manager.alter_table(Table::alter().table("session").add_column(string_len_null(name, length)).to_owned()).await?;
        }
        crate::run(
            manager,
            &["CREATE INDEX identity_account ON identity (account_id)", "CREATE INDEX session_subject ON session (issuer, subject, sid)"],
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        crate::run(manager, &["DROP INDEX session_subject"]).await?;
        for (name, _) in COLUMNS {
            manager.alter_table(Table::alter().table("session").drop_column(name).to_owned()).await?;
        }
        crate::drop(manager, &["identity"]).await
    }
}
