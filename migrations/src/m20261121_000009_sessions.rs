//! Sessions that say where and how they began and when they were used last; why an account sees what it sees; the agreement and who
//! accepted it, which is only ever added to; and how often links were asked for.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

/// Sessions from before count as long unused, so they have ended.
const SESSION: [&str; 3] = ["last_seen_at", "method", "device"];

async fn columns(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let session = [
        timestamp_with_time_zone("last_seen_at").default("1970-01-01 00:00:00+00:00").take(),
        string_len("method", 20).default("").take(),
        string_len("device", 60).default("").take(),
    ];
    for column in session {
        manager.alter_table(Table::alter().table("session").add_column(column).to_owned()).await?;
    }
    let source = string_len("source", 20).default("invitation").take();
    manager.alter_table(Table::alter().table("account_scope").add_column(source).to_owned()).await?;
    manager.alter_table(Table::alter().table("account").add_column(integer_null("agreement_version")).to_owned()).await
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        columns(manager).await?;
        let acceptance = Table::create()
            .table("agreement_acceptance")
            .col(big_pk_auto("id"))
            .col(string_len("account_id", 36))
            .col(integer("version"))
            .col(timestamp_with_time_zone("accepted_at"))
            .to_owned();
        let link_tries = Table::create()
            .table("link_tries")
            .col(string_len("address_hash", 64).primary_key())
            .col(timestamp_with_time_zone("since"))
            .col(integer("tries"))
            .to_owned();
        crate::create(manager, vec![acceptance, link_tries]).await?;
        crate::run(manager, &["CREATE UNIQUE INDEX agreement_acceptance_once ON agreement_acceptance (account_id, version)"]).await?;
        crate::append_only(manager, &["agreement_acceptance"]).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        crate::drop(manager, &["link_tries", "agreement_acceptance"]).await?;
        for column in SESSION {
            manager.alter_table(Table::alter().table("session").drop_column(column).to_owned()).await?;
        }
        manager.alter_table(Table::alter().table("account_scope").drop_column("source").to_owned()).await?;
        manager.alter_table(Table::alter().table("account").drop_column("agreement_version").to_owned()).await
    }
}
