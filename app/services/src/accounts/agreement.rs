//! Accepting the end-user access agreement.

use chrono::{DateTime, Utc};
use domain::accounts::{Agreement, Viewer};
use domain::audit::AccountEvent;
use domain::audit::accounts::Agreed;

use crate::{Error, Result, Services};

/// What somebody accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Acceptance {
    pub version: i32,
    /// When.
    pub at: DateTime<Utc>,
}

/// Accepts the version of the agreement that the person has read.
///
/// # Errors
/// [`Error::Conflict`] where that is not the version in force any more, or when the database refuses.
pub async fn accept_agreement(services: &Services, viewer: &Viewer, version: &str) -> Result<()> {
    let agreement = Agreement::current();
    if version.parse() != Ok(agreement.version) {
        return Err(Error::Conflict("The agreement has changed. Read it again, then accept it.".to_owned()));
    }
    let tx = services.store.begin().await?;
    if store::accounts::accept(&tx, &viewer.account_id, agreement.version, services.clock.now()).await? {
        let event = AccountEvent::AcceptAgreement { after: Agreed { version: agreement.version } };
        store::audit::append(&tx, services.actor(viewer).did(event)).await?;
    }
    Ok(tx.commit().await?)
}

/// What an account accepted last.
///
/// # Errors
/// When the database cannot be read.
pub async fn acceptance(services: &Services, viewer: &Viewer) -> Result<Option<Acceptance>> {
    of(services, &viewer.account_id).await
}

pub(super) async fn of(services: &Services, account_id: &str) -> Result<Option<Acceptance>> {
    let found = store::accounts::acceptance(services.store.read(), account_id).await?;
    Ok(found.map(|row| Acceptance { version: row.version, at: row.accepted_at }))
}
