//! EMIS dates: which there are, booking one, moving and cancelling, and setting them up.

mod admin;
mod booking;
mod notice;
mod release;

use domain::accounts::{Action, Viewer};
use domain::organisations::{OdsCode, Route};
use domain::slots::{BookingRefusal, SlotFacts, is_open, may_book, may_change};
use domain::stage::{Stage, stage};
use store::confirmation;

use crate::{Error, Result, Services, authorise, places, stages};

pub use admin::{NewSlot, add, all, set_open, set_places};
pub use booking::{book, cancel, move_to};
pub(crate) use release::release;
pub use store::places::PracticeRecord;
pub use store::slots::{Booking, Slot};

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
    /// Whether the person may book, move, cancel and confirm.
    pub may_work: bool,
}

/// The date a practice has.
#[derive(Clone, Debug)]
pub struct Booked {
    /// The booking.
    pub booking: Booking,
    /// Its date.
    pub slot: Slot,
    /// Whether the person may still move or cancel it.
    pub may_change: bool,
    /// Whether the date has come, so that the practice can look and confirm.
    pub has_come: bool,
}

/// A date and whether it can be taken.
#[derive(Clone, Debug)]
pub struct Offer {
    /// The date.
    pub slot: Slot,
    /// Why it cannot be taken, if so.
    pub refusal: Option<BookingRefusal>,
    /// Whether it lies after the deadline, so that the practice would be late.
    pub after_deadline: bool,
}

/// The dates as a practice sees them. A practice on another route sees none, and [`BookingRefusal::NotEmis`].
///
/// # Errors
/// [`Error::NotFound`] where the practice is out of scope.
pub async fn load(services: &Services, viewer: &Viewer, practice: &OdsCode) -> Result<SlotsView> {
    let db = services.store.read();
    let (programme, today) = (services.programme.code.as_str(), services.clock.today());
    let practice = places::for_action(db, viewer, Action::SeePractice, practice).await?;
    let code = &practice.place.practice;
    let facts = stages::facts(db, services, code, practice.supplier.route()).await?;
    let now = stage(&facts, today).stage;
    let is_emis = practice.supplier.route() == Route::Emis;
    let slots = if is_emis { store::slots::all(db, programme).await? } else { Vec::new() };
    let booking = if is_emis { store::slots::active(db, programme, code).await? } else { None };
    let booked = booking.and_then(|booking| {
        let slot = slots.iter().find(|slot| slot.id == booking.slot_id)?.clone();
        let may_change = now != Stage::SwitchedOn && may_change(&slot.facts, today, viewer.role);
        Some(Booked { booking, may_change, has_come: slot.facts.date <= today, slot })
    });
    let deadline = services.programme.deadline;
    let offer = |slot: Slot| Offer {
        refusal: match &booked {
            Some(booked) if booked.slot.id == slot.id => Some(BookingRefusal::SameDate),
            _ => is_open(&slot.facts, today).err(),
        },
        after_deadline: slot.facts.date > deadline,
        slot,
    };
    let offers = slots.iter().filter(|slot| slot.facts.date >= today).cloned().map(offer).collect();
    let confirmation = confirmation::find(db, programme, code).await?;
    let may_work = authorise(viewer, Action::WorkJourney, Some(&practice.place)).is_ok();
    let refusal = refusal(&practice, now, booked.is_some());
    Ok(SlotsView { stage: now, booked, confirmation, offers, refusal, may_work, practice })
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

/// Places left on each date that is still ahead, by the date's id: what the live figures on the page ask for.
///
/// # Errors
/// When the database cannot be read.
pub async fn places_left(services: &Services, viewer: &Viewer) -> Result<Vec<(String, i32)>> {
    authorise(viewer, Action::SeePractice, None)?;
    let today = services.clock.today();
    let slots = store::slots::all(services.store.read(), &services.programme.code).await?;
    Ok(slots.into_iter().filter(|slot| slot.facts.date >= today).map(|slot| (slot.id, slot.facts.places_left())).collect())
}

/// A refusal as a sentence for people.
fn refused(refusal: BookingRefusal) -> Error {
    let words = refusal.to_string();
    let mut letters = words.chars();
    let first = letters.next().map(|letter| letter.to_ascii_uppercase()).into_iter();
    Error::Conflict(first.chain(letters).chain(['.']).collect())
}

/// A date as it stands in the audit trail.
fn audited(slot: &Slot) -> serde_json::Value {
    let SlotFacts { date, cutoff, places, status, .. } = slot.facts;
    serde_json::json!({ "slot": slot.id, "date": date, "cutoff": cutoff, "places": places, "status": status })
}
