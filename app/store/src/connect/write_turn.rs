//! Whose turn it is to write. Of two connections to one SQLite file the one that waits asks again and again, with pauses, and goes without for
//! as long as the other begins anew at once. So all who write in a process take turns first, in the order in which they came.

use std::sync::Arc;
use std::time::Duration;

use sea_orm::{ConnAcquireErr, DbErr};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// How long somebody waits for a turn: as long as for a connection of a pool.
const PATIENCE: Duration = Duration::from_secs(30);

/// One writer at a time, or as many as there are connections. Clones share it.
#[derive(Clone, Debug, Default)]
pub(super) struct Turns(Option<Arc<Semaphore>>);

/// A turn, given back when it is dropped.
pub(super) type Turn = Option<OwnedSemaphorePermit>;

impl Turns {
    /// One at a time.
    pub(super) fn one() -> Self {
        Self(Some(Arc::new(Semaphore::new(1))))
    }

    /// Whether nobody has the turn.
    #[cfg(test)]
    pub(super) fn is_free(&self) -> bool {
        self.0.as_ref().is_none_or(|turns| turns.available_permits() > 0)
    }

    /// The next turn.
    pub(super) async fn next(&self) -> Result<Turn, DbErr> {
        let Some(turns) = &self.0 else { return Ok(None) };
        let next = tokio::time::timeout(PATIENCE, Arc::clone(turns).acquire_owned()).await;
        next.ok().and_then(Result::ok).map(Some).ok_or(DbErr::ConnectionAcquire(ConnAcquireErr::Timeout))
    }
}
