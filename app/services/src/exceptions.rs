//! Exceptions: a practice asks, its ICB agrees or refuses, looks again before the review day, and ends them.

mod ask;
mod decide;
mod queue;

use chrono::NaiveDate;
use domain::accounts::{Action, Viewer};
use domain::audit::{self, ExceptionEvent};
use domain::exceptions::RequestState;
use domain::organisations::OdsCode;
use store::practice_records::PracticeRecord;
use store::practice_requests::{Kind, of_practice};

use crate::free_text::readable;
use crate::{Result, Services, authorise, practice_access, practice_requests, stages};

pub use ask::ask;
pub use decide::{ExceptionDecision, NEEDLESS, category, decide, end, renew};
pub use queue::{InForce, PendingDecision, Queue, WaitsFor, queue};
pub use store::exceptions::Exception;
pub use store::practice_requests::Request;

/// Takes the request for an exception back; the ICB's queue loses it.
///
/// # Errors
/// [`crate::Error::Conflict`] where `id` does not wait any more; otherwise as [`practice_access::for_work`].
pub async fn withdraw(services: &Services, viewer: &Viewer, practice: &OdsCode, id: &str) -> Result<()> {
    let event = |request: &Request| {
        let before = audit::exceptions::Request { what: (&request.what).into(), reason: request.reason.as_str().into() };
        ExceptionEvent::Withdraw { subject: (&request.id).into(), before }
    };
    practice_requests::take_back(services, viewer, practice, Kind::Exception, id, event).await
}

/// What stands between a practice and its ICB, as the page shows it.
#[derive(Clone, Debug)]
pub struct ExceptionView {
    pub practice: PracticeRecord,
    /// The exception that holds today.
    pub current: Option<Exception>,
    /// The request that waits for a decision.
    pub waiting: Option<Request>,
    /// The request that led to it.
    pub agreed: Option<Request>,
    /// Requests that were decided, the newest first; but for the one that stands.
    pub decided: Vec<Request>,
    /// For who decides on the request that waits: the EMIS dates for which the practice waits, which it no longer does once that is agreed.
    pub waits_for: Vec<NaiveDate>,
    /// Whether the practice is switched on, and so needs no exception.
    pub switched_on: bool,
    /// Whether the person may ask.
    pub may_ask: bool,
    /// Whether the person decides.
    pub may_decide: bool,
}

/// The exception of a practice, for whoever may see it.
///
/// # Errors
/// [`crate::Error::NotFound`] where the practice is out of scope.
pub async fn load(services: &Services, viewer: &Viewer, practice: &OdsCode) -> Result<ExceptionView> {
    let (db, programme) = (services.store.read(), services.programme.code.as_str());
    let practice = practice_access::for_action(db, viewer, Action::SeePractice, practice).await?;
    let code = &practice.hierarchy.practice;
    let requests = readable(viewer, &practice.hierarchy, of_practice(db, programme, code, Kind::Exception).await?);
    let current = store::exceptions::current(db, programme, code, services.clock.today()).await?;
    let (waiting, decided): (Vec<_>, Vec<_>) = requests.into_iter().partition(|request| request.state == RequestState::Waiting.key());
    let (agreed, decided): (Vec<_>, Vec<_>) =
        decided.into_iter().partition(|request| current.as_ref().is_some_and(|current| current.id == request.id));
    let waiting = waiting.into_iter().next();
    let may_decide = authorise(viewer, Action::DecideForPractice, Some(&practice.hierarchy)).is_ok();
    let decides = may_decide && waiting.is_some();
    let waits_for = if decides { store::slots::dates_waited_for(db, programme, code).await? } else { Vec::new() };
    Ok(ExceptionView {
        current: readable(viewer, &practice.hierarchy, current),
        waiting,
        agreed: agreed.into_iter().next(),
        decided,
        waits_for,
        switched_on: stages::is_switched_on(db, services, &practice).await?,
        may_ask: practice_access::may_work(viewer, practice.is_open, &practice.hierarchy),
        may_decide,
        practice,
    })
}
