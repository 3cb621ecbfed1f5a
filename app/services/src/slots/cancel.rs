//! Giving a date up: for good, for a later one, or because the practice's journey there is over.

use chrono::NaiveDate;
use domain::accounts::{Action, Viewer};
use domain::audit::slots::GivenUp;
use domain::audit::{SlotEvent, Why};
use domain::field::FieldError;
use domain::organisations::OdsCode;
use domain::slots::may_give_up;
use domain::stage::Cause;
use domain::time::format_day;
use store::Tx;
use store::audit;
use store::slots::{Booking, BookingState, Ending, Entry, EntryState, Slot};

use super::booking::{changeable, finish, present_stage};
use super::notice::{Notice, announce, stopped_waiting};
use super::{audited, changed_meanwhile, find, offers, reason_typed};
use crate::outbox::Recipients;
use crate::{Error, Result, Services, practice_access};

/// Gives a practice's date up, with a reason; also that of a practice that has closed or changed its supplier. The place goes to whoever
/// waits for it. Returns who is told.
///
/// # Errors
/// [`Error::Invalid`] without a reason; [`Error::Conflict`] where there is no date or it is too late to give it up; otherwise as
/// [`practice_access::open_or_not`].
pub async fn cancel(services: &Services, viewer: &Viewer, practice: &OdsCode, reason: &str) -> Result<Recipients> {
    give_up(services, viewer, practice, reason, None).await
}

/// Puts a practice's date off: gives it up, and says from when it wants another.
///
/// # Errors
/// As [`cancel`], and [`Error::Invalid`] on `wanted_from` where that day is not ahead.
pub async fn defer(services: &Services, viewer: &Viewer, practice: &OdsCode, reason: &str, wanted_from: NaiveDate) -> Result<Recipients> {
    give_up(services, viewer, practice, reason, Some(wanted_from)).await
}

async fn give_up(
    services: &Services,
    viewer: &Viewer,
    practice: &OdsCode,
    reason: &str,
    wanted_from: Option<NaiveDate>,
) -> Result<Recipients> {
    let tx = services.store.begin().await?;
    let record = practice_access::open_or_not(&tx, viewer, Action::ChangeBooking, practice).await?;
    let put_off = wanted_from.is_some();
    let reason = reason_typed(reason, if put_off { "Say why you are giving it up" } else { "Say why you are cancelling this date" });
    let reason = with_day(reason, wanted_from, services.clock.today())?;
    let now = present_stage(&tx, services, &record).await?;
    let (booking, slot) = changeable(&tx, services, viewer, practice, now).await?;
    if !may_give_up(&slot.facts, services.clock.today(), viewer.role) {
        return Err(has_come(&slot));
    }
    store::slots::lock(&tx, &[&slot.id]).await?;
    let state = if put_off { BookingState::Deferred } else { BookingState::Cancelled };
    let actor = services.actor(viewer);
    let (subject, before) = ((&slot.id).into(), audited(&slot));
    let after = GivenUp { reason: reason.as_str().into(), wanted_from, date: None, slot: None };
    let event = if put_off { SlotEvent::Defer { subject, before, after } } else { SlotEvent::Cancel { subject, before, after } };
    let ending = Ending { state, at: actor.at, reason, wanted_from };
    let told = end(&tx, services, practice, &booking, &slot, &ending).await?;
    let cause = if put_off { Cause::SlotDeferred } else { Cause::SlotCancelled };
    finish(tx, services, viewer, practice, actor.did_to(practice, event), cause).await?;
    Ok(told)
}

fn has_come(slot: &Slot) -> Error {
    const THEN: &str = "From the day after, you can say on the page of your date that it did not work.";
    let date = format_day(slot.facts.date);
    Error::Conflict(format!("The date, {date}, has come, so it cannot be cancelled or given up. {THEN}"))
}

/// The reason, or every mistake of the form.
fn with_day(reason: Result<String>, wanted_from: Option<NaiveDate>, today: NaiveDate) -> Result<String> {
    let Some(_) = wanted_from.filter(|day| *day <= today) else { return reason };
    let mut mistakes = match reason {
        Err(Error::Invalid(mistakes)) => mistakes,
        Err(error) => return Err(error),
        Ok(_) => Vec::new(),
    };
    mistakes.push(FieldError::new("wanted_from", "The day from when you want another date must be after today"));
    Err(Error::Invalid(mistakes))
}

/// Ends a booking on a date that the caller has locked: its place goes to whoever waits, and its people are told.
pub(super) async fn end(
    tx: &Tx,
    services: &Services,
    practice: &OdsCode,
    booking: &Booking,
    slot: &Slot,
    ending: &Ending,
) -> Result<Recipients> {
    if !store::slots::end(tx, booking, ending).await? {
        return Err(changed_meanwhile());
    }
    let ended = Booking { sequence: booking.sequence + 1, wanted_from: ending.wanted_from, ..booking.clone() };
    let told = announce(tx, services, practice, Notice::Ended { booking: &ended, slot, reason: &ending.reason }).await?;
    offers::give_back(tx, services, &slot.id, &booking.pool).await?;
    Ok(told)
}

/// What [`release`] took from a practice.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Released {
    /// The date it had.
    pub date: Option<NaiveDate>,
    /// The waiting lists it was on.
    pub lists: usize,
}

/// Takes a practice's date and its places on waiting lists from it, because it has changed its supplier, merged or closed: audited, told to
/// its people, and the places offered to whoever waits, all in the caller's transaction. A date that has passed stays as it is: it
/// happened. Having nothing to release is not an error.
///
/// The caller has authorised it, calls this before it writes any audit event of its own, and refreshes the stage afterwards.
///
/// # Errors
/// When the database refuses.
pub async fn release(tx: &Tx, services: &Services, by: &Viewer, practice: &OdsCode, reason: &str) -> Result<Released> {
    store::practice_records::lock(tx, practice).await?;
    let (programme, today) = (services.programme.code.as_str(), services.clock.today());
    let booking = store::slots::active(tx, programme, practice).await?;
    let lists = store::slots::entries_of(tx, programme, practice).await?;
    let ids: Vec<&str> =
        booking.iter().map(|booking| booking.slot_id.as_str()).chain(lists.iter().map(|entry| entry.slot_id.as_str())).collect();
    store::slots::lock(tx, &ids).await?;
    let mut released = Released { date: None, lists: stop_waiting(tx, services, by, practice, reason).await? };
    if let Some(booking) = store::slots::active(tx, programme, practice).await? {
        let slot = find(tx, services, &booking.slot_id).await?;
        if slot.facts.date > today {
            let actor = services.actor(by);
            let after = Why { reason: reason.into() };
            let event = SlotEvent::Release { subject: (&slot.id).into(), before: audited(&slot), after };
            let ending = Ending { state: BookingState::Cancelled, at: actor.at, reason: reason.to_owned(), wanted_from: None };
            end(tx, services, practice, &booking, &slot, &ending).await?;
            released.date = Some(slot.facts.date);
            audit::append(tx, actor.did_to(practice, event)).await?;
        }
    }
    Ok(released)
}

/// Takes a practice off every waiting list, because it needs no date or can have none: audited, told to its people, and a place that was
/// kept for it offered to the next, all in the caller's transaction. Returns from how many.
///
/// The caller has authorised it, holds the practice, and calls this before it writes any audit event of its own.
///
/// # Errors
/// When the database refuses.
pub(crate) async fn stop_waiting(tx: &Tx, services: &Services, by: &Viewer, practice: &OdsCode, reason: &str) -> Result<usize> {
    let programme = services.programme.code.as_str();
    let lists = store::slots::entries_of(tx, programme, practice).await?;
    if lists.is_empty() {
        return Ok(0);
    }
    store::slots::lock(tx, &lists.iter().map(|entry| entry.slot_id.as_str()).collect::<Vec<_>>()).await?;
    let lists = store::slots::entries_of(tx, programme, practice).await?;
    for entry in &lists {
        let slot = find(tx, services, &entry.slot_id).await?;
        end_wait(tx, services, by, entry, &slot, reason).await?;
        if entry.state == EntryState::Offered {
            offers::give_back(tx, services, &slot.id, &entry.pool).await?;
        }
    }
    Ok(lists.len())
}

/// Takes an entry off the list of a date that the caller has locked, with a reason that the practice is told. A place that was kept for it
/// is the caller's to give back.
pub(super) async fn end_wait(tx: &Tx, services: &Services, by: &Viewer, entry: &Entry, slot: &Slot, reason: &str) -> Result<Recipients> {
    let actor = services.actor(by);
    let event = SlotEvent::WaitingEnded { subject: (&slot.id).into(), before: audited(slot), after: Why { reason: reason.into() } };
    if !store::slots::end_entry(tx, &entry.id, entry.state, EntryState::Ended, actor.at).await? {
        return Err(changed_meanwhile());
    }
    let told = stopped_waiting(tx, services, entry, slot.facts.date, Some(reason)).await?;
    audit::append(tx, actor.did_to(&entry.practice, event)).await?;
    Ok(told)
}
