//! What a practice asks of its ICB: begun, and taken back. What is asked, and what follows from the decision, is with each feature.

use chrono::{DateTime, Utc};
use domain::accounts::Viewer;
use domain::exceptions::RequestState;
use domain::organisations::OdsCode;
use serde_json::json;
use store::audit::{self, Event};
use store::practice_requests::{Kind, Request, decide, waiting};

use crate::{Error, Result, Services, places, tokens};

/// A request that waits from now on, with nothing in it yet.
pub(crate) fn fresh(services: &Services, viewer: &Viewer, practice: &OdsCode, kind: Kind, at: DateTime<Utc>) -> Request {
    Request {
        id: tokens::new_id(),
        programme: services.programme.code.clone(),
        practice_code: practice.to_string(),
        kind: kind.word().to_owned(),
        what: String::new(),
        reason: String::new(),
        evidence: String::new(),
        asked_by: viewer.name.clone(),
        asked_at: at,
        state: RequestState::Waiting.word().to_owned(),
        decided_by: None,
        decided_at: None,
        note: String::new(),
    }
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
    if !decide(&tx, id, RequestState::Withdrawn, &viewer.name, "", event.at).await? {
        return Err(no_longer_waits());
    }
    audit::append(&tx, event).await?;
    Ok(tx.commit().await?)
}
