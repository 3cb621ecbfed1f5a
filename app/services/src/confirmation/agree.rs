//! The ICB agrees that a practice with another supplier is switched on, or sends its confirmation back.

use chrono::{DateTime, Utc};
use domain::accounts::{Action, Viewer};
use domain::audit::confirmation::Decided;
use domain::audit::{ConfirmationEvent, FreeText};
use domain::exceptions::required;
use domain::organisations::{OdsCode, Route};
use domain::stage::Cause;
use mail::{About, Decision};
use store::audit;

use crate::outbox::{Recipients, enqueue_decision};
use crate::{Error, Result, Services, practice_access, stages};

/// What is decided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SwitchOnDecision {
    /// The practice is switched on from the day it named.
    Agree,
    /// It is not, for this reason; the practice may confirm again.
    SendBack(String),
}

/// Decides on the confirmation that was recorded at `recorded_at`, and tells the practice.
///
/// # Errors
/// [`Error::Invalid`] on `reason` where it is sent back without one; [`Error::Conflict`] where the practice is on another route, or
/// another confirmation stands there by now; otherwise as [`practice_access::for_action`].
pub async fn decide(
    services: &Services,
    viewer: &Viewer,
    practice: &OdsCode,
    recorded_at: DateTime<Utc>,
    verdict: SwitchOnDecision,
) -> Result<Recipients> {
    let (tx, programme) = (services.store.begin().await?, services.programme.code.as_str());
    store::practice_records::lock(&tx, practice).await?;
    let place = practice_access::for_action(&tx, viewer, Action::DecideForPractice, practice).await?;
    if place.supplier.route() != Route::Other {
        return Err(Error::Conflict("This practice uses EMIS or TPP: its switch-on needs no agreement.".to_owned()));
    }
    let changed = || Error::Conflict("Nothing waits here any more: look at the page again.".to_owned());
    let record = store::confirmation::find(&tx, programme, practice).await?.ok_or_else(changed)?;
    if record.recorded_at.timestamp_millis() != recorded_at.timestamp_millis() || record.agreed.is_some() {
        return Err(changed());
    }
    let (before, confirmed_on) = (super::seen(&record), record.confirmed_on);
    let (event, note, cause) = match &verdict {
        SwitchOnDecision::Agree => {
            store::confirmation::agree(&tx, programme, practice, record.recorded_at, (&viewer.name, services.clock.today())).await?;
            let after = Decided { confirmed_on, reason: FreeText::default() };
            (ConfirmationEvent::Agree { before, after }, String::new(), Cause::ConfirmationAgreed)
        }
        SwitchOnDecision::SendBack(reason) => {
            let reason = required(reason, "reason", "Say what is missing: the practice is told", "The reason");
            let reason = reason.map_err(|mistake| Error::Invalid(vec![mistake]))?;
            store::confirmation::remove(&tx, programme, practice, record.recorded_at).await?;
            let after = Decided { confirmed_on, reason: reason.as_str().into() };
            (ConfirmationEvent::SendBack { before, after }, reason, Cause::ConfirmationWithdrawn)
        }
    };
    let decision = Decision {
        practice: mail::Practice { code: practice.clone(), name: place.name.as_str().into() },
        about: About::SwitchOn { day: record.confirmed_on },
        agreed: verdict == SwitchOnDecision::Agree,
        note: note.as_str().into(),
    };
    let told =
        enqueue_decision(services, &tx, &decision, &format!("confirmation:{practice}:{}", record.recorded_at.timestamp_millis())).await?;
    audit::append(&tx, services.actor(viewer).did_to(practice, event)).await?;
    stages::refresh(&tx, services, &viewer.name, practice, cause).await?;
    tx.commit().await?;
    Ok(told)
}
