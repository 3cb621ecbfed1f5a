//! The dates as a practice sees them.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use domain::accounts::{Action, Viewer};
use domain::organisations::{OdsCode, Route};
use domain::slots::{
    BookingRefusal, Has, Hold, ListStatus, ProgrammeSlots, SlotsLeft, Taker, may_book, may_change, may_have, may_take, may_wait,
};
use domain::stage::{Stage, is_late, stage};
use store::confirmation;
use store::practice_records::PracticeRecord;
use store::slots::{Booking, BookingState, Entry, EntryState, Slot};

use crate::free_text::readable;
use crate::{Result, Services, authorise, practice_access, stages};

/// The dates as a practice sees them.
#[derive(Clone, Debug)]
pub struct SlotsView {
    pub practice: PracticeRecord,
    /// Its present stage.
    pub stage: Stage,
    /// The date it has.
    pub booked: Option<Booked>,
    /// What it confirmed after its date.
    pub confirmation: Option<confirmation::Record>,
    /// Dates from today on, the earliest first.
    pub offers: Vec<SlotChoice>,
    /// Why the practice can have no date at all, for the moment; [`BookingRefusal::AlreadyBooked`] where it can only move.
    pub refusal: Option<BookingRefusal>,
    /// Whether the person may book, wait and confirm.
    pub may_work: bool,
    /// Whether the person may move, put off and cancel what the practice has; until when, the booking says.
    pub may_change: bool,
    /// Whether the person may say that the date they had did not work.
    pub may_say_it_did_not_work: bool,
    /// The date that did not work, where none was booked since.
    pub did_not_work: Option<NaiveDate>,
    /// The booking that was put off, where none was made since.
    pub put_off: Option<Booking>,
    /// Whether no date is left that it could take or wait for, so that it goes the manual way.
    pub missed_all: bool,
    /// Whether an exception stands, so that it joins no waiting list.
    pub excepted: bool,
}

/// The date a practice has.
#[derive(Clone, Debug)]
pub struct Booked {
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
pub struct SlotChoice {
    /// The date.
    pub slot: Slot,
    /// Places left for this practice.
    pub left: i32,
    /// Whether anybody can still sign up for it.
    pub is_open: bool,
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
    let practice = practice_access::for_action(db, viewer, Action::SeePractice, practice).await?;
    let code = &practice.hierarchy.practice;
    let facts = stages::facts(db, services, code, practice.supplier.route()).await?;
    let now = stage(&facts, today).stage;
    let is_emis = practice.supplier.route() == Route::Emis;
    let slots = if is_emis { store::slots::all(db, programme).await? } else { Vec::new() };
    let history = if is_emis { store::slots::of_practice(db, programme, code).await? } else { Vec::new() };
    let history = readable(viewer, &practice.hierarchy, history);
    let around = Around::read(services, &slots, code).await?;
    let may_move = authorise(viewer, Action::ChangeBooking, Some(&practice.hierarchy)).is_ok();
    let active = history.iter().find(|booking| booking.state == BookingState::Active).cloned();
    let booked = active.and_then(|booking| {
        let slot = slots.iter().find(|slot| slot.id == booking.slot_id)?.clone();
        let may_change = may_move && now != Stage::SwitchedOn && may_change(&slot.facts, today, viewer.role);
        Some(Booked { booking, may_change, has_come: slot.facts.date <= today, slot })
    });
    let has = |slot: &Slot| match &booked {
        Some(booked) if booked.slot.id == slot.id => Has::ThisDate,
        // Who may never move it is told about the date alone.
        Some(booked) => Has::Another { may_change: booked.may_change || !may_move },
        None => Has::Nothing,
    };
    let shown = slots.iter().filter(|slot| slot.facts.date >= today && slot.facts.status.is_shown());
    let offers: Vec<_> = shown.map(|slot| offer(services, &practice, (now, has(slot)), &around, slot)).collect();
    let last = history.into_iter().next().filter(|_| booked.is_none());
    let did_not_work = last.as_ref().filter(|booking| booking.state == BookingState::DidNotWork);
    let did_not_work = did_not_work.and_then(|booking| Some(slots.iter().find(|slot| slot.id == booking.slot_id)?.facts.date));
    let (list, deadline) = (around.list_status(code, services.clock.now()), services.programme.deadline);
    let left = around.dates(&slots).left_for(practice.hierarchy.icb.as_ref(), list, deadline, today);
    let missed_all = is_emis && now != Stage::SwitchedOn && booked.is_none() && left == SlotsLeft::Gone;
    Ok(SlotsView {
        stage: now,
        confirmation: readable(viewer, &practice.hierarchy, store::confirmation::find(db, programme, code).await?),
        excepted: around.excepted,
        refusal: refusal(&practice, now, booked.is_some()),
        may_work: practice_access::may_work(viewer, practice.is_open, &practice.hierarchy),
        may_change: may_move,
        missed_all,
        may_say_it_did_not_work: may_move
            && practice.is_open
            && now == Stage::DateBooked
            && booked.as_ref().is_some_and(|booked| booked.slot.facts.date < today),
        did_not_work,
        put_off: last.filter(|booking| booking.state == BookingState::Deferred),
        booked,
        offers,
        practice,
    })
}

/// What stands around the dates, asked once for all of them.
struct Around {
    lists: BTreeMap<String, Vec<Entry>>,
    holds: BTreeMap<String, Vec<Hold>>,
    excepted: bool,
}

impl Around {
    async fn read(services: &Services, slots: &[Slot], practice: &OdsCode) -> Result<Self> {
        let (db, programme) = (services.store.read(), services.programme.code.as_str());
        if slots.is_empty() {
            return Ok(Self { lists: BTreeMap::new(), holds: BTreeMap::new(), excepted: false });
        }
        let excepted = store::exceptions::current(db, programme, practice, services.clock.today()).await?.is_some();
        Ok(Self {
            lists: store::slots::entries_by_date(db, programme).await?,
            holds: store::slots::holds_by_date(db, programme).await?,
            excepted,
        })
    }

    fn list_status(&self, practice: &OdsCode, now: DateTime<Utc>) -> ListStatus {
        let own: Vec<_> = self.lists.values().flatten().filter(|entry| entry.practice == *practice).cloned().collect();
        store::slots::list_status(&own, now)
    }

    fn holds(&self, slot: &Slot) -> &[Hold] {
        self.holds.get(&slot.id).map_or(&[], Vec::as_slice)
    }

    fn dates(&self, slots: &[Slot]) -> ProgrammeSlots {
        ProgrammeSlots(slots.iter().map(|slot| (slot.facts, self.holds(slot).to_vec())).collect())
    }
}

impl SlotChoice {
    /// Whether a place is kept for the practice.
    #[must_use]
    pub fn is_kept(&self) -> bool {
        self.wait.as_ref().is_some_and(|wait| wait.offered_until.is_some())
    }
}

fn offer(services: &Services, practice: &PracticeRecord, (stage, has): (Stage, Has), around: &Around, slot: &Slot) -> SlotChoice {
    let (today, deadline) = (services.clock.today(), services.programme.deadline);
    let left = slot.facts.left_for(practice.hierarchy.icb.as_ref(), around.holds(slot));
    let entries = around.lists.get(&slot.id).map_or(&[][..], Vec::as_slice);
    let wait = wait(entries, &practice.hierarchy.practice, services.clock.now());
    let route = practice.supplier.route();
    // A place that is kept for the practice is there, whatever the date has for others.
    let refusal = match wait.as_ref().and_then(|wait| wait.offered_until) {
        Some(_) => may_have(route, stage, has).err(),
        None => may_take(&slot.facts, &Taker { route, stage, has, left }, today, deadline).err(),
    };
    SlotChoice {
        left,
        is_open: slot.facts.takes_sign_ups(today),
        refusal,
        after_deadline: is_late(slot.facts.date, deadline),
        may_wait: wait.is_none() && !around.excepted && refusal.is_some_and(may_wait),
        wait,
        slot: slot.clone(),
    }
}

/// An offer that has run out is none, also before the sweep has seen it.
fn wait(entries: &[Entry], practice: &OdsCode, now: DateTime<Utc>) -> Option<Wait> {
    let own = entries.iter().find(|entry| entry.practice == *practice)?;
    let before = entries.iter().take_while(|entry| entry.id != own.id).filter(|entry| entry.state == EntryState::Waiting).count();
    Some(Wait { position: before + 1, offered_until: own.kept_until(now) })
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
        Some(practice) => practice_access::for_action(db, viewer, Action::SeePractice, practice).await?.hierarchy.icb,
        None => None,
    };
    let programme = services.programme.code.as_str();
    let mut slots = store::slots::all(db, programme).await?;
    slots.retain(|slot| slot.facts.date >= today && slot.facts.status.is_shown());
    let any_held = slots.iter().any(|slot| slot.facts.held > 0);
    let holds = if any_held { store::slots::holds_by_date(db, programme).await? } else { BTreeMap::new() };
    let left = |slot: Slot| {
        let left = slot.facts.left_for(icb.as_ref(), holds.get(&slot.id).map_or(&[], Vec::as_slice));
        (slot.id, left)
    };
    Ok(slots.into_iter().map(left).collect())
}
