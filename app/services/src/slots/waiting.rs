//! The waiting list of a full date.

use domain::accounts::{Action, Viewer};
use domain::audit::SlotEvent;
use domain::organisations::OdsCode;
use domain::slots::{Has, Pool, Taker, may_change, may_take, may_wait};
use store::audit;
use store::slots::{Entry, EntryState};

use super::booking::{Arrangement, book, move_to, stage_on_emis};
use super::{audited, changed_meanwhile, find, offers, refused};
use crate::{Error, Result, Services, practice_access, tokens};

/// Puts a practice at the end of the list of a date that is full, also where it has another date: taking the place up then moves it.
///
/// # Errors
/// [`Error::Conflict`] where there is a place to book, where it waits already, where an exception holds, or where it could not have the date even if there were one;
/// otherwise as [`practice_access::for_work`].
pub async fn join(services: &Services, viewer: &Viewer, practice: &OdsCode, slot_id: &str) -> Result<()> {
    let tx = services.store.begin().await?;
    let record = practice_access::for_work(&tx, viewer, practice).await?;
    let stage = stage_on_emis(&tx, services, &record).await?;
    if store::exceptions::current(&tx, &services.programme.code, practice, services.clock.today()).await?.is_some() {
        return Err(Error::Conflict(
            "Your ICB has agreed to an exception for this practice: it is passed over while that holds.".to_owned(),
        ));
    }
    // A place that is freed at this moment must find the practice on the list, or the practice the place.
    store::slots::lock(&tx, &[slot_id]).await?;
    let (slot, today, programme) = (find(&tx, services, slot_id).await?, services.clock.today(), services.programme.code.as_str());
    let has = match store::slots::active(&tx, programme, practice).await? {
        Some(booking) if booking.slot_id == slot_id => Has::ThisDate,
        Some(booking) => {
            let own = find(&tx, services, &booking.slot_id).await?;
            Has::Another { may_change: may_change(&own.facts, today, viewer.role) }
        }
        None => Has::Nothing,
    };
    let left = slot.facts.left_for(record.hierarchy.icb.as_ref(), &store::slots::holds(&tx, slot_id).await?);
    let taker = Taker { route: record.supplier.route(), stage, has, left };
    match may_take(&slot.facts, &taker, today, services.programme.deadline) {
        Ok(_) => return Err(Error::Conflict("There is a place on this date now: book it.".to_owned())),
        Err(refusal) if !may_wait(refusal) => return Err(refused(refusal)),
        Err(_) => {}
    }
    let actor = services.actor(viewer);
    let event = SlotEvent::Wait { subject: (&slot.id).into(), after: audited(&slot) };
    let entry = Entry {
        id: tokens::new_id(),
        slot_id: slot.id,
        practice: practice.clone(),
        state: EntryState::Waiting,
        pool: Pool::National,
        joined_at: actor.at,
        joined_by: viewer.name.clone(),
        expires_at: None,
    };
    store::slots::join(&tx, programme, entry).await.map_err(|error| match error {
        error if error.is_unique_violation() => Error::Conflict("This practice is on the waiting list already.".to_owned()),
        error => error.into(),
    })?;
    audit::append(&tx, actor.did_to(practice, event)).await?;
    Ok(tx.commit().await?)
}

/// Takes a practice off the list of a date; a place that was kept for it goes to the next.
///
/// # Errors
/// [`Error::Conflict`] where it is not on the list; otherwise as [`practice_access::for_work`].
pub async fn leave(services: &Services, viewer: &Viewer, practice: &OdsCode, slot_id: &str) -> Result<()> {
    let tx = services.store.begin().await?;
    practice_access::for_work(&tx, viewer, practice).await?;
    store::slots::lock(&tx, &[slot_id]).await?;
    let (slot, programme) = (find(&tx, services, slot_id).await?, services.programme.code.as_str());
    let entries = store::slots::entries_of(&tx, programme, practice).await?;
    let entry = entries.into_iter().find(|entry| entry.slot_id == slot_id);
    let entry = entry.ok_or_else(|| Error::Conflict("This practice is not on the waiting list of this date.".to_owned()))?;
    let actor = services.actor(viewer);
    let event = SlotEvent::StopWaiting { subject: (&slot.id).into(), before: audited(&slot) };
    if !store::slots::end_entry(&tx, &entry.id, entry.state, EntryState::Left, actor.at).await? {
        return Err(changed_meanwhile());
    }
    audit::append(&tx, actor.did_to(practice, event)).await?;
    if entry.state == EntryState::Offered {
        offers::give_back(&tx, services, slot_id, &entry.pool).await?;
    }
    Ok(tx.commit().await?)
}

/// Takes the place that is kept for a practice: books it, or moves the date it has.
///
/// # Errors
/// [`Error::Conflict`] where no place is kept for it (any more); otherwise as [`book`] and [`move_to`].
pub async fn take_up(services: &Services, viewer: &Viewer, practice: &OdsCode, slot_id: &str) -> Result<Arrangement> {
    let (db, programme) = (services.store.read(), services.programme.code.as_str());
    practice_access::for_action(db, viewer, Action::WorkJourney, practice).await?;
    let entries = store::slots::entries_of(db, programme, practice).await?;
    if !entries.iter().any(|entry| entry.slot_id == slot_id && entry.state == EntryState::Offered) {
        return Err(Error::Conflict("No place on this date is kept for you any more.".to_owned()));
    }
    if store::slots::active(db, programme, practice).await?.is_some() {
        move_to(services, viewer, practice, slot_id, "A place came free on the waiting list").await
    } else {
        book(services, viewer, practice, slot_id).await
    }
}
