//! EMIS dates: which there are, booking one, moving, putting off and cancelling, the waiting list of a full one, and setting them up.
//!
//! Locks are always taken in one order, so that nobody waits for each other for ever: practices by code, dates by id, then the head of the
//! audit trail with the first event that is written.

mod admin;
mod booking;
mod booking_queue;
mod cancel;
mod change;
mod did_not_work;
mod manual;
mod move_date;
mod notice;
mod offers;
mod places;
mod practice_dates;
mod sheet;
mod slot_practices;
mod sweep;
mod view;
mod waiting;

use domain::audit::slots::Date;
use domain::field::{capital, required};
use domain::organisations::OdsCode;
use domain::slots::BookingRefusal;
use store::Tx;

use crate::{Error, Result, Services};

pub use admin::{NewSlot, SlotSummary, add, all, set_status};
pub use booking::{Arrangement, TooLate, book, move_to, too_late};
pub use booking_queue::BookingQueue;
pub(crate) use cancel::stop_waiting;
pub use cancel::{Released, cancel, defer, release};
pub use change::{Concerned, Unreached, cancel_slot};
pub use did_not_work::{Notified, did_not_work};
pub use manual::{ManualView, manual, record_manual};
pub use move_date::move_slot;
pub use places::{hold_back, icbs, set_places};
pub(crate) use practice_dates::{dates_left, practice_dates};
pub use sheet::{add_many, read};
pub use slot_practices::{BookedPractice, EntryStatus, Reported, SlotPractices, WaitingEntry, slot_practices};
pub use store::practice_records::PracticeRecord;
pub use store::slots::{Booking, Entry, EntryState, ManualStep, Slot};
pub use sweep::{Swept, expire_offers, sweep};
pub use view::{Booked, SlotChoice, SlotsView, Wait, load, places_left};
pub use waiting::{join, leave, take_up};

/// The most characters of a reason. Our own choice.
const REASON_MAX: usize = 1000;

/// A refusal as a sentence for people.
fn refused(refusal: BookingRefusal) -> Error {
    Error::Conflict(capital(&format!("{refusal}.")))
}

fn changed_meanwhile() -> Error {
    Error::Conflict("Somebody else changed this at the same moment. Look at it again.".to_owned())
}

/// A reason that somebody typed, which must not be empty; `ask` is what is said then.
fn reason_typed(typed: &str, ask: &str) -> Result<String> {
    required(typed, REASON_MAX, "reason", ask, "The reason").map_err(|mistake| Error::Invalid(vec![mistake]))
}

/// The date that a practice has.
async fn booked(tx: &Tx, services: &Services, practice: &OdsCode) -> Result<(Booking, Slot)> {
    let booking = store::slots::active(tx, &services.programme.code, practice).await?;
    let booking = booking.ok_or_else(|| Error::Conflict("This practice has no date booked.".to_owned()))?;
    let slot = find(tx, services, &booking.slot_id).await?;
    Ok((booking, slot))
}

/// A date as it stands in the audit trail.
fn audited(slot: &Slot) -> Date {
    Date::new(&slot.id, &slot.facts)
}

async fn find(tx: &Tx, services: &Services, slot_id: &str) -> Result<Slot> {
    store::slots::find(tx, &services.programme.code, slot_id).await?.ok_or(Error::NotFound)
}

/// The ICB of a practice as the register has it now.
async fn icb_of(tx: &Tx, practice: &OdsCode) -> Result<Option<OdsCode>> {
    Ok(crate::practice_access::place(tx, practice).await?.icb)
}
