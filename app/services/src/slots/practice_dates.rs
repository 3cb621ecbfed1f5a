//! What the dates still have for a practice, and how it stands with them.

use std::collections::BTreeMap;

use domain::accounts::PracticeHierarchy;
use domain::organisations::OdsCode;
use domain::slots::{PracticeDates, SlotsLeft};
use store::ConnectionTrait;

use crate::{Result, Services};

/// What the dates still have for a practice that has none.
///
/// # Errors
/// When the database cannot be read.
pub(crate) async fn slots_left(db: &impl ConnectionTrait, services: &Services, place: &PracticeHierarchy) -> Result<SlotsLeft> {
    let programme = services.programme.code.as_str();
    let dates = store::slots::dates(db, programme).await?;
    let own = store::slots::entries_of(db, programme, &place.practice).await?;
    Ok(dates.left_for(place.icb.as_ref(), store::slots::list_status(&own, services.clock.now()), services.clock.today()))
}

/// How EMIS practices stand with the dates, beside the one that each has: which did not work, and which they wait for. Those of which there
/// is nothing to say are left out.
///
/// # Errors
/// When the database cannot be read.
pub(crate) async fn practice_dates(
    db: &impl ConnectionTrait,
    services: &Services,
    practices: &[OdsCode],
) -> Result<BTreeMap<OdsCode, PracticeDates>> {
    if practices.is_empty() {
        return Ok(BTreeMap::new());
    }
    Ok(store::slots::practice_dates(db, &services.programme.code, practices, services.clock.now()).await?)
}
