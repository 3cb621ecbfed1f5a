//! What the dates still have for a practice, and how it stands with them.

use std::collections::BTreeMap;

use domain::accounts::PracticeHierarchy;
use domain::organisations::OdsCode;
use domain::slots::{Possible, PracticeDates, SlotsLeft};
use store::ConnectionTrait;

use crate::{Result, Services};

/// What the dates still have for a practice that has none, and what is possible for it by the deadline. `may_wait`: whether it may be on a
/// waiting list.
///
/// # Errors
/// When the database cannot be read.
pub(crate) async fn dates_left(
    db: &impl ConnectionTrait,
    services: &Services,
    place: &PracticeHierarchy,
    may_wait: bool,
) -> Result<(SlotsLeft, Possible)> {
    let (programme, today, icb) = (services.programme, services.clock.today(), place.icb.as_ref());
    let slots = store::slots::all(db, &programme.code).await?;
    let dates = store::slots::with_holds(db, &programme.code, &slots).await?;
    let own = if may_wait { store::slots::entries_of(db, &programme.code, &place.practice).await? } else { Vec::new() };
    let left = dates.left_for(icb, store::slots::list_status(&own, services.clock.now()), programme.deadline, today);
    let kept = own.iter().filter(|entry| entry.is_kept_on(today)).filter_map(|entry| {
        let slot = slots.iter().find(|slot| slot.id == entry.slot_id)?;
        slot.facts.can_be_taken_up(programme.deadline, today).then_some(slot.facts.cutoff)
    });
    Ok((left, dates.possible_for(icb, programme.deadline, today).or_kept_until(kept.max())))
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
