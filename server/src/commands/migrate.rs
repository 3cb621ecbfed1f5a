//! `tracker migrate`

use anyhow::bail;
use migrations::{DbErr, Migrator, MigratorTrait};
use store::{ConnectionTrait, Store};

use crate::config::Config;

/// Brings the schema up to this version.
///
/// # Errors
/// When the database cannot be reached or refuses; it is then as it was.
pub async fn run(config: &Config) -> anyhow::Result<()> {
    let store = super::open(config).await?;
    let database = super::named(config)?;
    match up(&store).await? {
        0 => println!("{database} is at this version's schema already."),
        1 => println!("{database}: applied 1 migration."),
        count => println!("{database}: applied {count} migrations."),
    }
    Ok(())
}

/// Applies what is missing, all or nothing, once no other process does; returns how many migrations that was.
///
/// # Errors
/// When the database refuses, or is of a newer version.
pub async fn up(store: &Store) -> anyhow::Result<usize> {
    let tx = store.begin_migration().await?;
    let count = missing(&*tx).await?;
    Migrator::up(&*tx, None).await?;
    tx.commit().await?;
    Ok(count)
}

/// How many migrations are missing.
///
/// # Errors
/// When the database cannot be read, or is of a newer version.
pub async fn pending(store: &Store) -> anyhow::Result<usize> {
    missing(store.read()).await
}

async fn missing(db: &impl ConnectionTrait) -> anyhow::Result<usize> {
    match Migrator::get_pending_migrations_read_only(db).await {
        Ok(missing) => Ok(missing.len()),
        // The library says this of migrations that it does not know, and of nothing else.
        Err(DbErr::Custom(_)) => {
            bail!("a newer version of this program has changed the database: run that version, or go back to a backup made before")
        }
        Err(error) => Err(error.into()),
    }
}
