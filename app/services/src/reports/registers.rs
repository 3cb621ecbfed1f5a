//! Keeps what reports are made from, as long as nothing was committed: see docs/adr/0009-reports-from-memory.md.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, PoisonError, RwLock};

use domain::accounts::Scope;
use domain::reports::Register;
use store::Version;
use tokio::sync::Mutex;

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
    register: Arc<Register>,
}

impl Registers {
    /// The register as the database holds it now, of all practices: whoever makes a report of it narrows it to a scope.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub(super) async fn current(&self, services: &Services) -> Result<Arc<Register>> {
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
        let register = Arc::new(store::reports::register(&services.store, &services.programme.code, &Scope::england()).await?);
        let kept = Kept { version, reading, register: Arc::clone(&register) };
        *self.kept.write().unwrap_or_else(PoisonError::into_inner) = Some(kept);
        Ok(register)
    }

    fn kept(&self, good: impl Fn(&Kept) -> bool) -> Option<Arc<Register>> {
        let kept = self.kept.read().unwrap_or_else(PoisonError::into_inner);
        kept.as_ref().filter(|kept| good(kept)).map(|kept| Arc::clone(&kept.register))
    }
}
