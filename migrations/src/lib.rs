//! The schema, as sea-orm migrations. Same tables, same columns on SQLite and PostgreSQL.

#![expect(elided_lifetimes_in_paths, reason = "the trait of sea-orm-migration elides them, and must be matched")]

use sea_orm_migration::prelude::*;
pub use sea_orm_migration::prelude::{DbErr, MigratorTrait};
use sea_orm_migration::sea_orm::DatabaseBackend;

mod m20261121_000001_organisations;
mod m20261121_000002_accounts;
mod m20261121_000003_journey;
mod m20261121_000004_messages;
mod m20261121_000005_audit;
mod m20261121_000006_audit_chain;
mod m20261121_000007_identity;
mod m20261121_000008_access;
mod m20261121_000009_sessions;
mod m20261121_000010_names;
mod m20261121_000011_checklist;
mod m20261121_000012_slots;
mod m20261121_000013_exceptions;
mod m20261121_000015_card_practices;
mod m20261121_000017_card_at;
mod m20261121_000018_revisions;
mod m20261121_000019_waiting_icb;
mod m20261122_000020_plans;
mod m20261127_000021_tries;
mod m20261128_000022_spells;
mod m20261128_000023_known;
mod m20261128_000030_outbox_recipient;

/// Runs the migrations, oldest first.
pub struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m20261121_000001_organisations::Migration),
            Box::new(m20261121_000002_accounts::Migration),
            Box::new(m20261121_000003_journey::Migration),
            Box::new(m20261121_000004_messages::Migration),
            Box::new(m20261121_000005_audit::Migration),
            Box::new(m20261121_000006_audit_chain::Migration),
            Box::new(m20261121_000007_identity::Migration),
            Box::new(m20261121_000008_access::Migration),
            Box::new(m20261121_000009_sessions::Migration),
            Box::new(m20261121_000010_names::Migration),
            Box::new(m20261121_000011_checklist::Migration),
            Box::new(m20261121_000012_slots::Migration),
            Box::new(m20261121_000013_exceptions::Migration),
            Box::new(m20261121_000015_card_practices::Migration),
            Box::new(m20261121_000017_card_at::Migration),
            Box::new(m20261121_000018_revisions::Migration),
            Box::new(m20261121_000019_waiting_icb::Migration),
            Box::new(m20261122_000020_plans::Migration),
            Box::new(m20261127_000021_tries::Migration),
            Box::new(m20261128_000022_spells::Migration),
            Box::new(m20261128_000023_known::Migration),
            Box::new(m20261128_000030_outbox_recipient::Migration),
        ]
    }
}

/// Creates each table, stopping at the first that fails.
async fn create(manager: &SchemaManager<'_>, tables: Vec<TableCreateStatement>) -> Result<(), DbErr> {
    for table in tables {
        manager.create_table(table).await?;
    }
    Ok(())
}

/// Drops the tables in the order given.
async fn drop(manager: &SchemaManager<'_>, tables: &[&'static str]) -> Result<(), DbErr> {
    for table in tables {
        manager.drop_table(Table::drop().table(Alias::new(*table)).to_owned()).await?;
    }
    Ok(())
}

/// Runs statements that both databases read alike.
async fn run(manager: &SchemaManager<'_>, statements: &[&str]) -> Result<(), DbErr> {
    for statement in statements {
        manager.get_connection().execute_unprepared(statement).await?;
    }
    Ok(())
}

/// Lets the database refuse to change or remove a row of these tables. On PostgreSQL by `refuse_change()`, which the audit trail brought.
async fn append_only(manager: &SchemaManager<'_>, tables: &[&str]) -> Result<(), DbErr> {
    let postgres = manager.get_database_backend() == DatabaseBackend::Postgres;
    for table in tables {
        for event in ["UPDATE", "DELETE"] {
            let name = format!("{table}_no_{}", event.to_lowercase());
            let body = if postgres {
                "FOR EACH ROW EXECUTE FUNCTION refuse_change()".to_owned()
            } else {
                format!("BEGIN SELECT RAISE(ABORT, 'rows of {table} are only ever added'); END")
            };
            run(manager, &[&format!("CREATE TRIGGER {name} BEFORE {event} ON {table} {body}")]).await?;
        }
    }
    Ok(())
}
