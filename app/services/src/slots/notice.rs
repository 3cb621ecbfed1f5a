//! Telling a practice's people what happened to its booking.

use store::Tx;
use store::places::PracticeRecord;
use store::slots::{Booking, Slot};

use crate::outbox::{BookingNews, BookingNotice, enqueue_booking};
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
pub(super) async fn announce(tx: &Tx, services: &Services, practice: &PracticeRecord, notice: Notice<'_>) -> Result<()> {
    let (booking, slot, news) = match notice {
        Notice::Booked { booking, slot } => (booking, slot, BookingNews::Booked),
        Notice::Moved { booking, slot, from } => (booking, slot, BookingNews::Moved { from: from.facts.date }),
        Notice::Cancelled { booking, slot } => (booking, slot, BookingNews::Cancelled { reason: booking.reason.clone() }),
    };
    let notice = BookingNotice {
        booking_id: booking.id.clone(),
        sequence: u32::try_from(booking.sequence).unwrap_or_default(),
        practice: practice.place.practice.clone(),
        date: slot.facts.date,
        cutoff: slot.facts.cutoff,
        news,
    };
    enqueue_booking(services, tx, notice).await?;
    Ok(())
}
