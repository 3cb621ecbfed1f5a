//! Setting dates up: what a programme administrator does.

use chrono::NaiveDate;
use domain::accounts::{Action, Viewer};
use domain::field::FieldError;
use domain::slots::{PLACES_MAX, SetupRefusal, SlotFacts, SlotStatus, check_setup, places_in_range};
use domain::time::format_day;
use store::Tx;
use store::audit::{self, Event};
use store::slots::Slot;

use super::audited;
use crate::{Error, Result, Services, authorise, tokens};

/// A date to add.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NewSlot {
    /// The day on which EMIS updates access.
    pub date: NaiveDate,
    /// The last day to sign up, that day included.
    pub cutoff: NaiveDate,
    /// Places in all.
    pub places: i32,
}

/// Every date of the programme, the earliest first.
///
/// # Errors
/// [`Error::Forbidden`] for other roles than the administrator's.
pub async fn all(services: &Services, viewer: &Viewer) -> Result<Vec<Slot>> {
    authorise(viewer, Action::ManageSlots, None)?;
    Ok(store::slots::all(services.store.read(), &services.programme.code).await?)
}

/// Adds a date, open for booking.
///
/// # Errors
/// [`Error::Invalid`] on `date`, `cutoff` or `places`; [`Error::Forbidden`] for other roles than the administrator's.
pub async fn add(services: &Services, viewer: &Viewer, new: NewSlot) -> Result<Slot> {
    authorise(viewer, Action::ManageSlots, None)?;
    let NewSlot { date, cutoff, places } = new;
    check_setup(date, cutoff, places, services.clock.today()).map_err(|mistakes| {
        let on_field = |mistake: SetupRefusal| FieldError::new(field(mistake), mistake.to_string());
        Error::Invalid(mistakes.into_iter().map(on_field).collect())
    })?;
    let facts = SlotFacts { date, cutoff, places, taken: 0, status: SlotStatus::Open };
    let slot = Slot { id: tokens::new_id(), facts };
    let tx = services.store.begin().await?;
    store::slots::insert(&tx, &services.programme.code, slot.clone(), services.clock.now()).await.map_err(|error| match error {
        error if error.is_unique_violation() => Error::invalid("date", format!("There is a date on {} already", format_day(date))),
        error => error.into(),
    })?;
    record(tx, services, viewer, "slots.add", None, &slot).await?;
    Ok(slot)
}

fn field(mistake: SetupRefusal) -> &'static str {
    match mistake {
        SetupRefusal::DateNotAhead => "date",
        SetupRefusal::CutoffPast | SetupRefusal::CutoffNotBefore => "cutoff",
        SetupRefusal::Places => "places",
    }
}

/// Sets how many places a date has.
///
/// # Errors
/// [`Error::Invalid`] on `places`, also where more places are taken; [`Error::NotFound`] for an unknown date; [`Error::Forbidden`] for
/// other roles than the administrator's.
pub async fn set_places(services: &Services, viewer: &Viewer, slot_id: &str, places: i32) -> Result<Slot> {
    authorise(viewer, Action::ManageSlots, None)?;
    if !places_in_range(places) {
        return Err(Error::invalid("places", format!("The number of places must be between 1 and {PLACES_MAX}")));
    }
    let (tx, programme) = (services.store.begin().await?, services.programme.code.as_str());
    let before = store::slots::find(&tx, programme, slot_id).await?.ok_or(Error::NotFound)?;
    if before.facts.places == places {
        return Ok(before);
    }
    if !store::slots::set_places(&tx, programme, slot_id, places).await? {
        let taken = store::slots::find(&tx, programme, slot_id).await?.ok_or(Error::NotFound)?.facts.taken;
        let message = format!("There are {taken} practices booked on this date: it cannot have fewer places than that");
        return Err(Error::invalid("places", message));
    }
    let after = Slot { facts: SlotFacts { places, ..before.facts }, ..before.clone() };
    record(tx, services, viewer, "slots.set-places", Some(&before), &after).await?;
    Ok(after)
}

/// Opens a date for booking, or closes it; those who have it keep it. Doing so twice changes nothing.
///
/// # Errors
/// [`Error::NotFound`] for an unknown date; [`Error::Forbidden`] for other roles than the administrator's.
pub async fn set_open(services: &Services, viewer: &Viewer, slot_id: &str, open: bool) -> Result<Slot> {
    authorise(viewer, Action::ManageSlots, None)?;
    let (tx, programme) = (services.store.begin().await?, services.programme.code.as_str());
    let status = if open { SlotStatus::Open } else { SlotStatus::Closed };
    let before = store::slots::find(&tx, programme, slot_id).await?.ok_or(Error::NotFound)?;
    if before.facts.status == status {
        return Ok(before);
    }
    store::slots::set_status(&tx, programme, slot_id, status).await?;
    let after = Slot { facts: SlotFacts { status, ..before.facts }, ..before.clone() };
    let action = if open { "slots.open" } else { "slots.close" };
    record(tx, services, viewer, action, Some(&before), &after).await?;
    Ok(after)
}

async fn record(tx: Tx, services: &Services, viewer: &Viewer, action: &'static str, before: Option<&Slot>, after: &Slot) -> Result<()> {
    let event = Event {
        subject: Some(after.id.clone()),
        before: before.map(|slot| audited(slot).to_string()),
        after: Some(audited(after).to_string()),
        ..services.event(viewer, action)
    };
    audit::append(&tx, event).await?;
    Ok(tx.commit().await?)
}
