//! Telling a practice's people what happened to its booking, and to its place on a waiting list.

use chrono::{DateTime, NaiveDate, Utc};
use domain::organisations::OdsCode;
use mail::{Message, PlaceOffered, WaitingEnd, WaitingEnded, WaitingMoved};
use store::Tx;
use store::slots::{Booking, Entry, Slot};

use crate::outbox::{BookingNews, BookingNotice, Recipients, enqueue_booking, tell_practice};
use crate::{Result, Services, tokens};

/// What happened to a booking, as it is now.
pub(super) enum Notice<'a> {
    /// It was made.
    Booked { booking: &'a Booking, slot: &'a Slot },
    /// It has another date.
    Moved { booking: &'a Booking, slot: &'a Slot, from: NaiveDate, reason: &'a str },
    /// It is no more, or put off.
    Ended { booking: &'a Booking, slot: &'a Slot, reason: &'a str },
}

/// Writes the messages about it into the outbox, in the same transaction; says to whom.
pub(super) async fn announce(tx: &Tx, services: &Services, practice: &OdsCode, notice: Notice<'_>) -> Result<Recipients> {
    let (booking, slot, news) = match notice {
        Notice::Booked { booking, slot } => (booking, slot, BookingNews::Booked),
        Notice::Moved { booking, slot, from, reason } => (booking, slot, BookingNews::Moved { from, reason: reason.to_owned() }),
        Notice::Ended { booking, slot, reason } => {
            (booking, slot, BookingNews::Cancelled { reason: reason.to_owned(), wanted_from: booking.wanted_from })
        }
    };
    let notice = BookingNotice {
        booking_id: booking.id.clone(),
        sequence: u32::try_from(booking.sequence).unwrap_or_default(),
        practice: practice.clone(),
        date: slot.facts.date,
        cutoff: slot.facts.cutoff,
        news,
    };
    enqueue_booking(services, tx, notice).await
}

/// A place is kept for who waits.
pub(super) async fn offered(tx: &Tx, services: &Services, entry: &Entry, date: NaiveDate, expires_at: DateTime<Utc>) -> Result<()> {
    let slot = entry.slot_id.clone();
    let message = |practice| Message::PlaceOffered(PlaceOffered { practice, date, slot, expires_at });
    tell_practice(services, tx, &entry.practice, &entry.id, message).await?;
    Ok(())
}

/// Who waited does so no longer; without a reason because the place was not taken in time.
pub(super) async fn stopped_waiting(
    tx: &Tx,
    services: &Services,
    entry: &Entry,
    date: NaiveDate,
    reason: Option<&str>,
) -> Result<Recipients> {
    let end = reason.map_or(WaitingEnd::NotTaken, |reason| WaitingEnd::Ended { reason: reason.into() });
    let message = |practice| Message::WaitingEnded(WaitingEnded { practice, date, end });
    tell_practice(services, tx, &entry.practice, &entry.id, message).await
}

/// The date that somebody waits for, or has an offer on, is another day now.
pub(super) async fn date_moved(
    tx: &Tx,
    services: &Services,
    entry: &Entry,
    (from, to): (&Slot, &Slot),
    kept_until: Option<DateTime<Utc>>,
    reason: &str,
) -> Result<Recipients> {
    let (from, date, cutoff) = (from.facts.date, to.facts.date, to.facts.cutoff);
    let message = |practice| Message::WaitingMoved(WaitingMoved { practice, from, date, cutoff, kept_until, reason: reason.into() });
    // A date may move there and back: each time is told.
    tell_practice(services, tx, &entry.practice, &tokens::new_id(), message).await
}
