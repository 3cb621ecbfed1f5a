//! Moving a date: those who have it move with it, those who wait for it are told, and places are offered on, in the same commit.

use chrono::NaiveDate;
use domain::accounts::{Action, Viewer};
use domain::audit::SlotEvent;
use domain::audit::slots::{Changed, WaitMoved};
use domain::slots::{SlotFacts, check_move, still_offered_until};
use domain::stage::Cause;
use store::Tx;
use store::audit;
use store::slots::{Booking, Slot};

use super::admin::{mistakes, taken_day};
use super::booking::moved_to;
use super::change::{Concerned, ahead, begin, concern, practice_of};
use super::notice::{Notice, announce, date_moved};
use super::{audited, changed_meanwhile, offers, reason_typed};
use crate::{Error, Result, Services, authorise};

/// Moves a date to another day, or gives it another cut-off, with a reason: those who have it are moved with it and told, and their calendars
/// with them. Those who wait for it keep their places on the list and are told; what they were offered ends by the new cut-off. Places that
/// can be had again are offered on.
///
/// # Errors
/// [`Error::Invalid`] on `date`, `cutoff` or `reason`; [`Error::Conflict`] where the date has passed or is cancelled; otherwise as
/// [`super::cancel_slot`].
pub async fn move_slot(
    services: &Services,
    viewer: &Viewer,
    slot_id: &str,
    date: NaiveDate,
    cutoff: NaiveDate,
    reason: &str,
) -> Result<Concerned> {
    authorise(viewer, Action::ManageSlots, None)?;
    let reason = reason_typed(reason, "Say why this date moves")?;
    let (tx, bookings) = begin(services, &[slot_id]).await?;
    let before = ahead(&tx, services, slot_id).await?;
    check_move(&before.facts, date, cutoff, services.clock.today()).map_err(mistakes)?;
    if (before.facts.date, before.facts.cutoff) == (date, cutoff) {
        return Err(Error::invalid("date", "This is the day it has already"));
    }
    let now = services.clock.now();
    store::slots::set_date(&tx, &services.programme.code, slot_id, date, cutoff, now).await.map_err(|error| taken_day(error, date))?;
    let after = Slot { facts: SlotFacts { date, cutoff, ..before.facts }, ..before.clone() };
    let stands = Changed { date: audited(&after), reason: reason.as_str().into() };
    let event = SlotEvent::MoveDate { subject: slot_id.into(), before: audited(&before), after: stands };
    audit::append(&tx, services.actor(viewer).did(event)).await?;
    let mut concerned = Concerned { rebooked: bookings.len(), ..Concerned::default() };
    for booking in &bookings {
        if !store::slots::change(&tx, booking).await? {
            return Err(changed_meanwhile());
        }
        let practice = practice_of(booking)?;
        let moved = Booking { sequence: booking.sequence + 1, ..booking.clone() };
        let notice = Notice::Moved { booking: &moved, slot: &after, from: before.facts.date, reason: &reason };
        concerned.note(practice.clone(), announce(&tx, services, &practice, notice).await?);
        concern(&tx, services, viewer, &practice, moved_to(&before, &after, &reason), Cause::SlotMoved).await?;
    }
    tell_waiting(&tx, services, viewer, (&before, &after), &reason, &mut concerned).await?;
    offers::fill(&tx, services, slot_id).await?;
    tx.commit().await?;
    Ok(concerned)
}

/// Tells everybody on the list, and ends offers by the new cut-off.
async fn tell_waiting(
    tx: &Tx,
    services: &Services,
    viewer: &Viewer,
    (from, to): (&Slot, &Slot),
    reason: &str,
    concerned: &mut Concerned,
) -> Result<()> {
    let (entries, now) = (store::slots::entries(tx, &to.id).await?, services.clock.now());
    for entry in &entries {
        // One that has run out is taken back by the next sweep, and is nothing to tell of.
        let until = entry.kept_until(now);
        let kept_until = until.map(|until| still_offered_until(until, to.facts.cutoff));
        if let Some(kept_until) = kept_until.filter(|kept_until| Some(*kept_until) != until)
            && !store::slots::shorten(tx, &entry.id, kept_until).await?
        {
            return Err(changed_meanwhile());
        }
        concerned.note(entry.practice.clone(), date_moved(tx, services, entry, (from, to), kept_until, reason).await?);
        let SlotFacts { date, cutoff, .. } = to.facts;
        let after = WaitMoved { date, cutoff, reason: reason.into(), until: kept_until };
        let event = SlotEvent::WaitingMoved { subject: (&to.id).into(), before: audited(from), after };
        audit::append(tx, services.actor(viewer).did_to(&entry.practice, event)).await?;
    }
    concerned.still_waiting = entries.len();
    Ok(())
}
