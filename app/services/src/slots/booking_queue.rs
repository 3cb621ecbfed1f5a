//! Whose turn it is, when more people ask for a date than are served at once.

use tokio::sync::{Semaphore, SemaphorePermit};

/// A line in which people wait for their turn, first come, first served.
///
/// Checking a date holds a database connection only briefly. Without a queue, all requests of one moment would check before the
/// first of them has booked, and none could be refused early because the date is full.
#[derive(Debug)]
pub struct BookingQueue(Semaphore);

impl BookingQueue {
    /// A queue for a process with this many write connections. It uses all but one, so that other writes always get through.
    pub(crate) fn new(writers: u32) -> Self {
        Self(Semaphore::new(usize::try_from(writers).unwrap_or(2).saturating_sub(1).max(1)))
    }

    /// Waits; the turn ends when what is returned is dropped. None once nobody is served any more, which does not happen.
    pub(super) async fn wait(&self) -> Option<SemaphorePermit<'_>> {
        self.0.acquire().await.ok()
    }
}
