//! A freed place is offered at once, in the commit that freed it.

use domain::slots::{Pool, SlotStatus, next_offers, offer_ends};
use serde_json::json;
use store::Tx;
use store::audit::{self, Event};
use store::slots::{Entry, EntryState};

use super::notice::offered;
use super::{find, icb_of};
use crate::{Error, Result, Services, system_viewer};

/// Gives a place of a date back and offers it to whoever waits for it. The caller has locked the date.
pub(super) async fn give_back(tx: &Tx, services: &Services, slot_id: &str, pool: &Pool) -> Result<()> {
    if !store::slots::free(tx, &services.programme.code, slot_id, pool).await? {
        return Err(Error::Fault(format!("slot {slot_id} gave up a place that was not taken")));
    }
    fill(tx, services, slot_id).await
}

/// Offers every free place of a date to those who wait, in order: each offer keeps the place, so that nobody else takes it. The caller has
/// locked the date. A date that is closed, or past its cut-off, offers nothing.
pub(super) async fn fill(tx: &Tx, services: &Services, slot_id: &str) -> Result<()> {
    let (today, now) = (services.clock.today(), services.clock.now());
    let slot = find(tx, services, slot_id).await?;
    if slot.facts.status != SlotStatus::Open || today > slot.facts.cutoff || slot.facts.places_left() == 0 {
        return Ok(());
    }
    let waiting: Vec<Entry> =
        store::slots::entries(tx, slot_id).await?.into_iter().filter(|entry| entry.state == EntryState::Waiting).collect();
    if waiting.is_empty() {
        return Ok(());
    }
    // The ICB of today: a practice may have moved since it joined.
    let mut icbs = Vec::with_capacity(waiting.len());
    for entry in &waiting {
        icbs.push(icb_of(tx, &entry.practice).await?);
    }
    let until = offer_ends(now, services.programme.slots.offer_hours, slot.facts.cutoff);
    for (index, _) in next_offers(&slot.facts, &store::slots::holds(tx, slot_id).await?, &icbs) {
        let Some(entry) = waiting.get(index) else { continue };
        let claimed = store::slots::claim(tx, &services.programme.code, slot_id, today, icbs[index].as_ref()).await?;
        let Some(pool) = claimed else { return Err(Error::Fault(format!("slot {slot_id} has fewer places than it says"))) };
        if !store::slots::offer(tx, &entry.id, &pool, now, until).await? {
            return Err(Error::Fault(format!("the waiting list of slot {slot_id} changed under a lock")));
        }
        offered(tx, services, entry, slot.facts.date, until).await?;
        let event = Event {
            practice: Some(entry.practice.to_string()),
            subject: Some(slot.id.clone()),
            after: Some(json!({ "slot": slot.id, "date": slot.facts.date, "until": until }).to_string()),
            ..services.event(&system_viewer("waiting list"), "slots.offer")
        };
        audit::append(tx, event).await?;
    }
    Ok(())
}
