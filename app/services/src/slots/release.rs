//! Giving back the dates of practices that can use them no more: they have closed, or left EMIS.

use std::collections::BTreeSet;

use domain::accounts::Viewer;
use domain::organisations::OdsCode;
use serde_json::json;
use store::Tx;
use store::audit::{self, Event};
use store::slots::{Booking, BookingState};

use super::audited;
use super::notice::{Notice, announce};
use crate::{Error, Result, Services};

/// Gives back every date to come that one of these practices has, each for its reason, and tells their people; returns who had one. A date
/// that has come stays: what happened on it happened.
///
/// The caller holds the locks of all these practices, and brings their stages up to date. Places are given back in the order of the dates'
/// ids, and the audit trail is written last: whoever holds its end waits for nobody.
///
/// # Errors
/// When the database refuses.
pub(crate) async fn release(tx: &Tx, services: &Services, viewer: &Viewer, wanted: &[(OdsCode, String)]) -> Result<BTreeSet<OdsCode>> {
    let (programme, now, today) = (services.programme.code.as_str(), services.clock.now(), services.clock.today());
    let mut held = Vec::new();
    for (practice, reason) in wanted {
        let Some(booking) = store::slots::active(tx, programme, practice).await? else { continue };
        let slot = store::slots::find(tx, programme, &booking.slot_id).await?.ok_or(Error::NotFound)?;
        if slot.facts.date > today {
            held.push((practice, reason, booking, slot));
        }
    }
    held.sort_by(|one, other| one.3.id.cmp(&other.3.id));
    for (practice, reason, booking, slot) in &held {
        if !store::slots::cancel(tx, booking, now, reason).await? || !store::slots::free(tx, programme, &slot.id).await? {
            return Err(Error::Fault(format!("the booking of {practice} was changed under a lock")));
        }
    }
    let mut released = BTreeSet::new();
    for (practice, reason, booking, slot) in held {
        let record = store::places::find(tx, practice).await?.ok_or(Error::NotFound)?;
        let cancelled = Booking {
            state: BookingState::Cancelled,
            sequence: booking.sequence + 1,
            ended_at: Some(now),
            reason: reason.clone(),
            ..booking
        };
        announce(tx, services, &record, Notice::Cancelled { booking: &cancelled, slot: &slot }).await?;
        let event = Event {
            practice: Some(practice.to_string()),
            subject: Some(slot.id.clone()),
            before: Some(audited(&slot).to_string()),
            after: Some(json!({ "reason": reason }).to_string()),
            ..services.event(viewer, "slots.release")
        };
        audit::append(tx, event).await?;
        released.insert(practice.clone());
    }
    Ok(released)
}
