//! Setting dates up: what a programme administrator does.

use chrono::NaiveDate;
use domain::accounts::{Action, Viewer};
use domain::audit::SlotEvent;
use domain::field::FieldError;
use domain::slots::{Hold, SetupRefusal, SlotFacts, SlotStatus, check_setup, may_become};
use domain::time::format_day;
use store::Tx;
use store::audit;
use store::slots::{EntryState, Slot};

use super::{audited, find, offers};
use crate::{Error, Result, Services, authorise, tokens};

/// A date to add.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NewSlot {
    /// The day on which EMIS updates access.
    pub date: NaiveDate,
    /// The last day to sign up, that day included.
    pub cutoff: NaiveDate,
    pub places: i32,
    /// Whether practices do not see it yet.
    pub draft: bool,
}

/// A date as an administrator sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SlotSummary {
    /// The date.
    pub slot: Slot,
    /// Its places held back.
    pub holds: Vec<Hold>,
    /// Practices that wait for a place.
    pub waiting: usize,
    /// Practices for which one is kept.
    pub offered: usize,
}

/// Every date of the programme, the earliest first.
///
/// # Errors
/// [`Error::Forbidden`] for other roles than the administrator's.
pub async fn all(services: &Services, viewer: &Viewer) -> Result<Vec<SlotSummary>> {
    authorise(viewer, Action::ManageSlots, None)?;
    let (db, programme) = (services.store.read(), services.programme.code.as_str());
    let lists = store::slots::entries_by_date(db, programme).await?;
    let mut holds = store::slots::holds_by_date(db, programme).await?;
    let listed = |slot: Slot| {
        let entries = lists.get(&slot.id).map_or(&[][..], Vec::as_slice);
        let waiting = entries.iter().filter(|entry| entry.state == EntryState::Waiting).count();
        let holds = holds.remove(&slot.id).unwrap_or_default().into_iter().filter(|hold| hold.places > 0).collect();
        SlotSummary { holds, waiting, offered: entries.len() - waiting, slot }
    };
    Ok(store::slots::all(db, programme).await?.into_iter().map(listed).collect())
}

/// Adds a date, open for booking or as a draft.
///
/// # Errors
/// [`Error::Invalid`] on `date`, `cutoff` or `places`; [`Error::Forbidden`] for other roles than the administrator's.
pub async fn add(services: &Services, viewer: &Viewer, new: NewSlot) -> Result<Slot> {
    authorise(viewer, Action::ManageSlots, None)?;
    check_setup(new.date, new.cutoff, new.places, services.clock.today()).map_err(mistakes)?;
    let tx = services.store.begin().await?;
    let slot = insert(&tx, services, viewer, new).await?;
    tx.commit().await?;
    Ok(slot)
}

/// Adds a date that was checked, with its audit event.
pub(super) async fn insert(tx: &Tx, services: &Services, viewer: &Viewer, new: NewSlot) -> Result<Slot> {
    let NewSlot { date, cutoff, places, draft } = new;
    let status = if draft { SlotStatus::Draft } else { SlotStatus::Open };
    let slot = Slot { id: tokens::new_id(), facts: SlotFacts::fresh(date, cutoff, places, status) };
    store::slots::insert(tx, &services.programme.code, slot.clone(), services.clock.now()).await.map_err(|error| taken_day(error, date))?;
    let event = SlotEvent::Add { subject: (&slot.id).into(), after: audited(&slot) };
    audit::append(tx, services.actor(viewer).did(event)).await?;
    Ok(slot)
}

/// A day that has a date already is a mistake in the form.
pub(super) fn taken_day(error: store::StoreError, date: NaiveDate) -> Error {
    match error {
        error if error.is_unique_violation() => Error::invalid("date", format!("There is a date on {} already", format_day(date))),
        error => error.into(),
    }
}

/// What is wrong with a date, on the fields of the form.
pub(super) fn mistakes(refusals: Vec<SetupRefusal>) -> Error {
    Error::Invalid(refusals.into_iter().map(|refusal| FieldError::new(field(refusal), refusal.to_string())).collect())
}

fn field(mistake: SetupRefusal) -> &'static str {
    match mistake {
        SetupRefusal::DateNotAhead => "date",
        SetupRefusal::CutoffPast | SetupRefusal::CutoffNotBefore => "cutoff",
        SetupRefusal::Places => "places",
    }
}

/// Opens a date for booking or closes it; those who have it keep it. Doing so twice changes nothing. Opened, its free places are offered to
/// whoever waits.
///
/// # Errors
/// [`Error::Conflict`] where the date cannot go from the status it has to this one; [`Error::NotFound`] for an unknown date;
/// [`Error::Forbidden`] for other roles than the administrator's.
pub async fn set_status(services: &Services, viewer: &Viewer, slot_id: &str, status: SlotStatus) -> Result<Slot> {
    authorise(viewer, Action::ManageSlots, None)?;
    let (tx, programme) = (services.store.begin().await?, services.programme.code.as_str());
    store::slots::lock(&tx, &[slot_id]).await?;
    let before = find(&tx, services, slot_id).await?;
    if before.facts.status == status {
        return Ok(before);
    }
    // Cancelling is more than a status: those who have the date are told.
    if status == SlotStatus::Cancelled || !may_become(&before.facts, status, services.clock.today()) {
        return Err(Error::Conflict("This date cannot be changed like that. Look at it again.".to_owned()));
    }
    store::slots::set_status(&tx, programme, slot_id, status, services.clock.now()).await?;
    let after = Slot { facts: SlotFacts { status, ..before.facts }, ..before.clone() };
    audit::append(&tx, services.actor(viewer).did(became(&before, &after))).await?;
    offers::fill(&tx, services, slot_id).await?;
    tx.commit().await?;
    Ok(after)
}

/// That a date has another status.
fn became(before: &Slot, after: &Slot) -> SlotEvent {
    let status = after.facts.status;
    let (subject, before, after) = ((&after.id).into(), audited(before), audited(after));
    match status {
        SlotStatus::Open => SlotEvent::Open { subject, before, after },
        SlotStatus::Done => SlotEvent::Done { subject, before, after },
        SlotStatus::Draft => SlotEvent::Draft { subject, before, after },
        SlotStatus::Closed | SlotStatus::Cancelled => SlotEvent::Close { subject, before, after },
    }
}
