//! What queries run on: a connection of the pool, or a transaction.

use std::sync::atomic::{AtomicBool, Ordering};

use sea_orm::{ConnectionTrait, DatabaseBackend, DatabaseConnection, DatabaseTransaction, DbErr, ExecResult, QueryResult, Statement};

use super::broken_connection::Trust;
use super::write_turn::{Turn, Turns};
use crate::Result;

/// Connections for single statements; a fault of one is remembered.
#[derive(Clone, Debug)]
pub struct Connection {
    pub(super) inner: DatabaseConnection,
    pub(super) trust: Trust,
    pub(super) turns: Turns,
}

/// A transaction. Dropped without a commit it leaves nothing behind, and so it does when any statement of it failed.
#[derive(Debug)]
pub struct Tx {
    inner: DatabaseTransaction,
    trust: Trust,
    failed: AtomicBool,
    /// It has its turn from its beginning to its end, and so has every statement of it.
    _turn: Turn,
}

impl Tx {
    pub(super) fn new(inner: DatabaseTransaction, trust: Trust, turn: Turn) -> Self {
        Self { inner, trust, failed: AtomicBool::new(false), _turn: turn }
    }

    /// Makes everything that was written in it last. When this returns without an error, it does.
    ///
    /// # Errors
    /// When the database refuses, or a statement of it failed before: PostgreSQL answers COMMIT with a ROLLBACK then and calls it a success, and
    /// SQLite may have given up what came before that statement, but not what came after it.
    pub async fn commit(self) -> Result<()> {
        if self.failed.load(Ordering::Relaxed) {
            return Err(DbErr::Custom("a statement of the transaction failed, so nothing of it is kept".to_owned()).into());
        }
        let committed = self.inner.commit().await;
        if committed.is_err() {
            self.trust.lose();
        }
        Ok(committed?)
    }

    /// Leaves nothing behind, now.
    ///
    /// # Errors
    /// When the database refuses; it leaves nothing behind all the same.
    pub async fn rollback(self) -> Result<()> {
        let rolled_back = self.inner.rollback().await;
        if rolled_back.is_err() {
            self.trust.lose();
        }
        Ok(rolled_back?)
    }

    /// Runs a statement, and remembers whether it failed.
    async fn run<T>(&self, statement: impl Future<Output = std::result::Result<T, DbErr>> + Send) -> std::result::Result<T, DbErr> {
        let outcome = statement.await;
        if let Err(error) = &outcome {
            self.failed.store(true, Ordering::Relaxed);
            self.trust.lose_by(error);
        }
        outcome
    }
}

impl Connection {
    /// Runs a statement in its turn, and remembers a fault that it met.
    async fn run<T>(&self, statement: impl Future<Output = std::result::Result<T, DbErr>> + Send) -> std::result::Result<T, DbErr> {
        let _turn = self.turns.next().await?;
        let outcome = statement.await;
        if let Err(error) = &outcome {
            self.trust.lose_by(error);
        }
        outcome
    }
}

/// Every statement goes to `inner`, and is run by `run`: a future does nothing before that.
macro_rules! runs_statements {
    ($type:ty) => {
        #[async_trait::async_trait]
        impl ConnectionTrait for $type {
            fn get_database_backend(&self) -> DatabaseBackend {
                self.inner.get_database_backend()
            }

            async fn execute_raw(&self, statement: Statement) -> std::result::Result<ExecResult, DbErr> {
                self.run(self.inner.execute_raw(statement)).await
            }

            async fn execute_unprepared(&self, sql: &str) -> std::result::Result<ExecResult, DbErr> {
                self.run(self.inner.execute_unprepared(sql)).await
            }

            async fn query_one_raw(&self, statement: Statement) -> std::result::Result<Option<QueryResult>, DbErr> {
                self.run(self.inner.query_one_raw(statement)).await
            }

            async fn query_all_raw(&self, statement: Statement) -> std::result::Result<Vec<QueryResult>, DbErr> {
                self.run(self.inner.query_all_raw(statement)).await
            }
        }
    };
}

runs_statements!(Connection);
runs_statements!(Tx);
