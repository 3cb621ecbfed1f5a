//! How many places a date has, and how many of them are held back for an ICB.

use domain::accounts::{Action, Viewer};
use domain::audit::SlotEvent;
use domain::audit::slots::Held;
use domain::organisations::OdsCode;
use domain::slots::{PLACES_MAX, SlotFacts, check_holds, places_in_range};
use store::audit;
use store::slots::Slot;

use super::{audited, changed_meanwhile, find, offers};
use crate::{Error, Result, Services, authorise};

/// Sets how many places a date has; places that come free are offered to whoever waits.
///
/// # Errors
/// [`Error::Invalid`] on `places`, also where more places are taken or held back; [`Error::NotFound`] for an unknown date;
/// [`Error::Forbidden`] for other roles than the administrator's.
pub async fn set_places(services: &Services, viewer: &Viewer, slot_id: &str, places: i32) -> Result<Slot> {
    authorise(viewer, Action::ManageSlots, None)?;
    if !places_in_range(places) {
        return Err(Error::invalid("places", format!("The number of places must be between 1 and {PLACES_MAX}")));
    }
    let (tx, programme) = (services.store.begin().await?, services.programme.code.as_str());
    store::slots::lock(&tx, &[slot_id]).await?;
    let before = find(&tx, services, slot_id).await?;
    if before.facts.places == places {
        return Ok(before);
    }
    if !store::slots::set_places(&tx, programme, slot_id, places, services.clock.now()).await? {
        let SlotFacts { taken, held, held_taken, .. } = find(&tx, services, slot_id).await?.facts;
        let message = if held == 0 {
            format!("There are {taken} practices booked on this date: it cannot have fewer places than that")
        } else {
            let least = held + taken - held_taken;
            format!("With {taken} places taken and {held} held back, this date cannot have fewer than {least} places")
        };
        return Err(Error::invalid("places", message));
    }
    let after = Slot { facts: SlotFacts { places, ..before.facts }, ..before.clone() };
    let event = SlotEvent::SetPlaces { subject: slot_id.into(), before: audited(&before), after: audited(&after) };
    audit::append(&tx, services.actor(viewer).did(event)).await?;
    offers::fill(&tx, services, slot_id).await?;
    tx.commit().await?;
    Ok(after)
}

/// Codes and names of the ICBs for which places can be held back.
///
/// # Errors
/// [`Error::Forbidden`] for other roles than the administrator's.
pub async fn icbs(services: &Services, viewer: &Viewer) -> Result<Vec<(String, String)>> {
    authorise(viewer, Action::ManageSlots, None)?;
    Ok(store::slots::icbs(services.store.read()).await?)
}

/// Holds places of a date back for the practices of an ICB, or gives them to all again; none that is taken is lost to whoever has it.
///
/// # Errors
/// [`Error::Invalid`] on `held` or `icb`; [`Error::NotFound`] for an unknown date; [`Error::Forbidden`] for other roles than the
/// administrator's.
pub async fn hold_back(services: &Services, viewer: &Viewer, slot_id: &str, icb: &OdsCode, places: i32) -> Result<Slot> {
    authorise(viewer, Action::ManageSlots, None)?;
    let tx = services.store.begin().await?;
    store::slots::lock(&tx, &[slot_id]).await?;
    let before = find(&tx, services, slot_id).await?;
    if !store::slots::icbs(&tx).await?.iter().any(|(code, _)| code == icb.as_str()) {
        return Err(Error::invalid("icb", "Choose an ICB"));
    }
    let holds = store::slots::holds(&tx, slot_id).await?;
    let own = holds.iter().find(|hold| hold.icb == *icb);
    check_holds(&before.facts, own, places).map_err(|(least, most)| {
        Error::invalid("held", format!("Between {least} and {most} places of this date can be held back for this ICB"))
    })?;
    let had = own.map_or(0, |hold| hold.places);
    if had == places {
        return Ok(before);
    }
    if !store::slots::set_hold(&tx, slot_id, icb, had, places, services.clock.now()).await? {
        return Err(changed_meanwhile());
    }
    let held = |held| Held { icb: icb.clone(), held };
    let event = SlotEvent::HoldBack { subject: slot_id.into(), before: held(had), after: held(places) };
    audit::append(&tx, services.actor(viewer).did(event)).await?;
    offers::fill(&tx, services, slot_id).await?;
    let after = find(&tx, services, slot_id).await?;
    tx.commit().await?;
    Ok(after)
}
