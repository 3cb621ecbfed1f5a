//! Which version of the checklist is in force.

use std::collections::BTreeMap;
use std::sync::{PoisonError, RwLock};

use domain::checklist::Checklist;
use store::ConnectionTrait;

use crate::{Error, Result, Services};

/// The uploaded versions that this process has read, by their ids. A version never changes once it is in force and there are few of
/// them, so that they are kept for as long as the process runs (docs/adr/0014-checklist-versions.md).
#[derive(Debug, Default)]
pub struct Versions(RwLock<BTreeMap<String, &'static Checklist>>);

impl Versions {
    fn known(&self, id: &str) -> Option<&'static Checklist> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).get(id).copied()
    }

    fn keep(&self, id: &str, read: Checklist) -> &'static Checklist {
        let mut known = self.0.write().unwrap_or_else(PoisonError::into_inner);
        known.entry(id.to_owned()).or_insert_with(|| Box::leak(Box::new(read)))
    }
}

impl Services {
    /// The checklist in force: the one uploaded last or, where its version is higher, the one that comes with the program. The database
    /// says which, so that every process answers alike.
    ///
    /// # Errors
    /// When the database cannot be read or holds a version that this program cannot read.
    pub async fn checklist(&self, db: &impl ConnectionTrait) -> Result<&'static Checklist> {
        let id = store::checklist::versions::in_force(db, &self.programme.code).await?;
        self.checklist_of(db, id.as_deref()).await
    }

    /// The checklist in force, where the uploaded one has this `id`.
    pub(crate) async fn checklist_of(&self, db: &impl ConnectionTrait, id: Option<&str>) -> Result<&'static Checklist> {
        let bundled = Checklist::bundled();
        let Some(id) = id else { return Ok(bundled) };
        let uploaded = match self.checklists.known(id) {
            Some(known) => known,
            None => {
                let row = store::checklist::versions::find(db, id).await?;
                let row = row.ok_or_else(|| Error::Fault(format!("version {id} of the checklist is gone")))?;
                let read = Checklist::read(&row.content);
                self.checklists
                    .keep(id, read.map_err(|wrong| Error::Fault(format!("version {id} of the checklist: {}", wrong.join("; "))))?)
            }
        };
        Ok(if bundled.version > uploaded.version { bundled } else { uploaded })
    }
}
