//! After what a connection is not used again.
//!
//! Of the libraries' own: SQLite gives a transaction up by itself when the disk is full or fails. sqlx's ROLLBACK then fails, it goes on counting one
//! transaction, and sea-orm begins the next as a SAVEPOINT inside it. The first of those that is rolled back leaves a transaction open that nothing
//! ends: whatever is "committed" from then on is gone when the process stops.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use sea_orm::{DbErr, RuntimeErr};

/// What SQLite answers when memory, the disk or the file failed it: NOMEM, READONLY (as a file opened while its disk was is for ever), IOERR,
/// CORRUPT, FULL and CANTOPEN (<https://sqlite.org/rescode.html>).
const SQLITE_FAILED: [u32; 6] = [7, 8, 10, 11, 13, 14];
/// A connection's age is read a moment before it is compared.
const MARGIN: Duration = Duration::from_millis(100);

/// Whether connections of a database may be used again. Clones share it.
#[derive(Clone, Debug)]
pub(super) struct Trust {
    /// When it was lost last; none for connections whose other end is a server.
    lost: Option<Arc<Mutex<Option<Instant>>>>,
}

impl Default for Trust {
    fn default() -> Self {
        Self { lost: Some(Arc::default()) }
    }
}

impl Trust {
    /// Of connections to PostgreSQL. Each has a process of its own at the other end, which knows of its own transaction alone, so what one met
    /// says nothing of the others. It is asked itself when it is given back (sqlx does so, after the ROLLBACK that is still owed), and
    /// closed where it does not answer.
    pub(super) fn in_servers() -> Self {
        Self { lost: None }
    }

    /// Every connection to SQLite that is open now is closed before it would be used again.
    pub(super) fn lose(&self) {
        if let Some(lost) = &self.lost {
            *lost.lock().unwrap_or_else(PoisonError::into_inner) = Some(Instant::now());
        }
    }

    /// The same where `error` is one after which SQLite's connection is not to be believed.
    pub(super) fn lose_by(&self, error: &DbErr) {
        if sqlite_code(error).is_some_and(is_of_the_machine) {
            self.lose();
        }
    }

    /// Whether a connection of this age, which waits for its next use, may have it.
    pub(super) fn holds(&self, age: Duration, in_transaction: bool) -> bool {
        let lost = self.lost.as_ref().and_then(|lost| *lost.lock().unwrap_or_else(PoisonError::into_inner));
        let stale = lost.is_some_and(|at| at.elapsed() <= age + MARGIN);
        if stale || in_transaction {
            tracing::warn!(in_transaction, "a database connection is closed after a fault, and another opened");
        }
        !stale && !in_transaction
    }
}

/// Whether memory, the disk or the file failed; the low byte of a code is its kind.
fn is_of_the_machine(code: u32) -> bool {
    SQLITE_FAILED.contains(&(code & 0xff))
}

/// Whether another process writes to the SQLite file, and went on for longer than was waited.
pub(super) fn is_busy(error: &DbErr) -> bool {
    sqlite_code(error).is_some_and(|code| code & 0xff == 5)
}

/// The (extended) result code that SQLite answered with.
fn sqlite_code(error: &DbErr) -> Option<u32> {
    let (DbErr::Exec(RuntimeErr::SqlxError(error))
    | DbErr::Query(RuntimeErr::SqlxError(error))
    | DbErr::Conn(RuntimeErr::SqlxError(error))) = error
    else {
        return None;
    };
    let error = error.as_database_error()?.try_downcast_ref::<sea_orm::sqlx::sqlite::SqliteError>()?;
    sea_orm::sqlx::error::DatabaseError::code(error)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn faults_of_the_machine() {
        for code in [7, 8, 10, 11, 13, 14, 266, 522, 778, 1_034, 3_338, 4_874] {
            assert!(is_of_the_machine(code), "{code}");
        }
        for code in [1, 5, 6, 9, 19, 20, 261, 517, 1_555, 2_067] {
            assert!(!is_of_the_machine(code), "{code}");
        }
    }

    #[test]
    fn a_connection_that_was_open_at_the_fault_is_not_used_again_and_a_later_one_is() {
        let trust = Trust::default();
        assert!(trust.holds(Duration::ZERO, false) && trust.holds(Duration::MAX / 2, false));
        assert!(!trust.holds(Duration::ZERO, true), "in a transaction that nobody has");
        trust.lost.as_ref().unwrap().lock().unwrap().replace(Instant::now() - Duration::from_secs(60));
        assert!(!trust.holds(Duration::from_secs(61), false));
        assert!(trust.holds(Duration::from_secs(50), false));
    }
    #[test]
    fn what_one_connection_to_a_server_met_says_nothing_of_the_others() {
        let trust = Trust::in_servers();
        trust.lose();
        assert!(trust.holds(Duration::from_secs(60), false) && !trust.holds(Duration::ZERO, true));
    }
}
