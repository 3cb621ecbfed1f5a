//! `tracker migrate`

use migrations::{Migrator, MigratorTrait};
use store::Store;

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

/// Applies what is missing; returns how many migrations that was.
///
/// # Errors
/// When the database refuses.
pub async fn up(store: &Store) -> anyhow::Result<usize> {
    let count = pending(store).await?;
    Migrator::up(store.writer(), None).await?;
    Ok(count)
}

/// How many migrations are missing.
///
/// # Errors
/// When the database cannot be read.
pub async fn pending(store: &Store) -> anyhow::Result<usize> {
    Ok(Migrator::get_pending_migrations(store.writer()).await?.len())
}
