//! What becomes of a practice's journey when the practice itself changes: another supplier, a closure, a merger, another ICB.

mod claim;
mod departures;
mod successor;

use domain::accounts::{Action, Viewer};
use domain::organisations::OdsCode;
use store::practice_requests::{Kind, waiting};
use store::practices::Practice;

use crate::free_text::readable;
use crate::{Error, Result, Services, authorise, practice_access};

pub use claim::{ClaimDecision, claim, decide, withdraw};
pub(crate) use departures::{Departure, follow};
pub use store::entity::practice_change::Model as Changed;
pub use store::practice_requests::Request;
pub use successor::name_successor;

/// What changed about a practice, and what it says of its system, as the page shows it.
#[derive(Clone, Debug)]
pub struct ChangesView {
    pub practice: Practice,
    /// Changes of supplier, closures and moves, the latest first.
    pub changes: Vec<Changed>,
    /// The supplier that waits for the ICB's word.
    pub waiting: Option<Request>,
    /// Whether the person may say that the system is another.
    pub may_claim: bool,
    /// Whether the person decides.
    pub may_decide: bool,
}

/// What changed about a practice, for whoever may see it.
///
/// # Errors
/// [`Error::NotFound`] where the practice is out of scope.
pub async fn load(services: &Services, viewer: &Viewer, practice: &OdsCode) -> Result<ChangesView> {
    let (db, programme) = (services.store.read(), services.programme.code.as_str());
    let practice = store::practices::find(db, programme, practice, services.clock.today()).await?.ok_or(Error::NotFound)?;
    authorise(viewer, Action::SeePractice, Some(&practice.hierarchy))?;
    let code = &practice.hierarchy.practice;
    Ok(ChangesView {
        changes: store::organisations::changes_of(db, code).await?,
        waiting: readable(viewer, &practice.hierarchy, waiting(db, programme, code, Kind::Supplier).await?),
        may_claim: practice_access::may_work(viewer, practice.is_open, &practice.hierarchy),
        may_decide: authorise(viewer, Action::DecideForPractice, Some(&practice.hierarchy)).is_ok(),
        practice,
    })
}
