//! What waits for whoever decides: requests for access, and what practices ask.

use domain::accounts::{Action, Viewer};

use crate::access_requests::part;
use crate::{Result, Services, authorise};

pub use store::decisions::DecisionCounts;

/// How much waits for `viewer`; nothing for who decides on nothing.
///
/// # Errors
/// When the database cannot be read.
pub async fn waiting(services: &Services, viewer: &Viewer) -> Result<DecisionCounts> {
    let may = |action| authorise(viewer, action, None).is_ok();
    if !may(Action::DecideAccess) || !may(Action::DecideForPractice) {
        return Ok(DecisionCounts::default());
    }
    let (db, programme) = (services.store.read(), services.programme.code.as_str());
    Ok(store::decisions::waiting(db, part(viewer), &viewer.email, &viewer.scope, programme).await?)
}
