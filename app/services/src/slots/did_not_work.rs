//! A date that came and went without giving patients access.

use domain::accounts::{Role, Viewer};
use domain::audit::{SlotEvent, Why};
use domain::field::required;
use domain::organisations::OdsCode;
use domain::slots::BookingRefusal;
use domain::stage::{Cause, Stage};
use domain::time::format_day;
use mail::{DidNotWork, Line, Message};
use store::Tx;
use store::practice_records::PracticeRecord;
use store::slots::{Booking, BookingState, Ending, Slot};

use super::booking::{finish, stage_on_emis};
use super::{audited, booked, changed_meanwhile, offers, refused};
use crate::confirmation::TEXT_MAX;
use crate::outbox::{Recipients, enqueue_to_sub_group, tell_others};
use crate::{Error, Result, Services, practice_access};

/// Who is told by email that a date did not work, beside the one who says so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notified {
    /// People of the practice.
    pub practice: Recipients,
    /// People of its ICB sub-group.
    pub sub_group: Recipients,
}

/// Records that a practice whose date has passed looked, and that patients do not have access: it no longer has the date, and is ready for
/// another. Its people and its ICB sub-group are told what was seen; returns who that is.
///
/// # Errors
/// [`Error::Invalid`] on `reason` where it is empty or too long; [`Error::Conflict`] where there is no date, it has not passed, or the
/// practice has confirmed that patients have access; otherwise as [`practice_access::for_moving`].
pub async fn did_not_work(services: &Services, viewer: &Viewer, practice: &OdsCode, reason: &str) -> Result<Notified> {
    let tx = services.store.begin().await?;
    let record = practice_access::for_moving(&tx, viewer, practice).await?;
    let reason = required(reason, TEXT_MAX, "reason", "Say what you saw when you looked", "What you saw");
    let reason = reason.map_err(|mistake| Error::Invalid(vec![mistake]))?;
    if stage_on_emis(&tx, services, &record).await? == Stage::SwitchedOn {
        return Err(refused(BookingRefusal::AlreadySwitchedOn));
    }
    let (booking, slot) = booked(&tx, services, practice).await?;
    if slot.facts.date >= services.clock.today() {
        let date = format_day(slot.facts.date);
        return Err(Error::Conflict(format!("Wait until the date, {date}, has passed: then you can say that it did not work.")));
    }
    store::slots::lock(&tx, &[&slot.id]).await?;
    let actor = services.actor(viewer);
    let after = Why { reason: reason.as_str().into() };
    let event = SlotEvent::DidNotWork { subject: (&slot.id).into(), before: audited(&slot), after };
    let ending = Ending { state: BookingState::DidNotWork, at: actor.at, reason, wanted_from: None };
    if !store::slots::end(&tx, &booking, &ending).await? {
        return Err(changed_meanwhile());
    }
    let told = tell(&tx, services, viewer, &record, (&booking, &slot), &ending.reason).await?;
    offers::give_back(&tx, services, &slot.id, &booking.pool).await?;
    finish(tx, services, viewer, practice, actor.did_to(practice, event), Cause::SlotDidNotWork).await?;
    Ok(told)
}

/// Tells everybody but the one who says so.
async fn tell(
    tx: &Tx,
    services: &Services,
    viewer: &Viewer,
    record: &PracticeRecord,
    (booking, slot): (&Booking, &Slot),
    seen: &str,
) -> Result<Notified> {
    let (practice, date) = (&record.hierarchy.practice, slot.facts.date);
    let message = |practice| Message::DidNotWork(DidNotWork { practice, date, seen: Line::all_of(seen) });
    let mut sub_groups = store::access_requests::deciders(tx, Role::Icb).await?;
    sub_groups.retain(|person| person.account_id != viewer.account_id);
    let sub_group = enqueue_to_sub_group(services, tx, record, &sub_groups, &booking.id, message).await?;
    let practice = tell_others(services, tx, practice, &booking.id, viewer, message).await?;
    Ok(Notified { practice, sub_group })
}
