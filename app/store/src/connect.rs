//! Connections: some that write and some that only read.

mod broken_connection;
mod schema_change;
mod tx;
mod write_turn;

use std::time::Duration;

use sea_orm::sqlx::Connection as _;
use sea_orm::sqlx::sqlite::{SqliteJournalMode, SqliteSynchronous};
use sea_orm::{
    ConnectOptions, ConnectionTrait, Database, DatabaseBackend, DatabaseTransaction, DbErr, IsolationLevel, SqliteTransactionMode,
    TransactionOptions, TransactionTrait,
};

use self::broken_connection::Trust;
pub use self::schema_change::SchemaChange;
pub use self::tx::{Connection, Tx};
use self::write_turn::{Turn, Turns};
use crate::data_version::{Version, Watch};
use crate::{Result, StoreError};

/// The database.
#[derive(Clone, Debug)]
pub struct Store {
    read: Connection,
    /// Of transactions.
    write: Connection,
    /// Of single statements.
    single: Connection,
    writers: u32,
    watch: Watch,
}

/// Connections that only read, on SQLite.
const SQLITE_READERS: u32 = 4;
/// Connections of one process on PostgreSQL, where no other number is asked for.
pub const POSTGRES_CONNECTIONS: u32 = 8;
/// How long somebody waits for a connection, on PostgreSQL, the first included.
const PATIENCE: Duration = Duration::from_secs(10);
/// How long a writer waits for another process's write on SQLite.
const BUSY: Duration = Duration::from_secs(10);
/// How often SQLite is asked for the schema; each time it waits for [`BUSY`].
const MIGRATION_TRIES: u32 = 30;
/// A connection that was not used for so long is asked whether it still works, before it is used. To ask each time would cost as much as a
/// short query.
const DOUBTED: Duration = Duration::from_secs(10);
/// Rows that SQLite may read ahead: each time they are used up, two threads wait for each other.
const ROWS_AHEAD: usize = 250;

impl Store {
    /// Opens `url`: `sqlite://path` (the file is made where it is missing) or `postgres://…`.
    ///
    /// # Errors
    /// When the address is not understood or the database cannot be reached.
    pub async fn connect(url: &str) -> Result<Self> {
        Self::connect_with(url, POSTGRES_CONNECTIONS, Vec::new()).await
    }

    /// As [`Store::connect`], with this many connections at most on PostgreSQL, and two at least, and these certificate authorities (PEM) trusted
    /// beside those that are built in; an address that names its own (`sslrootcert`) goes before them.
    ///
    /// # Errors
    /// As [`Store::connect`].
    pub async fn connect_with(url: &str, connections: u32, authorities: Vec<u8>) -> Result<Self> {
        if url.starts_with("sqlite:") {
            let path = url.trim_start_matches("sqlite://").split('?').next().unwrap_or_default();
            if path.is_empty() || path.contains(":memory:") {
                // Each connection would see a database of its own.
                return Err(DbErr::Custom("a SQLite database needs a file, e.g. sqlite://tracker.sqlite".to_owned()).into());
            }
            let turns = Turns::one();
            let write = open_first(path, &turns).await?;
            let single = open(sqlite(path, 1, SqliteSynchronous::Normal), Trust::default(), turns).await?;
            let read = open(sqlite(path, SQLITE_READERS, SqliteSynchronous::Normal), Trust::default(), Turns::default()).await?;
            return Ok(Self { read, write, single, writers: 1, watch: Watch::sqlite(path) });
        }
        // Half for each, so that whoever writes does not queue behind all who read.
        let connections = connections.max(2);
        let writers = connections / 2;
        let write = open(postgres(url, writers, &authorities), Trust::in_servers(), Turns::default()).await?;
        let read = open(postgres(url, connections - writers, &authorities), Trust::in_servers(), Turns::default()).await?;
        Ok(Self { read, single: write.clone(), write, writers, watch: Watch::postgres() })
    }

    /// The same store; `told` hears of every query on [`Store::read`] of this value and of its clones.
    #[cfg(feature = "testing")]
    #[must_use]
    pub fn overheard(mut self, told: impl Fn() + Send + Sync + 'static) -> Self {
        self.read.inner.set_metric_callback(move |_| told());
        self
    }

    /// For queries that only read. What a transaction of the same task has written is not seen here before it commits.
    #[must_use]
    pub fn read(&self) -> &Connection {
        &self.read
    }

    /// For what writes with a single statement and can be done again, such as sessions, claims and leases, and for a look that leads to a write
    /// and must not queue behind all who read. On SQLite such a write outlives the process, but its last moments not a power cut; what a
    /// transaction commits outlives both.
    #[must_use]
    pub fn writer(&self) -> &Connection {
        &self.single
    }

    /// How many can write at the same time, as far as connections go.
    #[must_use]
    pub fn writers(&self) -> u32 {
        self.writers
    }

    /// Begins a transaction that writes: `BEGIN IMMEDIATE` on SQLite, so that what it reads stays true until it commits.
    ///
    /// # Errors
    /// When the database cannot be reached, or stays locked by another process for longer than ten seconds.
    pub async fn begin(&self) -> Result<Tx> {
        let (tx, turn) = self.immediate().await?;
        Ok(Tx::new(tx, self.write.trust.clone(), turn))
    }

    /// A transaction that writes, once it is its turn.
    async fn immediate(&self) -> std::result::Result<(DatabaseTransaction, Turn), DbErr> {
        let turn = self.write.turns.next().await?;
        let options =
            TransactionOptions { sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate), ..TransactionOptions::default() };
        let tx = self.write.inner.begin_with_options(options).await.inspect_err(|error| self.write.trust.lose_by(error))?;
        Ok((tx, turn))
    }

    /// Begins the transaction in which the schema is changed: whole or not at all, and by one process at a time. Another that would change it
    /// waits for this one, for five minutes on SQLite.
    ///
    /// # Errors
    /// As [`Store::begin`].
    pub async fn begin_migration(&self) -> Result<SchemaChange> {
        let mut begun = self.immediate().await;
        for _ in 1..MIGRATION_TRIES {
            // Another process holds the file. Whoever writes in this one has a turn in between.
            let Err(error) = &begun else { break };
            if !broken_connection::is_busy(error) {
                break;
            }
            begun = self.immediate().await;
        }
        let (tx, turn) = begun?;
        if !self.is_sqlite() {
            tx.execute_unprepared("SELECT pg_advisory_xact_lock(hashtext('schema ' || current_schema()))").await?;
        }
        Ok(SchemaChange::new(tx, self.write.trust.clone(), turn))
    }

    /// Begins a transaction that only reads, and reads the database as it is at one moment.
    ///
    /// # Errors
    /// When the database cannot be reached.
    pub async fn begin_read(&self) -> Result<Tx> {
        // On SQLite every transaction sees one moment, and asking for it by name is only warned about.
        let isolation_level = (!self.is_sqlite()).then_some(IsolationLevel::RepeatableRead);
        let options = TransactionOptions { isolation_level, ..TransactionOptions::default() };
        Ok(Tx::new(self.read.inner.begin_with_options(options).await?, self.read.trust.clone(), Turn::None))
    }

    /// What the database holds now, by name: ask before reading what is to be kept, and again before using it.
    ///
    /// # Errors
    /// When the database cannot be reached.
    pub async fn version(&self) -> Result<Version> {
        self.watch.version(&self.read).await
    }

    /// Whether this is SQLite.
    #[must_use]
    pub fn is_sqlite(&self) -> bool {
        self.write.get_database_backend() == DatabaseBackend::Sqlite
    }

    /// Closes every connection.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn close(self) -> Result<()> {
        self.read.inner.close().await?;
        self.single.inner.close().await?;
        Ok(self.write.inner.close().await?)
    }
}

/// The connection that makes the file and turns WAL on. For that SQLite waits for nobody: where several processes open a new file at the same
/// moment, those that are too late try again.
async fn open_first(path: &str, turns: &Turns) -> Result<Connection> {
    let mut opened = open(sqlite(path, 1, SqliteSynchronous::Full), Trust::default(), turns.clone()).await;
    for _ in 1..OPENING_TRIES {
        if !matches!(&opened, Err(StoreError::Database(error)) if broken_connection::is_busy(error)) {
            break;
        }
        tokio::time::sleep(OPENING_PAUSE).await;
        opened = open(sqlite(path, 1, SqliteSynchronous::Full), Trust::default(), turns.clone()).await;
    }
    opened
}

/// Opens a pool whose connections are looked at before each use.
async fn open(mut options: ConnectOptions, trust: Trust, turns: Turns) -> Result<Connection> {
    let (on_sqlite, on_postgres) = (trust.clone(), trust.clone());
    options.map_sqlx_sqlite_before_acquire(move |connection, about| {
        Box::pin(std::future::ready(Ok(on_sqlite.holds(about.age, connection.is_in_transaction()))))
    });
    options.map_sqlx_postgres_before_acquire(move |connection, about| {
        Box::pin(std::future::ready(Ok(on_postgres.holds(about.age, connection.is_in_transaction()))))
    });
    Ok(Connection { inner: Database::connect(options).await?, trust, turns })
}

/// How often a SQLite file that others are opening is tried, ten seconds in all, and after how long again.
const OPENING_TRIES: u32 = 200;
const OPENING_PAUSE: Duration = Duration::from_millis(50);

/// Where an address or the environment names certificate authorities of its own.
const OWN_AUTHORITIES: [&str; 3] = ["sslrootcert=", "ssl-root-cert=", "ssl-ca="];

fn postgres(url: &str, connections: u32, authorities: &[u8]) -> ConnectOptions {
    let mut options = ConnectOptions::new(url);
    options.max_connections(connections).acquire_timeout(PATIENCE).sqlx_logging(false).test_before_acquire_if_idle_for(DOUBTED);
    let own = OWN_AUTHORITIES.iter().any(|key| url.contains(key)) || std::env::var_os("PGSSLROOTCERT").is_some();
    if !own && !authorities.is_empty() {
        let authorities = authorities.to_vec();
        options.map_sqlx_postgres_opts(move |options| options.ssl_root_cert_from_pem(authorities.clone()));
    }
    options
}

fn sqlite(path: &str, connections: u32, synchronous: SqliteSynchronous) -> ConnectOptions {
    let mut options = ConnectOptions::new(format!("sqlite://{path}?mode=rwc"));
    options.max_connections(connections).min_connections(1).sqlx_logging(false).test_before_acquire_if_idle_for(DOUBTED);
    options.map_sqlx_sqlite_opts(move |options| {
        options
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(synchronous)
            .foreign_keys(true)
            .busy_timeout(BUSY)
            .statement_cache_capacity(200)
            .row_buffer_size(ROWS_AHEAD)
    });
    options
}
