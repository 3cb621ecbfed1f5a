//! Whose turn it is, when more people ask for a date than are served at once.

use tokio::sync::{Semaphore, SemaphorePermit};

/// A line in which people wait for their turn, first come, first served.
///
/// A look at a date takes a connection to the database for a moment only. Without a line, all who ask at the same moment would look before the
/// first of them has booked, and none would be told at sight that the date is full.
#[derive(Debug)]
pub struct Turns(Semaphore);

impl Turns {
    /// A line of a process with so many connections that write: all but one serve it at once, so that something else can always be written.
    pub(crate) fn new(writers: u32) -> Self {
        Self(Semaphore::new(usize::try_from(writers).unwrap_or(2).saturating_sub(1).max(1)))
    }

    /// Waits; the turn ends when what is returned is dropped. None once nobody is served any more, which does not happen.
    pub(super) async fn wait(&self) -> Option<SemaphorePermit<'_>> {
        self.0.acquire().await.ok()
    }
}
