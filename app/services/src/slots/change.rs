//! Cancelling a date: those who have it are told and rebooked, in the same commit; and what moving one needs, too.

use std::collections::{BTreeMap, BTreeSet};

use domain::accounts::{Action, Viewer};
use domain::audit::SlotEvent;
use domain::audit::slots::{Changed, GivenUp};
use domain::organisations::OdsCode;
use domain::slots::{Pool, SlotFacts, SlotStatus};
use domain::stage::Cause;
use store::Tx;
use store::audit;
use store::slots::{Booking, BookingState, Ending, Entry, EntryState, Slot};

use super::booking::{moved_to, relocate};
use super::cancel::end_wait;
use super::notice::{Notice, announce};
use super::{audited, changed_meanwhile, find, icb_of, offers, reason_typed};
use crate::outbox::Recipients;
use crate::{Error, Result, Services, authorise, stages};

/// How often those who have a date are looked up again, where somebody books it at the same moment.
const TRIES: usize = 5;

/// Which practices a change of a date concerned.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Concerned {
    /// They have another date now.
    pub rebooked: usize,
    /// They have none, and were told to choose one.
    pub cancelled: usize,
    /// They waited for a place, and do so no longer.
    pub waiting: usize,
    /// They wait for a place, or have an offer, and were told of another day.
    pub still_waiting: usize,
    /// Those of all of them that no email reaches.
    pub unreached: Vec<Unreached>,
}

/// A practice that no email reaches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreached {
    pub practice: OdsCode,
    /// Those who were written to although their last email could not be delivered; none where nobody there has an account.
    pub failing: Vec<String>,
}

impl Concerned {
    /// Notes a practice that no email reaches.
    pub(super) fn note(&mut self, practice: OdsCode, told: Recipients) {
        if !told.reaches_somebody() {
            self.unreached.push(Unreached { practice, failing: told.failing });
        }
    }
}

/// Cancels a date, with a reason. Those who have it get a place on the date `to`, in the order in which they booked, as long as there are
/// places; the others lose theirs and are told to choose another. Whoever waits for it is told as well.
///
/// # Errors
/// [`Error::Invalid`] without a reason; [`Error::Conflict`] where the date has passed or is cancelled; [`Error::NotFound`] for an unknown
/// date; [`Error::Forbidden`] for other roles than the administrator's.
pub async fn cancel_slot(services: &Services, viewer: &Viewer, slot_id: &str, to: Option<&str>, reason: &str) -> Result<Concerned> {
    authorise(viewer, Action::ManageSlots, None)?;
    let reason = reason_typed(reason, "Say why this date is cancelled")?;
    if to == Some(slot_id) {
        return Err(Error::invalid("to", "Choose another date than the one that is cancelled"));
    }
    let ids: Vec<&str> = std::iter::once(slot_id).chain(to).collect();
    let (tx, bookings) = begin(services, &ids).await?;
    let before = ahead(&tx, services, slot_id).await?;
    let to = match to {
        Some(to) => Some(Elsewhere::read(&tx, services, to).await?),
        None => None,
    };
    let mut concerned = Concerned::default();
    // First of all, so that nothing that is freed is offered.
    store::slots::set_status(&tx, &services.programme.code, slot_id, SlotStatus::Cancelled, services.clock.now()).await?;
    let after = Slot { facts: SlotFacts { status: SlotStatus::Cancelled, ..before.facts }, ..before.clone() };
    let stands = Changed { date: audited(&after), reason: reason.as_str().into() };
    let event = SlotEvent::CancelDate { subject: slot_id.into(), before: audited(&before), after: stands };
    audit::append(&tx, services.actor(viewer).did(event)).await?;
    for booking in &bookings {
        let (rebooked, told) = rebook(&tx, services, viewer, (booking, &before), to.as_ref(), &reason).await?;
        *(if rebooked { &mut concerned.rebooked } else { &mut concerned.cancelled }) += 1;
        concerned.note(practice_of(booking)?, told);
        free(&tx, services, slot_id, &booking.pool).await?;
    }
    for entry in store::slots::entries(&tx, slot_id).await? {
        let told = end_wait(&tx, services, viewer, &entry, &before, &reason).await?;
        concerned.note(entry.practice.clone(), told);
        if entry.state == EntryState::Offered {
            free(&tx, services, slot_id, &entry.pool).await?;
        }
        concerned.waiting += 1;
    }
    tx.commit().await?;
    Ok(concerned)
}

/// The date on which those who lose theirs get places, and who is on its list: read once for all of them, since the date is locked and
/// each practice looks for its own entry alone.
struct Elsewhere {
    slot: Slot,
    entries: BTreeMap<OdsCode, Entry>,
}

impl Elsewhere {
    /// A mistake where nobody could be given a place there: better than everybody losing theirs. An offer that has run out goes on to the
    /// next before anything is given away. The caller has locked the date.
    async fn read(tx: &Tx, services: &Services, to: &str) -> Result<Self> {
        let found = match find(tx, services, to).await {
            Err(Error::NotFound) => None,
            found => Some(found?).filter(|slot| slot.facts.takes_sign_ups(services.clock.today())),
        };
        let slot = found.ok_or_else(|| Error::invalid("to", "Choose a date that is open and can still be signed up for"))?;
        let now = services.clock.now();
        for entry in store::slots::entries(tx, to).await?.iter().filter(|entry| entry.has_run_out(now)) {
            offers::expire(tx, services, entry).await?;
        }
        let entries = store::slots::entries(tx, to).await?.into_iter().map(|entry| (entry.practice.clone(), entry)).collect();
        Ok(Self { slot, entries })
    }

    /// Claims the place kept for a practice, or a free one, and ends its wait. `None` if the date is full.
    async fn place(&self, tx: &Tx, services: &Services, practice: &OdsCode) -> Result<Option<Pool>> {
        let own = self.entries.get(practice);
        let pool = match own.filter(|entry| entry.state == EntryState::Offered) {
            Some(kept) => Some(kept.pool.clone()),
            None => {
                let (programme, icb) = (services.programme.code.as_str(), icb_of(tx, practice).await?);
                store::slots::claim(tx, programme, &self.slot.id, services.clock.today(), icb.as_ref()).await?
            }
        };
        if let (Some(_), Some(entry)) = (&pool, own)
            && !store::slots::end_entry(tx, &entry.id, entry.state, EntryState::Taken, services.clock.now()).await?
        {
            return Err(changed_meanwhile());
        }
        Ok(pool)
    }
}

/// Gives a booking a place on `to` if there is one, or ends it: whether it has a place, and who is told.
async fn rebook(
    tx: &Tx,
    services: &Services,
    viewer: &Viewer,
    (booking, from): (&Booking, &Slot),
    to: Option<&Elsewhere>,
    reason: &str,
) -> Result<(bool, Recipients)> {
    let practice = practice_of(booking)?;
    let actor = services.actor(viewer);
    if let Some(to) = to
        && let Some(pool) = to.place(tx, services, &practice).await?
    {
        let moved = relocate(tx, services, booking, &to.slot, pool, &actor).await?;
        let notice = Notice::Moved { booking: &moved, slot: &to.slot, from: from.facts.date, reason };
        let told = announce(tx, services, &practice, notice).await?;
        concern(tx, services, viewer, &practice, moved_to(from, &to.slot, reason), Cause::SlotMoved).await?;
        return Ok((true, told));
    }
    let ending = Ending { state: BookingState::Cancelled, at: actor.at, reason: reason.to_owned(), wanted_from: None };
    if !store::slots::end(tx, booking, &ending).await? {
        return Err(changed_meanwhile());
    }
    let ended = Booking { sequence: booking.sequence + 1, ..booking.clone() };
    let told = announce(tx, services, &practice, Notice::Ended { booking: &ended, slot: from, reason }).await?;
    let (date, slot) = (Some(from.facts.date), Some((&from.id).into()));
    let after = GivenUp { reason: reason.into(), wanted_from: None, date, slot };
    let event = SlotEvent::Cancel { subject: (&from.id).into(), before: audited(from), after };
    concern(tx, services, viewer, &practice, event, Cause::SlotCancelled).await?;
    Ok((false, told))
}

async fn free(tx: &Tx, services: &Services, slot_id: &str, pool: &Pool) -> Result<()> {
    if store::slots::free(tx, &services.programme.code, slot_id, pool).await? {
        return Ok(());
    }
    Err(Error::Fault(format!("slot {slot_id} gave up a place that was not taken")))
}

/// What the change did to one practice: its audit event and its stage.
pub(super) async fn concern(
    tx: &Tx,
    services: &Services,
    viewer: &Viewer,
    practice: &OdsCode,
    event: SlotEvent,
    cause: Cause,
) -> Result<()> {
    audit::append(tx, services.actor(viewer).did_to(practice, event)).await?;
    stages::refresh(tx, services, &viewer.name, practice, cause).await?;
    Ok(())
}

pub(super) fn practice_of(booking: &Booking) -> Result<OdsCode> {
    booking.practice.parse().map_err(|_| store::StoreError::unreadable("booking.practice_code", &booking.practice).into())
}

/// The date, if it is still to come and takes place.
pub(super) async fn ahead(tx: &Tx, services: &Services, slot_id: &str) -> Result<Slot> {
    let slot = find(tx, services, slot_id).await?;
    if slot.facts.is_over(services.clock.today()) {
        return Err(Error::Conflict("This date has passed or is cancelled: it cannot be changed any more.".to_owned()));
    }
    Ok(slot)
}

/// Begins a transaction that holds the dates `slots` and every practice that has the first of them, and says who has it. Practices come
/// before dates, so they are looked up first, and again where another one booked in between.
pub(super) async fn begin(services: &Services, slots: &[&str]) -> Result<(Tx, Vec<Booking>)> {
    let first = slots.first().copied().unwrap_or_default();
    for _ in 0..TRIES {
        let had = store::slots::on_slot(services.store.writer(), first).await?;
        let practices = had.iter().map(practice_of).collect::<Result<BTreeSet<_>>>()?;
        let tx = services.store.begin().await?;
        for practice in &practices {
            store::practice_records::lock(&tx, practice).await?;
        }
        store::slots::lock(&tx, slots).await?;
        let have = store::slots::on_slot(&tx, first).await?;
        if have.iter().map(practice_of).collect::<Result<BTreeSet<_>>>()?.is_subset(&practices) {
            return Ok((tx, have));
        }
    }
    Err(changed_meanwhile())
}
