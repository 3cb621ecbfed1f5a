//! Sessions, as the server keeps them.

use crate::{Result, Services};

/// Notes that a session is used now.
///
/// # Errors
/// When the database refuses.
pub async fn note_use(services: &Services, id_hash: &str) -> Result<()> {
    let tx = services.store.begin().await?;
    store::sessions::seen(&tx, id_hash, services.clock.now()).await?;
    Ok(tx.commit().await?)
}

/// What names a session in the audit trail: the first 12 digits of the hash of its id, from which nobody gets the id.
#[must_use]
pub fn session_reference(id_hash: &str) -> String {
    id_hash.chars().take(12).collect()
}

/// Gives a session that goes on another id, by their hashes. False where it has ended: by another process, perhaps, a moment ago. It is one
/// conditional UPDATE, so that no session that somebody ends lives on under its other id.
///
/// # Errors
/// When the database refuses.
pub async fn rename_session(services: &Services, from: &str, to: &str) -> Result<bool> {
    let tx = services.store.begin().await?;
    let goes_on = store::sessions::rename(&tx, from, to).await?;
    tx.commit().await?;
    Ok(goes_on)
}

/// Whose session it was that has ended because it was not used; none for one that somebody ended, or that ended long ago.
///
/// # Errors
/// When the database cannot be read.
pub async fn owner_of_ended(services: &Services, id_hash: &str) -> Result<Option<String>> {
    let found = store::sessions::get(services.store.read(), id_hash, services.clock.now()).await?;
    Ok(found.and_then(|session| session.account_id))
}

/// Removes sessions that have expired, and counts of tries that are over.
///
/// # Errors
/// When the database refuses.
pub async fn purge_sessions(services: &Services) -> Result<()> {
    let (tx, now) = (services.store.begin().await?, services.clock.now());
    let gone = store::sessions::purge(&tx, now).await?;
    store::accounts::forget_tries(&tx, now).await?;
    tx.commit().await?;
    tracing::debug!(gone, "expired sessions removed");
    Ok(())
}
