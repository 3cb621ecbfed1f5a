//! EMIS dates: which there are, booking one, moving, putting off and cancelling, the waiting list of a full one, and setting them up.
//!
//! Locks are always taken in one order, so that nobody waits for each other for ever: practices by code, dates by id, then the head of the
//! audit trail with the first event that is written.

mod admin;
mod booking;
mod change;
mod did_not_work;
mod giving_up;
mod left;
mod manual;
mod move_date;
mod notice;
mod offers;
mod on_date;
mod places;
mod sheet;
mod sweep;
mod turns;
mod view;
mod waiting;

use domain::audit::slots::Date;
use domain::field::{capital, required};
use domain::organisations::OdsCode;
use domain::slots::BookingRefusal;
use store::Tx;

use crate::{Error, Result, Services};

pub use admin::{Listed, NewSlot, add, all, set_status};
pub use booking::{TooLate, book, move_to, too_late};
pub use change::{Concerned, cancel_date};
pub use did_not_work::{Told, did_not_work};
pub(crate) use giving_up::stop_waiting;
pub use giving_up::{Released, cancel, defer, release};
pub(crate) use left::{dates_left, standing};
pub use manual::{ManualView, manual, record_manual};
pub use move_date::move_date;
pub use on_date::{Having, OnDate, OnList, Said, Waiting, on_date};
pub use places::{hold_back, icbs, set_places};
pub use sheet::{add_many, read};
pub use store::places::PracticeRecord;
pub use store::slots::{Booking, Entry, EntryState, ManualStep, Slot};
pub use sweep::{Swept, expire_offers, sweep};
pub use turns::Turns;
pub use view::{Booked, Offer, SlotsView, Wait, load, places_left};
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
    Ok(crate::places::place(tx, practice).await?.icb)
}
