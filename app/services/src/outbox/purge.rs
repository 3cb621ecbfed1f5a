//! Forgetting messages.

use domain::outbox::KEPT;

use crate::{Result, Services};

/// Removes messages that were sent, or given up, longer ago than [`KEPT`].
///
/// # Errors
/// When the database refuses.
pub async fn purge(services: &Services) -> Result<()> {
    let tx = services.store.begin().await?;
    let gone = store::outbox::purge(&tx, services.clock.now() - KEPT).await?;
    tx.commit().await?;
    tracing::debug!(gone, "old messages removed");
    Ok(())
}
