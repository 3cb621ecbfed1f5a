//! A freed place is offered at once, in the commit that freed it.

use std::collections::BTreeMap;

use domain::accounts::Role;
use domain::audit::SlotEvent;
use domain::audit::slots::Offered;
use domain::slots::{Has, Pool, Waiter, may_change, next_offers, offer_ends};
use store::Tx;
use store::audit;
use store::slots::{Entry, EntryState, WaitingPractice};

use super::notice::{offered, stopped_waiting};
use super::{audited, find};
use crate::{Error, Result, Services, system_viewer};

const ACTOR: &str = "waiting list";

/// Gives a place of a date back and offers it to whoever waits for it. The caller has locked the date.
pub(super) async fn give_back(tx: &Tx, services: &Services, slot_id: &str, pool: &Pool) -> Result<()> {
    if !store::slots::free(tx, &services.programme.code, slot_id, pool).await? {
        return Err(Error::Fault(format!("slot {slot_id} gave up a place that was not taken")));
    }
    fill(tx, services, slot_id).await.map(drop)
}

/// Takes an offer back that was not taken in time; its place goes on to the next. The caller has locked the date. False, with nothing
/// changed, where it was taken, turned down or ended in the meantime.
pub(super) async fn expire(tx: &Tx, services: &Services, entry: &Entry) -> Result<bool> {
    let slot = find(tx, services, &entry.slot_id).await?;
    let actor = services.actor(&system_viewer(ACTOR));
    let event = SlotEvent::OfferExpired { subject: (&slot.id).into(), before: audited(&slot) };
    if !store::slots::end_entry(tx, &entry.id, EntryState::Offered, EntryState::Expired, actor.at).await? {
        return Ok(false);
    }
    stopped_waiting(tx, services, entry, slot.facts.date, None).await?;
    audit::append(tx, actor.did_to(&entry.practice, event)).await?;
    give_back(tx, services, &slot.id, &entry.pool).await?;
    Ok(true)
}

/// Offers every free place of a date to those who wait, in order: each offer keeps the place, so that nobody else takes it. Who could not
/// take it at this moment is passed over. The caller has locked the date. A date that is closed, or past its cut-off, offers nothing.
/// Returns how many places were offered.
pub(super) async fn fill(tx: &Tx, services: &Services, slot_id: &str) -> Result<u64> {
    let (today, now) = (services.clock.today(), services.clock.now());
    let slot = find(tx, services, slot_id).await?;
    if !slot.facts.takes_sign_ups(today) || slot.facts.places_left() == 0 {
        return Ok(0);
    }
    let waiting: Vec<Entry> =
        store::slots::entries(tx, slot_id).await?.into_iter().filter(|entry| entry.state == EntryState::Waiting).collect();
    if waiting.is_empty() {
        return Ok(0);
    }
    let waiters = waiters(tx, services, slot_id, &waiting).await?;
    let until = offer_ends(now, services.programme.slots.offer_hours, slot.facts.cutoff);
    let mut count = 0;
    for (index, _) in next_offers(&slot.facts, &store::slots::holds(tx, slot_id).await?, &waiters) {
        let (Some(entry), Some(waiter)) = (waiting.get(index), waiters.get(index)) else { continue };
        let claimed = store::slots::claim(tx, &services.programme.code, slot_id, today, waiter.icb.as_ref()).await?;
        let Some(pool) = claimed else { return Err(Error::Fault(format!("slot {slot_id} has fewer places than it says"))) };
        if !store::slots::offer(tx, &entry.id, &pool, now, until).await? {
            return Err(Error::Fault(format!("the waiting list of slot {slot_id} changed under a lock")));
        }
        offered(tx, services, entry, slot.facts.date, until).await?;
        let after = Offered { slot: (&slot.id).into(), date: slot.facts.date, until };
        let event = SlotEvent::Offer { subject: (&slot.id).into(), after };
        audit::append(tx, services.actor(&system_viewer(ACTOR)).did_to(&entry.practice, event)).await?;
        count += 1;
    }
    Ok(count)
}

/// Those that wait, in the order of the list, as they stand now: one query for all of them, and one for the dates that they have.
async fn waiters(tx: &Tx, services: &Services, slot_id: &str, waiting: &[Entry]) -> Result<Vec<Waiter>> {
    let (programme, today) = (services.programme.code.as_str(), services.clock.today());
    let practices = waiting.iter().map(|entry| entry.practice.clone());
    let practices = store::slots::waiting_practices(tx, programme, today, practices).await?;
    let practices: BTreeMap<_, _> = practices.into_iter().map(|practice| (practice.code.clone(), practice)).collect();
    let dates: BTreeMap<_, _> = store::slots::all(tx, programme).await?.into_iter().map(|slot| (slot.id, slot.facts)).collect();
    let waiter = |entry: &Entry| {
        let practice = practices.get(&entry.practice).ok_or(Error::NotFound)?;
        let has = match practice.slot_id.as_deref() {
            None => Has::Nothing,
            Some(id) if id == slot_id => Has::ThisDate,
            // The practice's own people take the place up.
            Some(id) => Has::Another { may_change: dates.get(id).is_some_and(|facts| may_change(facts, today, Role::PracticeManager)) },
        };
        let WaitingPractice { is_open, excepted, route, stage, .. } = *practice;
        Ok(Waiter { icb: practice.icb.clone(), is_open, excepted, route, stage, has })
    };
    waiting.iter().map(waiter).collect()
}
