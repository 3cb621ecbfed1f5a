//! Whose turn it is, when more people ask for a date than are served at once.

use tokio::sync::{Semaphore, SemaphorePermit};

/// How many are served at once by one process. Our own choice: about as many as it has connections to the database, so that more would only
/// wait for those.
const AT_ONCE: usize = 8;

/// A line in which people wait for their turn, first come, first served.
///
/// A look at a date takes a connection to the database for a moment only. Without a line, all who ask at the same moment would look before the
/// first of them has booked, and none would be told at sight that the date is full.
#[derive(Debug)]
pub struct Turns(Semaphore);

impl Default for Turns {
    fn default() -> Self {
        Self(Semaphore::new(AT_ONCE))
    }
}

impl Turns {
    /// Waits; the turn ends when what is returned is dropped. None once nobody is served any more, which does not happen.
    pub(super) async fn wait(&self) -> Option<SemaphorePermit<'_>> {
        self.0.acquire().await.ok()
    }
}
