//! Keeps what reports are made from, as long as nothing was committed: see docs/adr/0009-reports-from-memory.md.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, PoisonError, RwLock};

use domain::accounts::Scope;
use store::Version;
use store::reports::Since;
use tokio::sync::Mutex;

use super::report_cache::Facts;
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
    pub(crate) async fn current(&self, services: &Services) -> Result<Arc<Facts>> {
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
        let (facts, event) = match self.renewed(services).await? {
            Some(renewed) => renewed,
            None => read(services).await?,
        };
        let kept = Kept { version, reading, event, facts: Arc::clone(&facts) };
        *self.kept.write().unwrap_or_else(PoisonError::into_inner) = Some(kept);
        Ok(facts)
    }

    /// What is kept, with those practices read again that something was written of: most commits are of sessions, mails and accounts, and
    /// most others of one practice. None where nothing is kept, or all has to be read again.
    async fn renewed(&self, services: &Services) -> Result<Option<(Arc<Facts>, i64)>> {
        let last = self.kept.read().unwrap_or_else(PoisonError::into_inner).as_ref().map(|kept| (Arc::clone(&kept.facts), kept.event));
        let Some((mut facts, event)) = last else { return Ok(None) };
        match store::reports::since(&services.store, &services.programme.code, facts.register(), event).await? {
            Since::Much => Ok(None),
            Since::Renewed(renewed, newest) if renewed.practices.is_empty() => Ok(Some((facts, newest))),
            Since::Renewed(renewed, newest) => {
                // A copy: whoever still makes something of the old facts has them to the end, and what is kept is one of those.
                Arc::make_mut(&mut facts).renew(*renewed);
                Ok(Some((facts, newest)))
            }
        }
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
