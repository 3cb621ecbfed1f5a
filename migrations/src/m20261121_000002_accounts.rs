//! Accounts and their scopes, one-time sign-in links and sessions. Of links and sessions only a hash is kept.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

fn accounts() -> Vec<TableCreateStatement> {
    vec![
        Table::create()
            .table("account")
            .col(string_len("id", 36).primary_key())
            .col(string_len_uniq("email", 254))
            .col(text("name"))
            .col(string_len("role", 20))
            .col(string_len("status", 20))
            .col(boolean("reminders"))
            .col(string_len_uniq("unsubscribe_token", 64))
            .col(timestamp_with_time_zone("created_at"))
            .col(timestamp_with_time_zone_null("last_sign_in_at"))
            .to_owned(),
        Table::create()
            .table("account_scope")
            .col(string_len("account_id", 36))
            .col(string_len("level", 20))
            .col(string_len("code", 8))
            .primary_key(Index::create().col("account_id").col("level").col("code"))
            .to_owned(),
    ]
}

fn sign_in() -> Vec<TableCreateStatement> {
    vec![
        Table::create()
            .table("sign_in_link")
            .col(string_len("token_hash", 64).primary_key())
            .col(string_len("account_id", 36))
            .col(timestamp_with_time_zone("created_at"))
            .col(timestamp_with_time_zone("expires_at"))
            .col(timestamp_with_time_zone_null("used_at"))
            .to_owned(),
        Table::create()
            .table("session")
            .col(string_len("id_hash", 64).primary_key())
            .col(string_len_null("account_id", 36))
            .col(text("data"))
            .col(timestamp_with_time_zone("created_at"))
            .col(timestamp_with_time_zone("expires_at"))
            .to_owned(),
    ]
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        crate::create(manager, accounts()).await?;
        crate::create(manager, sign_in()).await?;
        crate::run(
            manager,
            &[
                "CREATE INDEX account_scope_code ON account_scope (level, code)",
                "CREATE INDEX sign_in_link_account ON sign_in_link (account_id)",
                "CREATE INDEX session_account ON session (account_id)",
                "CREATE INDEX session_expiry ON session (expires_at)",
            ],
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        crate::drop(manager, &["session", "sign_in_link", "account_scope", "account"]).await
    }
}
