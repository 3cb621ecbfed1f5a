//! Looking at the audit trail, and whether it is whole.

mod file;

use chrono::NaiveDate;
use domain::accounts::{Action, Viewer};
use domain::field::FieldError;
use domain::organisations::OdsCode;
use domain::time::london_instant;
use store::audit::Filter;

use crate::paging::{Paged, paged};
use crate::{Error, Result, Services, authorise, practice_access};

pub use file::{MOST, download};
pub use store::audit::{Broken, ChainCheck, PAGE};
pub use store::entity::audit_event::Model as Entry;

/// Which events somebody wants to see; the default wants all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// A part of the name of whoever did it.
    pub actor: String,
    /// The beginning of what was done, e.g. `slots`.
    pub action: String,
    /// Only what concerns this practice.
    pub practice: Option<OdsCode>,
    /// Only from this London day on.
    pub from: Option<NaiveDate>,
    /// Only up to this London day.
    pub to: Option<NaiveDate>,
}

/// A page of the trail.
#[derive(Clone, Debug)]
pub struct Trail {
    /// The name of the practice whose trail it is.
    pub practice: Option<String>,
    /// The events of the page, the newest first.
    pub entries: Vec<Entry>,
    /// How many there are on all pages.
    pub total: u64,
    /// The page, from 1.
    pub page: u64,
    /// How many pages there are, at least 1.
    pub pages: u64,
}

/// The events that `viewer` wants to see: of one practice, or of everything. A page after the last is the last.
///
/// # Errors
/// [`Error::NotFound`] where the practice is out of scope, [`Error::Forbidden`] where the role may not, [`Error::Invalid`] on `to` where
/// that is before `from`.
pub async fn list(services: &Services, viewer: &Viewer, of: Option<&OdsCode>, wanted: &Wanted, page: u64) -> Result<Trail> {
    let practice = allowed(services, viewer, of).await?;
    let filter = filter(of, wanted)?;
    let db = services.store.read();
    let read = |page| store::audit::list(db, &viewer.scope, &filter, page);
    let Paged { lines: entries, total, page, pages } = paged(page, PAGE, read).await?;
    Ok(Trail { practice, entries, total, page, pages })
}

/// Whether the whole trail is as it was written: no row of it changed, none missing.
///
/// # Errors
/// [`Error::Forbidden`] where the role may not, or when the database cannot be read.
pub async fn verify(services: &Services, viewer: &Viewer) -> Result<ChainCheck> {
    authorise(viewer, Action::ReadAudit, None)?;
    let moment = services.store.begin_read().await?;
    Ok(store::audit::verify(&moment).await?)
}

/// Asks the policy; the name of the practice where it is about one.
async fn allowed(services: &Services, viewer: &Viewer, of: Option<&OdsCode>) -> Result<Option<String>> {
    let Some(code) = of else {
        authorise(viewer, Action::ReadAudit, None)?;
        return Ok(None);
    };
    Ok(Some(practice_access::for_action(services.store.read(), viewer, Action::ReadPracticeAudit, code).await?.name))
}

fn filter(of: Option<&OdsCode>, wanted: &Wanted) -> Result<Filter> {
    if wanted.from.zip(wanted.to).is_some_and(|(from, to)| to < from) {
        return Err(Error::Invalid(vec![FieldError::new("to", "The last day must be the first day or later")]));
    }
    let midnight = |day: NaiveDate| london_instant(day, 0, 0);
    Ok(Filter {
        actor: wanted.actor.trim().to_owned(),
        action: wanted.action.trim().to_owned(),
        practice: of.or(wanted.practice.as_ref()).cloned(),
        from: wanted.from.map(midnight),
        before: wanted.to.and_then(|day| day.succ_opt()).map(midnight),
    })
}
