//! Exceptions: a practice asks, its ICB agrees or refuses, looks again before the review day, and ends them.

mod ask;
mod decide;
mod queue;
mod withdraw;

use chrono::{DateTime, Utc};
use domain::accounts::{Action, Viewer};
use domain::exceptions::RequestState;
use domain::organisations::OdsCode;
use store::places::PracticeRecord;
use store::practice_requests::{Kind, of_practice};

use crate::without_words::readable;
use crate::{Result, Services, authorise, places, tokens};

pub use ask::ask;
pub use decide::{Verdict, category, decide, end, renew};
pub use queue::{Queue, Waiting, WaitsFor, queue};
pub use store::exceptions::Exception;
pub use store::practice_requests::Request;
pub use withdraw::withdraw;
pub(crate) use withdraw::{no_longer_waits, take_back};

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

/// What stands between a practice and its ICB, as the page shows it.
#[derive(Clone, Debug)]
pub struct ExceptionView {
    /// The practice.
    pub practice: PracticeRecord,
    /// The exception that holds today.
    pub standing: Option<Exception>,
    /// The request that waits for a decision.
    pub waiting: Option<Request>,
    /// Requests that were decided, the newest first.
    pub decided: Vec<Request>,
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
    let practice = places::for_action(db, viewer, Action::SeePractice, practice).await?;
    let code = &practice.place.practice;
    let requests = readable(viewer, &practice.place, of_practice(db, programme, code, Kind::Exception).await?);
    let (waiting, decided): (Vec<_>, Vec<_>) = requests.into_iter().partition(|request| request.state == RequestState::Waiting.word());
    let standing = store::exceptions::standing(db, programme, code, services.clock.today()).await?;
    Ok(ExceptionView {
        standing: readable(viewer, &practice.place, standing),
        waiting: waiting.into_iter().next(),
        decided,
        may_ask: places::may_work(viewer, practice.is_open, &practice.place),
        may_decide: authorise(viewer, Action::DecideForPractice, Some(&practice.place)).is_ok(),
        practice,
    })
}
