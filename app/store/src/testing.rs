//! Databases for tests: the same body runs on SQLite, in a temporary file, and on PostgreSQL, in a schema of its own. And the row of a
//! practice, which tests of every layer begin with.

#![expect(clippy::expect_used, reason = "a test without its database has failed")]

use domain::organisations::Supplier;
use migrations::{Migrator, MigratorTrait};
use sea_orm::{ActiveValue::Set, ConnectionTrait, Database};

use crate::Store;
use crate::entity::practice;

/// A migrated database that goes away with the value.
pub struct TestStore {
    /// The database.
    pub store: Store,
    /// Its address, for a process that connects itself.
    pub url: String,
    _folder: Option<tempfile::TempDir>,
}

impl std::ops::Deref for TestStore {
    type Target = Store;

    fn deref(&self) -> &Store {
        &self.store
    }
}

/// The row of an open practice of 8,000 patients, under no sub-ICB location.
#[must_use]
pub fn practice_row(code: &str, name: &str, supplier: Supplier) -> practice::ActiveModel {
    practice::ActiveModel {
        ods_code: Set(code.to_owned()),
        name: Set(name.to_owned()),
        postcode: Set("ZZ1 1ZZ".to_owned()),
        supplier: Set(supplier.key().to_owned()),
        list_size: Set(Some(8000)),
        is_open: Set(true),
        ..Default::default()
    }
}

/// A fresh SQLite database.
///
/// # Panics
/// When it cannot be made.
pub async fn sqlite() -> TestStore {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let url = format!("sqlite://{}", folder.path().join("test.sqlite").display());
    let store = Store::connect(&url).await.expect("a SQLite database");
    migrate_up(&store, None).await;
    TestStore { store, url, _folder: Some(folder) }
}

/// A fresh schema in the PostgreSQL that `TEST_DATABASE_URL` names.
///
/// # Panics
/// When the variable is not set: `cargo xtask test` starts a PostgreSQL and sets it.
pub async fn postgres() -> TestStore {
    let server = std::env::var("TEST_DATABASE_URL").expect("TEST_DATABASE_URL: run the tests by `cargo xtask test`");
    let schema = format!("t{}", uuid::Uuid::now_v7().simple());
    let admin = Database::connect(&server).await.expect("the test PostgreSQL");
    admin.execute_unprepared(&format!("CREATE SCHEMA {schema}")).await.expect("a schema");
    admin.close().await.expect("closed");
    let separator = if server.contains('?') { '&' } else { '?' };
    let url = format!("{server}{separator}options=-c%20search_path%3D{schema}");
    let store = Store::connect(&url).await.expect("the test schema");
    migrate_up(&store, None).await;
    TestStore { store, url, _folder: None }
}

/// Applies so many migrations that are missing, or all.
///
/// # Panics
/// When the database refuses.
pub async fn migrate_up(store: &Store, steps: Option<u32>) {
    let tx = store.begin_migration().await.expect("the schema is free");
    Migrator::up(&*tx, steps).await.expect("migrations");
    tx.commit().await.expect("migrated");
}

/// Takes so many migrations back, or all.
///
/// # Panics
/// When the database refuses.
pub async fn migrate_down(store: &Store, steps: Option<u32>) {
    let tx = store.begin_migration().await.expect("the schema is free");
    Migrator::down(&*tx, steps).await.expect("migrations taken back");
    tx.commit().await.expect("taken back");
}

/// Makes two tests of one async function that takes a [`TestStore`]: `sqlite_NAME` and `postgres_NAME`.
#[macro_export]
macro_rules! on_both_databases {
    ($($(#[$meta:meta])* async fn $name:ident($store:ident: TestStore) $body:block)+) => {
        $(#[cfg(test)] $(#[$meta])* mod $name {
            use super::*;

            async fn body($store: $crate::testing::TestStore) $body

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn sqlite() {
                body($crate::testing::sqlite().await).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn postgres() {
                body($crate::testing::postgres().await).await;
            }
        })+
    };
}
