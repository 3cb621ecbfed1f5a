//! A practice takes back what it asked of its ICB, before anybody has decided.

use domain::accounts::Viewer;
use domain::exceptions::RequestState;
use domain::organisations::OdsCode;
use serde_json::json;
use store::audit::{self, Event};
use store::practice_requests::{self, Kind, waiting};

use crate::{Error, Result, Services, places};

/// Takes the request for an exception back; the ICB's queue loses it.
///
/// # Errors
/// [`Error::Conflict`] where `id` does not wait any more; otherwise as [`places::for_work`].
pub async fn withdraw(services: &Services, viewer: &Viewer, practice: &OdsCode, id: &str) -> Result<()> {
    take_back(services, viewer, practice, (Kind::Exception, "exceptions.withdraw"), id).await
}

/// What somebody is told who looked at a request that does not wait any more.
pub(crate) fn no_longer_waits() -> Error {
    Error::Conflict(
        "This does not wait any more: somebody has decided on it, or the practice has withdrawn it. Look at the page again.".to_owned(),
    )
}

/// Takes back what a practice asked; `action` names it in the audit trail.
pub(crate) async fn take_back(
    services: &Services,
    viewer: &Viewer,
    practice: &OdsCode,
    (kind, action): (Kind, &'static str),
    id: &str,
) -> Result<()> {
    let (tx, programme) = (services.store.begin().await?, services.programme.code.as_str());
    places::for_work(&tx, viewer, practice).await?;
    let request = waiting(&tx, programme, practice, kind).await?.filter(|request| request.id == id).ok_or_else(no_longer_waits)?;
    let event = Event {
        practice: Some(practice.to_string()),
        subject: Some(id.to_owned()),
        before: Some(json!({ "what": request.what, "reason": request.reason }).to_string()),
        ..services.event(viewer, action)
    };
    if !practice_requests::decide(&tx, id, RequestState::Withdrawn, &viewer.name, "", event.at).await? {
        return Err(no_longer_waits());
    }
    audit::append(&tx, event).await?;
    Ok(tx.commit().await?)
}
