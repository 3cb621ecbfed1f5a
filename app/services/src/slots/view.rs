//! The dates as a practice sees them.

use chrono::{DateTime, Utc};
use domain::accounts::{Action, Viewer};
use domain::organisations::{OdsCode, Route};
use domain::slots::{BookingRefusal, Has, Hold, Taker, Taking, may_book, may_change, may_take, may_wait};
use domain::stage::{Stage, stage};
use store::confirmation;
use store::places::PracticeRecord;
use store::slots::{Booking, BookingState, Entry, EntryState, Slot};

use crate::{Result, Services, authorise, places, stages};

/// The dates as a practice sees them.
#[derive(Clone, Debug)]
pub struct SlotsView {
    /// The practice.
    pub practice: PracticeRecord,
    /// Its present stage.
    pub stage: Stage,
    /// The date it has.
    pub booked: Option<Booked>,
    /// What it confirmed after its date.
    pub confirmation: Option<confirmation::Record>,
    /// Dates from today on, the earliest first.
    pub offers: Vec<Offer>,
    /// Why the practice can have no date at all, for the moment; [`BookingRefusal::AlreadyBooked`] where it can only move.
    pub refusal: Option<BookingRefusal>,
    /// Whether the person may book, wait and confirm.
    pub may_work: bool,
    /// Whether the person may move, put off and cancel what the practice has; until when, the booking says.
    pub may_change: bool,
    /// The booking that was put off, where none was made since.
    pub put_off: Option<Booking>,
    /// Whether no date is left that it could take or wait for, so that it goes the manual way.
    pub missed_all: bool,
}

/// The date a practice has.
#[derive(Clone, Debug)]
pub struct Booked {
    /// The booking.
    pub booking: Booking,
    /// Its date.
    pub slot: Slot,
    /// Whether the person may still move it, put it off or cancel it.
    pub may_change: bool,
    /// Whether the date has come, so that the practice can look and confirm.
    pub has_come: bool,
}

/// A date and whether it can be taken.
#[derive(Clone, Debug)]
pub struct Offer {
    /// The date.
    pub slot: Slot,
    /// Places left for this practice.
    pub left: i32,
    /// Why it cannot be taken, if so.
    pub refusal: Option<BookingRefusal>,
    /// Whether it lies after the deadline, so that the practice would be late.
    pub after_deadline: bool,
    /// Where the practice waits for it, or has an offer.
    pub wait: Option<Wait>,
    /// Whether the practice could wait for it.
    pub may_wait: bool,
}

/// A practice on a waiting list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wait {
    /// Its place on the list, from 1, of those that still wait.
    pub position: usize,
    /// Until when a place is kept for it, if one is.
    pub offered_until: Option<DateTime<Utc>>,
}

/// The dates as a practice sees them. A practice on another route sees none, and [`BookingRefusal::NotEmis`].
///
/// # Errors
/// [`crate::Error::NotFound`] where the practice is out of scope.
pub async fn load(services: &Services, viewer: &Viewer, practice: &OdsCode) -> Result<SlotsView> {
    let db = services.store.read();
    let (programme, today) = (services.programme.code.as_str(), services.clock.today());
    let practice = places::for_action(db, viewer, Action::SeePractice, practice).await?;
    let code = &practice.place.practice;
    let facts = stages::facts(db, services, code, practice.supplier.route()).await?;
    let now = stage(&facts, today).stage;
    let is_emis = practice.supplier.route() == Route::Emis;
    let slots = if is_emis { store::slots::all(db, programme).await? } else { Vec::new() };
    let history = if is_emis { store::slots::of_practice(db, programme, code).await? } else { Vec::new() };
    let may_move = authorise(viewer, Action::ChangeBooking, Some(&practice.place)).is_ok();
    let active = history.iter().find(|booking| booking.state == BookingState::Active).cloned();
    let booked = active.and_then(|booking| {
        let slot = slots.iter().find(|slot| slot.id == booking.slot_id)?.clone();
        let may_change = may_move && now != Stage::SwitchedOn && may_change(&slot.facts, today, viewer.role);
        Some(Booked { booking, may_change, has_come: slot.facts.date <= today, slot })
    });
    let mut offers = Vec::new();
    for slot in slots.iter().filter(|slot| slot.facts.date >= today && slot.facts.status.is_shown()) {
        offers.push(offer(services, &practice, now, booked.as_ref(), slot).await?);
    }
    let put_off = history.into_iter().next().filter(|booking| booking.state == BookingState::Deferred && booked.is_none());
    let open = |offer: &Offer| {
        offer.wait.is_some() || offer.refusal.is_none() || offer.may_wait || offer.refusal == Some(BookingRefusal::NotReady)
    };
    let had_dates = slots.iter().any(|slot| slot.facts.status.is_shown());
    let missed_all = is_emis && had_dates && now != Stage::SwitchedOn && booked.is_none() && !offers.iter().any(open);
    Ok(SlotsView {
        stage: now,
        confirmation: store::confirmation::find(db, programme, code).await?,
        refusal: refusal(&practice, now, booked.is_some()),
        may_work: places::may_work(viewer, practice.is_open, &practice.place),
        may_change: may_move,
        missed_all,
        put_off,
        booked,
        offers,
        practice,
    })
}

async fn offer(services: &Services, practice: &PracticeRecord, now: Stage, booked: Option<&Booked>, slot: &Slot) -> Result<Offer> {
    let db = services.store.read();
    let (today, deadline) = (services.clock.today(), services.programme.deadline);
    let holds: Vec<Hold> = if slot.facts.held > 0 { store::slots::holds(db, &slot.id).await? } else { Vec::new() };
    let left = slot.facts.left_for(practice.place.icb.as_ref(), &holds);
    let has = match booked {
        Some(booked) if booked.slot.id == slot.id => Has::ThisDate,
        Some(booked) => Has::Another { may_change: booked.may_change },
        None => Has::Nothing,
    };
    let taker = Taker { route: practice.supplier.route(), stage: now, has, left };
    let taking = may_take(&slot.facts, &taker, today, deadline);
    let wait = wait(&store::slots::entries(db, &slot.id).await?, &practice.place.practice, services.clock.now());
    let refusal = taking.err().filter(|_| wait.as_ref().is_none_or(|wait| wait.offered_until.is_none()));
    Ok(Offer {
        left,
        refusal,
        after_deadline: slot.facts.date > deadline || taking == Ok(Taking::Late),
        may_wait: wait.is_none() && refusal.is_some_and(may_wait),
        wait,
        slot: slot.clone(),
    })
}

/// An offer that has run out is none, also before the sweep has seen it.
fn wait(entries: &[Entry], practice: &OdsCode, now: DateTime<Utc>) -> Option<Wait> {
    let own = entries.iter().find(|entry| entry.practice == *practice)?;
    let before = entries.iter().take_while(|entry| entry.id != own.id).filter(|entry| entry.state == EntryState::Waiting).count();
    Some(Wait { position: before + 1, offered_until: own.expires_at.filter(|until| own.state == EntryState::Offered && *until > now) })
}

/// Why a practice cannot take a (further) date.
fn refusal(practice: &PracticeRecord, now: Stage, has_date: bool) -> Option<BookingRefusal> {
    if practice.supplier.route() != Route::Emis {
        Some(BookingRefusal::NotEmis)
    } else if now != Stage::SwitchedOn && has_date {
        Some(BookingRefusal::AlreadyBooked)
    } else {
        may_book(now).err()
    }
}

/// Places left for a practice on each date that is still ahead, by the date's id: what the live figures on the page ask for. Without a
/// practice, those that every practice can take.
///
/// # Errors
/// [`crate::Error::NotFound`] where the practice is out of scope, or when the database cannot be read.
pub async fn places_left(services: &Services, viewer: &Viewer, practice: Option<&OdsCode>) -> Result<Vec<(String, i32)>> {
    authorise(viewer, Action::SeePractice, None)?;
    let (db, today) = (services.store.read(), services.clock.today());
    let icb = match practice {
        Some(practice) => places::for_action(db, viewer, Action::SeePractice, practice).await?.place.icb,
        None => None,
    };
    let mut left = Vec::new();
    for slot in store::slots::all(db, &services.programme.code).await? {
        if slot.facts.date >= today && slot.facts.status.is_shown() {
            let holds = if slot.facts.held > 0 { store::slots::holds(db, &slot.id).await? } else { Vec::new() };
            left.push((slot.id, slot.facts.left_for(icb.as_ref(), &holds)));
        }
    }
    Ok(left)
}
