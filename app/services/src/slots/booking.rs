//! Booking a date and moving to another.

use domain::accounts::{Action, Viewer};
use domain::audit::SlotEvent;
use domain::audit::slots::Moved;
use domain::organisations::{OdsCode, Route};
use domain::slots::{BookingRefusal, Has, Pool, Taker, may_book, may_change, may_take, may_wait};
use domain::stage::{Cause, Stage, StageFacts, stage};
use store::audit::{self, Actor, NewEvent};
use store::practice_records::PracticeRecord;
use store::slots::{Asked, Booking, BookingState, EntryState, Slot};
use store::{ConnectionTrait, Tx};

use super::notice::{Notice, announce};
use super::{audited, booked, changed_meanwhile, find, offers, reason_typed, refused};
use crate::outbox::Recipients;
use crate::{Error, Result, Services, authorise, practice_access, stages, tokens};

/// A date that a practice has now.
#[derive(Clone, Debug)]
pub struct Arrangement {
    pub booking: Booking,
    /// Who gets the email about it.
    pub told: Recipients,
}

/// Books a place for a practice that is ready and has no date: the one that is kept for it from the waiting list, or a free one. The page
/// has had the person declare [`domain::slots::DECLARATION`].
///
/// # Errors
/// [`Error::Conflict`] with the words of a [`BookingRefusal`]; [`Error::NotFound`] for an unknown date; otherwise as
/// [`practice_access::for_work`].
pub async fn book(services: &Services, viewer: &Viewer, practice: &OdsCode, slot_id: &str) -> Result<Arrangement> {
    let _turn = services.turns.wait().await;
    let asked = asked_for(services, viewer, practice, slot_id).await?;
    let tx = services.store.begin().await?;
    let record = practice_access::for_work(&tx, viewer, practice).await?;
    let facts = facts_on_emis(&tx, services, &record).await?;
    let now = stage(&facts, services.clock.today()).stage;
    if now != Stage::SwitchedOn && facts.booked_on.is_some() {
        return Err(refused(BookingRefusal::AlreadyBooked));
    }
    may_book(now).map_err(refused)?;
    let actor = services.actor(viewer);
    let event = SlotEvent::Book { subject: (&asked.id).into(), after: audited(&asked) };
    let mut booking = new_booking(practice, &asked, &actor);
    let told = announce(&tx, services, practice, Notice::Booked { booking: &booking, slot: &asked }).await?;
    // Ready, so no sign-off falls with it.
    let facts = StageFacts { booked_on: Some(asked.facts.date), ..facts };
    stages::record(&tx, services, &viewer.name, practice, Cause::SlotBooked, &facts).await?;
    // From here on everybody else who wants this date waits, so what could be written before has been.
    let (slot, pool) = take(&tx, services, &record, slot_id).await?;
    if (slot.facts.date, slot.facts.cutoff) != (asked.facts.date, asked.facts.cutoff) {
        return Err(changed_meanwhile());
    }
    booking.pool = pool;
    store::slots::book(&tx, &services.programme.code, booking.clone()).await.map_err(|error| match error {
        error if error.is_unique_violation() => refused(BookingRefusal::AlreadyBooked),
        error => error.into(),
    })?;
    audit::append(&tx, actor.did_to(practice, event)).await?;
    tx.commit().await?;
    Ok(Arrangement { booking, told })
}

fn new_booking(practice: &OdsCode, slot: &Slot, actor: &Actor) -> Booking {
    Booking {
        id: tokens::new_id(),
        practice: practice.to_string(),
        slot_id: slot.id.clone(),
        state: BookingState::Active,
        sequence: 0,
        booked_at: actor.at,
        booked_by: actor.name.clone(),
        ended_at: None,
        reason: String::new(),
        pool: Pool::National,
        wanted_from: None,
    }
}

/// The date to book. Refuses before a transaction begins if the date is full and no place is kept for the practice: when
/// places run out, most requests end here and do not delay those that can still succeed. A practice that has a date is told so later.
async fn asked_for(services: &Services, viewer: &Viewer, practice: &OdsCode, slot_id: &str) -> Result<Slot> {
    // By a connection of those that write: on PostgreSQL nobody whose turn it is queues behind all who come.
    let asked = asked(services, services.store.writer(), practice, slot_id).await?;
    authorise(viewer, Action::WorkJourney, Some(&asked.practice.hierarchy))?;
    match refusal_at_sight(services, &asked) {
        Some(refusal) => Err(refused(refusal)),
        None => Ok(asked.slot),
    }
}

async fn asked(services: &Services, db: &impl ConnectionTrait, practice: &OdsCode, slot_id: &str) -> Result<Asked> {
    store::slots::asked(db, &services.programme.code, slot_id, practice).await?.ok_or(Error::NotFound)
}

/// Why nothing more needs to be looked at: no place is left, and the practice has none.
fn refusal_at_sight(services: &Services, asked: &Asked) -> Option<BookingRefusal> {
    let is_gone = asked.slot.facts.places_left() <= 0 && !asked.has_claim;
    is_gone.then(|| why_not(services, &asked.practice, asked.stage, &asked.slot, 0))
}

/// What a practice is told that asked for a date of which no place was left.
#[derive(Clone, Debug)]
pub struct TooLate {
    pub practice: PracticeRecord,
    /// The date.
    pub slot: Slot,
    /// Why it cannot be taken.
    pub refusal: BookingRefusal,
    /// Whether the practice could wait for it.
    pub may_wait: bool,
}

/// Why the practice cannot book, if a query or two can tell; `None` if it takes the whole [`super::load`], as for dates that a practice is
/// not shown. When places run out, a thousand practices ask at once. The stage is the recorded one: between a version of the checklist and
/// the moment when the practice has caught up with it, it may be a step ahead of what `load` says.
///
/// # Errors
/// [`Error::NotFound`] for an unknown practice or date, or when the database cannot be read.
pub async fn too_late(services: &Services, viewer: &Viewer, practice: &OdsCode, slot_id: &str) -> Result<Option<TooLate>> {
    let db = services.store.read();
    let asked = asked(services, db, practice, slot_id).await?;
    let may_work = practice_access::may_work(viewer, asked.practice.is_open, &asked.practice.hierarchy);
    let slot = &asked.slot.facts;
    let is_shown = slot.date >= services.clock.today() && slot.status.is_shown() && asked.practice.supplier.route() == Route::Emis;
    let Some(refusal) = refusal_at_sight(services, &asked).filter(|_| may_work && is_shown) else { return Ok(None) };
    let excepted = async || store::exceptions::current(db, &services.programme.code, practice, services.clock.today()).await;
    let may_wait = may_wait(refusal) && !asked.waits && excepted().await?.is_none();
    Ok(Some(TooLate { practice: asked.practice, slot: asked.slot, refusal, may_wait }))
}

/// Moves a practice's booking to another date, with a reason: takes the new place and gives the old one to whoever waits for it, or
/// changes nothing. The booking keeps its id, so that it stays one event in people's calendars; the place given up is kept as a row of
/// its own.
///
/// # Errors
/// [`Error::Invalid`] without a reason; otherwise as [`book`], and where the practice has no date or it is too late to give it up.
pub async fn move_to(services: &Services, viewer: &Viewer, practice: &OdsCode, slot_id: &str, reason: &str) -> Result<Arrangement> {
    let tx = services.store.begin().await?;
    let record = practice_access::for_moving(&tx, viewer, practice).await?;
    let reason = reason_typed(reason, "Say why you are moving to this date")?;
    let now = stage_on_emis(&tx, services, &record).await?;
    let (booking, from) = changeable(&tx, services, viewer, practice, now).await?;
    if from.id == slot_id {
        return Err(refused(BookingRefusal::SameDate));
    }
    store::slots::lock(&tx, &[&from.id, slot_id]).await?;
    let (slot, pool) = take(&tx, services, &record, slot_id).await?;
    let actor = services.actor(viewer);
    let moved = relocate(&tx, services, &booking, &slot, pool, &actor).await?;
    offers::give_back(&tx, services, &from.id, &booking.pool).await?;
    let told =
        announce(&tx, services, practice, Notice::Moved { booking: &moved, slot: &slot, from: from.facts.date, reason: &reason }).await?;
    finish(tx, services, viewer, practice, actor.did_to(practice, moved_to(&from, &slot, &reason)), Cause::SlotMoved).await?;
    Ok(Arrangement { booking: moved, told })
}

/// That a booking moved from one date to another.
pub(super) fn moved_to(from: &Slot, to: &Slot, reason: &str) -> SlotEvent {
    let after = Moved { date: to.facts.date, slot: (&to.id).into(), reason: reason.into() };
    SlotEvent::Move { subject: (&to.id).into(), before: audited(from), after }
}

/// Writes that a booking has another place now, and keeps the one given up as a row of its own.
pub(super) async fn relocate(tx: &Tx, services: &Services, booking: &Booking, to: &Slot, pool: Pool, actor: &Actor) -> Result<Booking> {
    let moved = Booking {
        slot_id: to.id.clone(),
        sequence: booking.sequence + 1,
        booked_at: actor.at,
        booked_by: actor.name.clone(),
        pool,
        ..booking.clone()
    };
    if !store::slots::move_to(tx, &moved).await? {
        return Err(changed_meanwhile());
    }
    let given_up = Booking { id: tokens::new_id(), state: BookingState::Moved, ended_at: Some(actor.at), ..booking.clone() };
    store::slots::book(tx, &services.programme.code, given_up).await?;
    Ok(moved)
}

pub(super) async fn stage_on_emis(tx: &Tx, services: &Services, record: &PracticeRecord) -> Result<Stage> {
    Ok(stage(&facts_on_emis(tx, services, record).await?, services.clock.today()).stage)
}

async fn facts_on_emis(tx: &Tx, services: &Services, record: &PracticeRecord) -> Result<StageFacts> {
    let route = record.supplier.route();
    if route != Route::Emis {
        return Err(refused(BookingRefusal::NotEmis));
    }
    stages::facts(tx, services, &record.hierarchy.practice, route).await
}

pub(super) async fn present_stage(tx: &Tx, services: &Services, record: &PracticeRecord) -> Result<Stage> {
    let facts = stages::facts(tx, services, &record.hierarchy.practice, record.supplier.route()).await?;
    Ok(stage(&facts, services.clock.today()).stage)
}

/// The booking of a practice and its date, if the person may still change it.
pub(super) async fn changeable(tx: &Tx, services: &Services, viewer: &Viewer, practice: &OdsCode, now: Stage) -> Result<(Booking, Slot)> {
    if now == Stage::SwitchedOn {
        return Err(refused(BookingRefusal::AlreadySwitchedOn));
    }
    let (booking, slot) = booked(tx, services, practice).await?;
    if may_change(&slot.facts, services.clock.today(), viewer.role) {
        return Ok((booking, slot));
    }
    let date = domain::time::format_day(slot.facts.cutoff);
    Err(Error::Conflict(format!("The last day to move or cancel this booking was {date}. Ask your ICB or the programme for help.")))
}

/// Takes the place that is kept for the practice, or a free one, or says why there is none; the practice then no longer waits for it.
async fn take(tx: &Tx, services: &Services, record: &PracticeRecord, slot_id: &str) -> Result<(Slot, Pool)> {
    let (programme, practice) = (services.programme.code.as_str(), &record.hierarchy.practice);
    let own = async || {
        Ok::<_, Error>(store::slots::entries_of(tx, programme, practice).await?.into_iter().find(|entry| entry.slot_id == slot_id))
    };
    let mut entry = own().await?;
    if entry.is_some() {
        // Only who holds the date changes its list.
        store::slots::lock(tx, &[slot_id]).await?;
        entry = own().await?;
    }
    let now = services.clock.now();
    let pool = match &entry {
        Some(entry) if entry.state == EntryState::Offered => {
            if entry.kept_until(now).is_none() {
                return Err(Error::Conflict("The place that was kept for you has gone to the next practice on the list.".to_owned()));
            }
            entry.pool.clone()
        }
        _ => claim(tx, services, record, slot_id).await?,
    };
    if let Some(entry) = entry
        && !store::slots::end_entry(tx, &entry.id, entry.state, EntryState::Taken, now).await?
    {
        return Err(changed_meanwhile());
    }
    Ok((find(tx, services, slot_id).await?, pool))
}

async fn claim(tx: &Tx, services: &Services, record: &PracticeRecord, slot_id: &str) -> Result<Pool> {
    let (programme, today, icb) = (services.programme.code.as_str(), services.clock.today(), record.hierarchy.icb.as_ref());
    if let Some(pool) = store::slots::claim(tx, programme, slot_id, today, icb).await? {
        return Ok(pool);
    }
    let slot = find(tx, services, slot_id).await?;
    let left = slot.facts.left_for(icb, &store::slots::holds(tx, slot_id).await?);
    Err(refused(why_not(services, record, Stage::Ready, &slot, left)))
}

/// Why a practice at this stage that has no date cannot take this one, of which `left` places are left for it.
fn why_not(services: &Services, record: &PracticeRecord, stage: Stage, slot: &Slot, left: i32) -> BookingRefusal {
    let taker = Taker { route: record.supplier.route(), stage, has: Has::Nothing, left };
    // Freed between the two statements by somebody else: still no place for this person, who may try again.
    let refusal = may_take(&slot.facts, &taker, services.clock.today(), services.programme.deadline).err();
    refusal.unwrap_or(BookingRefusal::Full)
}

/// Writes what happened into the audit trail, brings the stage up to date, and commits.
pub(super) async fn finish(tx: Tx, services: &Services, viewer: &Viewer, practice: &OdsCode, event: NewEvent, cause: Cause) -> Result<()> {
    audit::append(&tx, event).await?;
    stages::refresh(&tx, services, &viewer.name, practice, cause).await?;
    Ok(tx.commit().await?)
}
