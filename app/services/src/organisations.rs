//! Import of organisation files: show what it changes, then do it in one transaction.

mod pending;
mod read;
#[cfg(test)]
mod tests;
mod workbook;

use std::collections::BTreeMap;

use domain::accounts::{Action, Viewer};
use domain::audit::OrganisationEvent;
use domain::organisations::import::{Change, Doubt, FileReport, Organisations, Plan, Practice, Taken, What};
use domain::organisations::{OdsCode, Supplier};
use serde::{Deserialize, Serialize};
use store::Tx;
use store::organisations::ImportRecord;
use uuid::Uuid;

use self::read::ReadPart;
use crate::changes::{Departure, follow};
use crate::{Error, Result, Services, authorise};

pub use domain::audit::organisations::Summary;
pub use pending::{Pending, UploadedFile, are_waiting, confirm, discard, pending, upload};
pub use read::{FileRefused, ReadFile, read_bytes, read_path};
pub use workbook::WorkbookRefused;

/// What an import did, or would do.
#[derive(Clone, Debug, Serialize)]
pub struct Outcome {
    /// The import's id; none where nothing was written.
    pub import_id: Option<String>,
    /// What was found in each file, in the order in which they were taken.
    pub files: Vec<FileOutcome>,
    /// What changes.
    pub plan: Plan,
}

impl Outcome {
    /// What speaks against it, so that it must be accepted first.
    #[must_use]
    pub fn doubts(&self) -> Vec<Doubt> {
        let few_rows: Vec<_> = self.files.iter().filter_map(|file| file.taken.few_rows).map(Doubt::from).collect();
        let of_plan = self.plan.doubts().into_iter().filter(|doubt| few_rows.is_empty() || doubt.is_of_closures());
        of_plan.chain(few_rows.clone()).collect()
    }
}

/// What a person accepts although something speaks against it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Accept {
    /// That more than 5% of the open practices close.
    pub closures: bool,
    /// What looks like a part of a register.
    pub part: bool,
}

impl Accept {
    /// Everything.
    pub const ALL: Self = Self { closures: true, part: true };

    /// The doubts that are not accepted, in one text; none where all are, or there is none.
    #[must_use]
    pub fn refuses(self, outcome: &Outcome) -> Option<String> {
        let accepted = |doubt: &Doubt| if doubt.is_of_closures() { self.closures } else { self.part };
        let left: Vec<_> = outcome.doubts().into_iter().filter(|doubt| !accepted(doubt)).map(|doubt| doubt.to_string()).collect();
        (!left.is_empty()).then(|| left.join(" "))
    }
}

/// One file of an import.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileOutcome {
    /// Its name, as given.
    pub name: String,
    /// What was found in it.
    #[serde(flatten)]
    pub report: FileReport,
    /// The practices in it that are not known.
    #[serde(flatten)]
    pub taken: Taken,
}

/// An import that was done, for the list of imports.
#[derive(Clone, Debug)]
pub struct DoneImport {
    /// When.
    pub at: chrono::DateTime<chrono::Utc>,
    pub files: Vec<FileOutcome>,
    /// What it changed.
    pub summary: Summary,
}

/// What an import of `files` would change. Writes nothing.
///
/// # Errors
/// [`Error::Forbidden`] where the role may not import; otherwise when the database cannot be read.
pub async fn preview(services: &Services, viewer: &Viewer, files: Vec<ReadFile>) -> Result<Outcome> {
    authorise(viewer, Action::ImportOrganisations, None)?;
    let before = store::organisations::known(services.store.read()).await?;
    Ok(work_out(&before, files).1)
}

/// Imports `files` as one transaction, whatever their order. Where they change nothing, nothing is written.
///
/// # Errors
/// [`Error::Forbidden`] where the role may not import; [`Error::Conflict`] where something speaks against it that `accept` does not name;
/// otherwise when the database refuses. Then nothing was written.
pub async fn import(services: &Services, viewer: &Viewer, files: Vec<ReadFile>, accept: Accept) -> Result<Outcome> {
    authorise(viewer, Action::ImportOrganisations, None)?;
    let tx = services.store.begin().await?;
    let consent = |outcome: &Outcome| accept.refuses(outcome).map_or(Ok(()), |doubts| Err(Error::Conflict(doubts)));
    let outcome = import_in(&tx, services, viewer, files, consent).await?;
    tx.commit().await?;
    Ok(outcome)
}

/// The last imports that were done, the latest first.
///
/// # Errors
/// [`Error::Forbidden`] where the role may not import; otherwise when the database cannot be read.
pub async fn done(services: &Services, viewer: &Viewer) -> Result<Vec<DoneImport>> {
    authorise(viewer, Action::ImportOrganisations, None)?;
    let records = store::organisations::imports(services.store.read(), 20).await?;
    let unreadable = |error: serde_json::Error| Error::Fault(format!("a row of organisation_import does not read: {error}"));
    let done = |record: ImportRecord| {
        let files = serde_json::from_str(&record.files).map_err(unreadable)?;
        let summary = serde_json::from_str(&record.summary).map_err(unreadable)?;
        Ok(DoneImport { at: record.at, files, summary })
    };
    records.into_iter().map(done).collect()
}

/// Imports where `consent` to what changes, as it is under the lock, is given.
async fn import_in(
    tx: &Tx,
    services: &Services,
    viewer: &Viewer,
    files: Vec<ReadFile>,
    consent: impl FnOnce(&Outcome) -> Result<()>,
) -> Result<Outcome> {
    store::organisations::lock(tx).await?;
    let before = store::organisations::known(tx).await?;
    let (after, mut outcome) = work_out(&before, files);
    consent(&outcome)?;
    if outcome.plan.is_empty {
        return Ok(outcome);
    }
    let (id, at) = (Uuid::now_v7().to_string(), services.clock.now());
    store::organisations::apply(tx, &before, &after).await?;
    let first = before.practices.is_empty();
    let kept: Vec<&Change> = outcome.plan.changes.iter().filter(|change| is_history(change, first)).collect();
    store::organisations::add_changes(tx, &id, (at, services.clock.today()), &kept).await?;
    follow(tx, services, viewer, left(&before, &after)).await?;
    // Last: whoever holds the end of the audit trail must not wait for the lock of a practice.
    record(tx, services, viewer, &id, &outcome).await?;
    outcome.import_id = Some(id);
    Ok(outcome)
}

/// Takes the files, registers first and the oldest of each kind first, into a copy of what is known.
fn work_out(before: &Organisations, files: Vec<ReadFile>) -> (Organisations, Outcome) {
    let mut files: Vec<_> = files.into_iter().flat_map(|file| file.parts).collect();
    files.sort_by_key(|file| (file.report.kind, file.report.dated));
    let mut after = before.clone();
    let take = |file: ReadPart| {
        let taken = after.take(&file.facts);
        FileOutcome { name: file.name, report: file.report, taken }
    };
    let files = files.into_iter().map(take).collect();
    let plan = Plan::between(before, &after);
    (after, Outcome { import_id: None, files, plan })
}

/// Whether a change is kept for reports as at earlier days. The practices of a first import have their opening day, and list sizes change
/// with every file.
fn is_history(change: &Change, first: bool) -> bool {
    match change.what {
        What::ListSize => false,
        What::Opened => !first,
        _ => true,
    }
}

async fn record(tx: &Tx, services: &Services, viewer: &Viewer, id: &str, outcome: &Outcome) -> Result<()> {
    let Plan { before, after, learned, .. } = outcome.plan;
    let changes = What::ALL.into_iter().map(|what| (what.key().into(), outcome.plan.count(what)));
    let changes = changes.filter(|(_, count)| *count > 0).collect();
    let json = |error: serde_json::Error| Error::Fault(format!("the record of an import: {error}"));
    let summary = Summary { before, after, changes, learned };
    let kept = serde_json::to_string(&summary).map_err(json)?;
    let files = serde_json::to_string(&outcome.files).map_err(json)?;
    let actor = services.actor(viewer);
    let account_id = actor.account_id.clone();
    store::audit::append(tx, actor.did(OrganisationEvent::Import { subject: id.into(), after: summary })).await?;
    let record = ImportRecord { id: id.to_owned(), at: services.clock.now(), account_id, files, summary: kept };
    Ok(store::organisations::record(tx, record).await?)
}

/// Practices that closed, or whose other supplier means another route.
fn left(before: &Organisations, after: &Organisations) -> BTreeMap<OdsCode, Departure> {
    let supplier = |practice: &Practice| practice.supplier.map_or(Supplier::Unknown, |fact| fact.value);
    let left = |(code, was): (&OdsCode, &Practice)| {
        let is = after.practices.get(code)?;
        let (from, to) = (supplier(was).route(), supplier(is));
        let left = if was.is_open && !is.is_open {
            Departure::Closed
        } else if from != to.route() {
            Departure::Rerouted { from, to }
        } else {
            return None;
        };
        Some((code.clone(), left))
    };
    before.practices.iter().filter_map(left).collect()
}
