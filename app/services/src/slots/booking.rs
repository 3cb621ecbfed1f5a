//! Booking a date, moving to another, and giving it up.

use chrono::NaiveDate;
use domain::accounts::Viewer;
use domain::field::{check_length, clean_text};
use domain::organisations::{OdsCode, Route};
use domain::slots::{BookingRefusal, is_open, may_book, may_change};
use domain::stage::{Cause, Stage, stage};
use serde_json::json;
use store::Tx;
use store::audit::{self, Event};
use store::places::PracticeRecord;
use store::slots::{Booking, BookingState, Slot};

use super::notice::{Notice, announce};
use super::{audited, refused};
use crate::{Error, Result, Services, places, stages, tokens};

/// The most characters of a reason. Our own choice.
const REASON_MAX: usize = 1000;

/// Books a place for a practice that is ready and has no date.
///
/// # Errors
/// [`Error::Conflict`] with the words of a [`BookingRefusal`]; [`Error::NotFound`] for an unknown date; otherwise as
/// [`places::for_work`].
pub async fn book(services: &Services, viewer: &Viewer, practice: &OdsCode, slot_id: &str) -> Result<Booking> {
    let tx = services.store.begin().await?;
    let record = places::for_work(&tx, viewer, practice).await?;
    let now = stage_on_emis(&tx, services, &record).await?;
    let programme = services.programme.code.as_str();
    if now != Stage::SwitchedOn && store::slots::active(&tx, programme, practice).await?.is_some() {
        return Err(refused(BookingRefusal::AlreadyBooked));
    }
    may_book(now).map_err(refused)?;
    let slot = claim(&tx, services, slot_id).await?;
    let event = Event {
        practice: Some(practice.to_string()),
        subject: Some(slot.id.clone()),
        after: Some(audited(&slot).to_string()),
        ..services.event(viewer, "slots.book")
    };
    let booking = Booking {
        id: tokens::new_id(),
        practice: practice.to_string(),
        slot_id: slot.id.clone(),
        state: BookingState::Active,
        sequence: 0,
        booked_at: event.at,
        booked_by: viewer.name.clone(),
        ended_at: None,
        reason: String::new(),
    };
    store::slots::book(&tx, programme, booking.clone()).await.map_err(|error| match error {
        error if error.is_unique_violation() => refused(BookingRefusal::AlreadyBooked),
        error => error.into(),
    })?;
    let notice = Notice::Booked { booking: &booking, slot: &slot };
    finish(tx, services, viewer, &record, event, notice, Cause::SlotBooked).await?;
    Ok(booking)
}

/// Moves a practice's booking to another date: takes the new place and gives the old one back, or changes nothing. The booking keeps its
/// id, so that it stays one event in people's calendars; the place given up is kept as a row of its own.
///
/// # Errors
/// As [`book`], and where the practice has no date or it is too late to give it up.
pub async fn move_to(services: &Services, viewer: &Viewer, practice: &OdsCode, slot_id: &str) -> Result<Booking> {
    let tx = services.store.begin().await?;
    let record = places::for_work(&tx, viewer, practice).await?;
    let now = stage_on_emis(&tx, services, &record).await?;
    let (booking, from) = changeable(&tx, services, viewer, practice, now).await?;
    if from.id == slot_id {
        return Err(refused(BookingRefusal::SameDate));
    }
    let programme = services.programme.code.as_str();
    let slot = exchange(&tx, services, &from, slot_id).await?;
    let event = Event {
        practice: Some(practice.to_string()),
        subject: Some(slot.id.clone()),
        before: Some(audited(&from).to_string()),
        after: Some(audited(&slot).to_string()),
        ..services.event(viewer, "slots.move")
    };
    let moved = Booking {
        slot_id: slot.id.clone(),
        sequence: booking.sequence + 1,
        booked_at: event.at,
        booked_by: viewer.name.clone(),
        ..booking.clone()
    };
    if !store::slots::move_to(&tx, &moved).await? {
        return Err(changed_meanwhile());
    }
    let given_up = Booking { id: tokens::new_id(), state: BookingState::Moved, ended_at: Some(event.at), ..booking };
    store::slots::book(&tx, programme, given_up).await?;
    let notice = Notice::Moved { booking: &moved, slot: &slot, from: &from };
    finish(tx, services, viewer, &record, event, notice, Cause::SlotMoved).await?;
    Ok(moved)
}

/// Gives a practice's date up, with a reason; also that of a practice that has closed or changed its supplier.
///
/// # Errors
/// [`Error::Invalid`] without a reason; [`Error::Conflict`] where there is no date or it is too late to give it up; otherwise as
/// [`places::for_work`].
pub async fn cancel(services: &Services, viewer: &Viewer, practice: &OdsCode, reason: &str) -> Result<()> {
    let tx = services.store.begin().await?;
    let record = places::for_giving_up(&tx, viewer, practice).await?;
    let reason = clean_text(reason);
    if reason.is_empty() {
        return Err(Error::invalid("reason", "Say why you are cancelling this date"));
    }
    check_length(&reason, REASON_MAX, "reason", "The reason").map_err(|mistake| Error::Invalid(vec![mistake]))?;
    let now = present_stage(&tx, services, &record).await?;
    let (booking, slot) = changeable(&tx, services, viewer, practice, now).await?;
    let event = Event {
        practice: Some(practice.to_string()),
        subject: Some(slot.id.clone()),
        before: Some(audited(&slot).to_string()),
        after: Some(json!({ "reason": reason }).to_string()),
        ..services.event(viewer, "slots.cancel")
    };
    if !store::slots::cancel(&tx, &booking, event.at, &reason).await? {
        return Err(changed_meanwhile());
    }
    free(&tx, &services.programme.code, &slot).await?;
    let cancelled = Booking { state: BookingState::Cancelled, sequence: booking.sequence + 1, ended_at: Some(event.at), reason, ..booking };
    let notice = Notice::Cancelled { booking: &cancelled, slot: &slot };
    finish(tx, services, viewer, &record, event, notice, Cause::SlotCancelled).await
}

async fn stage_on_emis(tx: &Tx, services: &Services, record: &PracticeRecord) -> Result<Stage> {
    let route = record.supplier.route();
    if route != Route::Emis {
        return Err(refused(BookingRefusal::NotEmis));
    }
    present_stage(tx, services, record).await
}

async fn present_stage(tx: &Tx, services: &Services, record: &PracticeRecord) -> Result<Stage> {
    let facts = stages::facts(tx, services, &record.place.practice, record.supplier.route()).await?;
    Ok(stage(&facts, services.clock.today()).stage)
}

/// The booking of a practice and its date, if the person may still change it.
async fn changeable(tx: &Tx, services: &Services, viewer: &Viewer, practice: &OdsCode, now: Stage) -> Result<(Booking, Slot)> {
    if now == Stage::SwitchedOn {
        return Err(refused(BookingRefusal::AlreadySwitchedOn));
    }
    let programme = services.programme.code.as_str();
    let booking = store::slots::active(tx, programme, practice).await?;
    let booking = booking.ok_or_else(|| Error::Conflict("This practice has no date booked.".to_owned()))?;
    let slot = find(tx, programme, &booking.slot_id).await?;
    if may_change(&slot.facts, services.clock.today(), viewer.role) {
        return Ok((booking, slot));
    }
    let date = domain::time::format_day(slot.facts.cutoff);
    Err(Error::Conflict(format!("The last day to move or cancel this booking was {date}. Ask your ICB or the programme for help.")))
}

async fn find(tx: &Tx, programme: &str, slot_id: &str) -> Result<Slot> {
    store::slots::find(tx, programme, slot_id).await?.ok_or(Error::NotFound)
}

/// Takes a place, or says why there is none.
async fn claim(tx: &Tx, services: &Services, slot_id: &str) -> Result<Slot> {
    let (programme, today): (_, NaiveDate) = (services.programme.code.as_str(), services.clock.today());
    let claimed = store::slots::claim(tx, programme, slot_id, today).await?;
    let slot = find(tx, programme, slot_id).await?;
    if claimed {
        return Ok(slot);
    }
    // Freed between the two statements by somebody else: still no place for this person, who may try again.
    Err(refused(is_open(&slot.facts, today).err().unwrap_or(BookingRefusal::Full)))
}

/// Takes a place on another date and gives the old one back: always on the lower id first, or two practices that swap dates would wait
/// for each other for ever.
async fn exchange(tx: &Tx, services: &Services, from: &Slot, slot_id: &str) -> Result<Slot> {
    let programme = services.programme.code.as_str();
    if from.id.as_str() < slot_id {
        free(tx, programme, from).await?;
        return claim(tx, services, slot_id).await;
    }
    let slot = claim(tx, services, slot_id).await?;
    free(tx, programme, from).await?;
    Ok(slot)
}

async fn free(tx: &Tx, programme: &str, slot: &Slot) -> Result<()> {
    if store::slots::free(tx, programme, &slot.id).await? {
        return Ok(());
    }
    Err(Error::Fault(format!("slot {} has a booking but no place taken", slot.id)))
}

fn changed_meanwhile() -> Error {
    Error::Conflict("Somebody else changed this booking at the same moment. Look at it again.".to_owned())
}

async fn finish(
    tx: Tx,
    services: &Services,
    viewer: &Viewer,
    record: &PracticeRecord,
    event: Event,
    notice: Notice<'_>,
    cause: Cause,
) -> Result<()> {
    announce(&tx, services, record, notice).await?;
    audit::append(&tx, event).await?;
    stages::refresh(&tx, services, &viewer.name, &record.place.practice, cause).await?;
    Ok(tx.commit().await?)
}
