//! What a practice asks of its ICB: begun, and taken back. What is asked, and what follows from the decision, is with each feature.

use chrono::{DateTime, Utc};
use domain::accounts::{Role, Viewer};
use domain::audit::Event;
use domain::exceptions::RequestState;
use domain::organisations::OdsCode;
use mail::{Asks, DecisionAsked, Message};
use store::Tx;
use store::audit;
use store::practice_records::PracticeRecord;
use store::practice_requests::{Kind, Request, decide, waiting};

use crate::outbox::{Recipients, enqueue_to_sub_group};
use crate::{Error, Result, Services, practice_access, tokens};

/// A request that waits from now on, with nothing in it yet.
pub(crate) fn fresh(services: &Services, viewer: &Viewer, practice: &OdsCode, kind: Kind, at: DateTime<Utc>) -> Request {
    Request {
        id: tokens::new_id(),
        programme: services.programme.code.clone(),
        practice_code: practice.to_string(),
        kind: kind.key().to_owned(),
        what: String::new(),
        reason: String::new(),
        evidence: String::new(),
        asked_by: viewer.name.clone(),
        asked_at: at,
        state: RequestState::Waiting.key().to_owned(),
        decided_by: None,
        decided_at: None,
        note: String::new(),
    }
}

/// Tells the ICB sub-group of a practice that something waits for its decision, once for each `key`.
///
/// # Errors
/// When the database refuses.
pub(crate) async fn tell_deciders(
    tx: &Tx,
    services: &Services,
    viewer: &Viewer,
    record: &PracticeRecord,
    asks: Asks,
    key: &str,
) -> Result<Recipients> {
    let deciders = store::access_requests::deciders(tx, Role::Icb).await?;
    let by = viewer.name.as_str().into();
    enqueue_to_sub_group(services, tx, record, &deciders, key, |practice| Message::DecisionAsked(DecisionAsked { practice, asks, by }))
        .await
}

/// What somebody is told who looked at a request that does not wait any more.
pub(crate) fn no_longer_waits() -> Error {
    Error::Conflict(
        "This does not wait any more: somebody has decided on it, or the practice has withdrawn it. Look at the page again.".to_owned(),
    )
}

/// Takes back what a practice asked; `event` says so in the audit trail.
pub(crate) async fn take_back<E: Into<Event>>(
    services: &Services,
    viewer: &Viewer,
    practice: &OdsCode,
    kind: Kind,
    id: &str,
    event: impl FnOnce(&Request) -> E,
) -> Result<()> {
    let (tx, programme) = (services.store.begin().await?, services.programme.code.as_str());
    practice_access::for_work(&tx, viewer, practice).await?;
    let request = waiting(&tx, programme, practice, kind).await?.filter(|request| request.id == id).ok_or_else(no_longer_waits)?;
    let actor = services.actor(viewer);
    if !decide(&tx, id, RequestState::Withdrawn, &viewer.name, "", actor.at).await? {
        return Err(no_longer_waits());
    }
    audit::append(&tx, actor.did_to(practice, event(&request))).await?;
    Ok(tx.commit().await?)
}
