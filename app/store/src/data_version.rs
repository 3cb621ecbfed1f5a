//! Whether anything was committed since a moment ago: what lets a process keep what it has read, and never show it when it is old.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use sea_orm::sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sea_orm::sqlx::{self, ConnectOptions as _};
use sea_orm::{ConnectionTrait, DbErr, Statement};
use tokio::sync::Mutex;

use crate::Result;

/// Names what the database held at a moment. Two that are equal name the same content: nothing was committed in between, by this process
/// or another. Two that differ may still: PostgreSQL counts the transactions of the whole server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version(String);

/// Asks for the [`Version`].
#[derive(Clone, Debug)]
pub(crate) enum Watch {
    /// SQLite counts the commits of others for each connection, so one connection does nothing but ask.
    Sqlite { path: String, asker: Arc<Mutex<Option<Asker>>> },
    /// The snapshot of a statement says which transactions it sees.
    Postgres { number: u64 },
}

/// A connection that only asks, and its number.
#[derive(Debug)]
pub(crate) struct Asker {
    connection: SqliteConnection,
    number: u64,
}

/// Numbers what versions are told by, so that those of two databases, or two connections, are never taken for the same.
fn next_number() -> u64 {
    static NEXT: AtomicU64 = AtomicU64::new(0);
    NEXT.fetch_add(1, Ordering::Relaxed)
}

impl Watch {
    pub(crate) fn sqlite(path: &str) -> Self {
        Self::Sqlite { path: path.to_owned(), asker: Arc::default() }
    }

    pub(crate) fn postgres() -> Self {
        Self::Postgres { number: next_number() }
    }

    pub(crate) async fn version(&self, db: &impl ConnectionTrait) -> Result<Version> {
        match self {
            Self::Sqlite { path, asker } => {
                let mut place = asker.lock().await;
                // Taken out while it is used: after a failure, or a request that was given up, the next one opens another.
                let mut asker = match place.take() {
                    Some(asker) => asker,
                    None => open(path).await?,
                };
                let count: i64 = sqlx::query_scalar("PRAGMA data_version").fetch_one(&mut asker.connection).await.map_err(fault)?;
                let version = Version(format!("{}.{count}", asker.number));
                *place = Some(asker);
                Ok(version)
            }
            Self::Postgres { number } => {
                let statement = Statement::from_string(db.get_database_backend(), "SELECT pg_current_snapshot()::text AS version");
                let row = db.query_one_raw(statement).await?.ok_or_else(|| DbErr::RecordNotFound("pg_current_snapshot".to_owned()))?;
                let snapshot: String = row.try_get("", "version")?;
                Ok(Version(format!("{number}.{snapshot}")))
            }
        }
    }
}

async fn open(path: &str) -> Result<Asker> {
    let connection = SqliteConnectOptions::new().filename(path).disable_statement_logging().connect().await.map_err(fault)?;
    Ok(Asker { connection, number: next_number() })
}

fn fault(error: sqlx::Error) -> DbErr {
    DbErr::Query(sea_orm::RuntimeErr::SqlxError(error.into()))
}
