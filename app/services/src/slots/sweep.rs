//! What time brings: offers that were not taken, dates that have passed, and practices that have had theirs.

use chrono::{Days, TimeDelta};
use domain::accounts::Role;
use domain::audit::{SlotEvent, Written};
use domain::slots::{SlotFacts, SlotStatus};
use domain::stage::ArrangedDay;
use domain::working_days::working_days_after;
use mail::{DateCheck, DateUnconfirmed, Message};
use store::audit;
use store::slots::{AfterDate, Entry, EntryState, Slot};

use super::cancel::end_wait;
use super::{audited, find, offers};
use crate::outbox::{enqueue_to_sub_group, tell_practice};
use crate::{Result, Services, leases, system_viewer};

const LEASE: &str = "slots";
/// Far longer than a sweep takes; only after a crash does anybody wait for it.
const LEASE_LENGTH: TimeDelta = TimeDelta::minutes(5);
/// How long after its date a practice is still asked, and its ICB told. Our own choice: what is older is a matter for people.
const ASK_DAYS: u64 = 30;
const ACTOR: &str = "dates";

/// What a sweep did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Swept {
    /// Offers that ran out, each of which went on to the next.
    pub expired: u64,
    /// Practices that no longer wait, because nobody can sign up for the date any more.
    pub ended: u64,
    /// Places offered to practices that had been passed over, and could take one now.
    pub offered: u64,
    /// Dates that are done.
    pub done: u64,
    /// Mails to practices: what do you see?
    pub asked: u64,
    /// Mails to ICB sub-groups: not confirmed.
    pub told: u64,
}

/// Does what is due: once however often it is called. Of several processes one sweeps at a time; none is returned while another does.
///
/// # Errors
/// When the database cannot be read or refuses.
pub async fn sweep(services: &Services) -> Result<Option<Swept>> {
    leases::while_holding(services, LEASE, LEASE_LENGTH, async {
        let expired = expire_offers(services).await?;
        let (ended, offered) = tend_lists(services).await?;
        let done = close_past(services).await?;
        let (asked, told) = (ask(services).await?, tell_icbs(services).await?);
        Ok(Swept { expired, ended, offered, done, asked, told })
    })
    .await
}

/// Takes offers back that were not taken in time; each place goes on to the next, in the same commit. Returns how many.
///
/// # Errors
/// When the database refuses.
pub async fn expire_offers(services: &Services) -> Result<u64> {
    let mut count = 0;
    let programme = services.programme.code.as_str();
    for entry in store::slots::expired(services.store.read(), programme, services.clock.now()).await? {
        let tx = services.store.begin().await?;
        store::slots::lock(&tx, &[&entry.slot_id]).await?;
        if offers::expire(&tx, services, &entry).await? {
            tx.commit().await?;
            count += 1;
        }
    }
    Ok(count)
}

/// Ends the lists of dates for which nobody can sign up any more, and offers free places to those who were passed over when they came free.
/// Returns how many were taken off a list, and how many have an offer.
async fn tend_lists(services: &Services) -> Result<(u64, u64)> {
    let (db, programme, today) = (services.store.read(), services.programme.code.as_str(), services.clock.today());
    let lists = store::slots::entries_by_date(db, programme).await?;
    let (mut ended, mut offered) = (0, 0);
    if lists.is_empty() {
        return Ok((ended, offered));
    }
    for slot in store::slots::all(db, programme).await? {
        let waits = |entry: &Entry| entry.state == EntryState::Waiting;
        if !lists.get(&slot.id).is_some_and(|entries| entries.iter().any(waits)) {
            continue;
        }
        if today > slot.facts.cutoff {
            ended += end_list(services, &slot.id).await?;
        } else if slot.facts.places_left() > 0 {
            let tx = services.store.begin().await?;
            store::slots::lock(&tx, &[&slot.id]).await?;
            offered += offers::fill(&tx, services, &slot.id).await?;
            tx.commit().await?;
        }
    }
    Ok((ended, offered))
}

async fn end_list(services: &Services, slot_id: &str) -> Result<u64> {
    let (tx, mut count) = (services.store.begin().await?, 0);
    store::slots::lock(&tx, &[slot_id]).await?;
    let slot = find(&tx, services, slot_id).await?;
    // Moved in the meantime.
    if services.clock.today() <= slot.facts.cutoff {
        return Ok(0);
    }
    for entry in store::slots::entries(&tx, slot_id).await?.iter().filter(|entry| entry.state == EntryState::Waiting) {
        end_wait(&tx, services, &system_viewer(ACTOR), entry, &slot, "The last day to sign up has passed, and no place came free.").await?;
        count += 1;
    }
    tx.commit().await?;
    Ok(count)
}

async fn close_past(services: &Services) -> Result<u64> {
    let (programme, today) = (services.programme.code.as_str(), services.clock.today());
    let mut count = 0;
    for slot in store::slots::by_date(services.store.read(), programme, today).await? {
        let tx = services.store.begin().await?;
        store::slots::set_status(&tx, programme, &slot.id, SlotStatus::Done, services.clock.now()).await?;
        let after = Slot { facts: SlotFacts { status: SlotStatus::Done, ..slot.facts }, ..slot.clone() };
        let event = SlotEvent::Done { subject: (&slot.id).into(), before: audited(&slot), after: audited(&after) };
        audit::append(&tx, services.actor(&system_viewer(ACTOR)).did(event)).await?;
        tx.commit().await?;
        count += 1;
    }
    Ok(count)
}

/// Asks every practice, on the day after its date, what it sees.
async fn ask(services: &Services) -> Result<u64> {
    let today = services.clock.today();
    let (from, to) = (today - Days::new(ASK_DAYS), today - Days::new(1));
    let due = store::slots::after_their_date(services.store.read(), &services.programme.code, from, to).await?;
    if due.is_empty() {
        return Ok(0);
    }
    let (tx, mut written) = (services.store.begin().await?, 0);
    for AfterDate { practice, booking_id, sequence, date } in due {
        let until = working_days_after(date, services.programme.slots.confirm_working_days);
        let key = format!("{booking_id}:{sequence}");
        let message = |practice| Message::DateCheck(DateCheck { practice, date, until });
        written += tell_practice(services, &tx, &practice, &key, message).await?.written;
    }
    finish(services, tx, written, |after| SlotEvent::Ask { after }).await
}

/// Tells the ICB sub-group of every practice that had its working days and has not said what it sees.
async fn tell_icbs(services: &Services) -> Result<u64> {
    let (db, today) = (services.store.read(), services.clock.today());
    let (working_days, against) = (services.programme.slots.confirm_working_days, services.programme.yardstick(today));
    let due = store::slots::after_their_date(db, &services.programme.code, today - Days::new(ASK_DAYS), today - Days::new(1)).await?;
    let due: Vec<_> = due.into_iter().filter(|after| against.stands(after.date) == ArrangedDay::Unconfirmed).collect();
    if due.is_empty() {
        return Ok(0);
    }
    let sub_groups = store::access_requests::deciders(db, Role::Icb).await?;
    let (tx, mut written) = (services.store.begin().await?, 0);
    for AfterDate { practice, booking_id, sequence, date } in due {
        let Some(record) = store::practice_records::find(&tx, &practice).await? else { continue };
        let message = |practice| Message::DateUnconfirmed(DateUnconfirmed { practice, date, working_days });
        written += enqueue_to_sub_group(services, &tx, &record, &sub_groups, &format!("{booking_id}:{sequence}"), message).await?.written;
    }
    finish(services, tx, written, |after| SlotEvent::TellIcb { after }).await
}

async fn finish(services: &Services, tx: store::Tx, written: u64, event: fn(Written) -> SlotEvent) -> Result<u64> {
    if written > 0 {
        let event = event(Written { written });
        let action = event.kind().key();
        audit::append(&tx, services.actor(&system_viewer(ACTOR)).did(event)).await?;
        tracing::info!(action, written, "mails about dates written");
    }
    tx.commit().await?;
    Ok(written)
}
