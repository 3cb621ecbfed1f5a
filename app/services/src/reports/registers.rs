//! Keeps what reports are made from, as long as nothing was committed: see docs/adr/0009-reports-from-memory.md.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, PoisonError, RwLock};

use domain::accounts::Scope;
use store::Version;
use tokio::sync::Mutex;

use super::made::Facts;
use crate::{Result, Services};

/// The register that was read last. Nobody is shown an old one: every use asks the database first whether anything was committed since.
#[derive(Debug, Default)]
pub struct Registers {
    kept: RwLock<Option<Kept>>,
    reading: Mutex<()>,
    begun: AtomicU64,
}

#[derive(Clone, Debug)]
struct Kept {
    version: Version,
    /// Which reading it came from.
    reading: u64,
    /// The newest event of the audit trail that is known to change nothing in them, or was there when they were read.
    event: i64,
    facts: Arc<Facts>,
}

impl Registers {
    /// The register as the database holds it now, of all practices: whoever makes a report of it narrows it to a scope.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub(super) async fn current(&self, services: &Services) -> Result<Arc<Facts>> {
        let version = services.store.version().await?;
        let begun_before = self.begun.load(Ordering::SeqCst);
        if let Some(kept) = self.kept(|kept| kept.version == version) {
            return Ok(kept);
        }
        let _alone = self.reading.lock().await;
        // While this request waited, another may have begun to read after it came: that is as new as anybody can ask for.
        if let Some(kept) = self.kept(|kept| kept.reading > begun_before) {
            return Ok(kept);
        }
        let reading = self.begun.fetch_add(1, Ordering::SeqCst) + 1;
        // Before the reading: what is committed meanwhile makes the next request read again.
        let version = services.store.version().await?;
        let (facts, event) = match self.still_good(services).await? {
            Some(unchanged) => unchanged,
            None => read(services).await?,
        };
        let kept = Kept { version, reading, event, facts: Arc::clone(&facts) };
        *self.kept.write().unwrap_or_else(PoisonError::into_inner) = Some(kept);
        Ok(facts)
    }

    /// What is kept, where something was committed but nothing that a report shows: most commits are of sessions, mails and accounts.
    async fn still_good(&self, services: &Services) -> Result<Option<(Arc<Facts>, i64)>> {
        let last = self.kept.read().unwrap_or_else(PoisonError::into_inner).as_ref().map(|kept| (Arc::clone(&kept.facts), kept.event));
        let Some((facts, event)) = last else { return Ok(None) };
        let newest = store::reports::unchanged_since(services.store.read(), event).await?;
        Ok(newest.map(|newest| (facts, newest)))
    }

    fn kept(&self, good: impl Fn(&Kept) -> bool) -> Option<Arc<Facts>> {
        let kept = self.kept.read().unwrap_or_else(PoisonError::into_inner);
        kept.as_ref().filter(|kept| good(kept)).map(|kept| Arc::clone(&kept.facts))
    }
}

async fn read(services: &Services) -> Result<(Arc<Facts>, i64)> {
    let (register, event) = store::reports::register(&services.store, &services.programme.code, &Scope::england()).await?;
    Ok((Arc::new(Facts::new(register)), event))
}
