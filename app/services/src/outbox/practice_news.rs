//! What the people of a practice are told of: what its ICB decided, and its bookings.

use chrono::NaiveDate;
use domain::organisations::OdsCode;
use mail::{Booking, BookingCancelled, BookingMoved, Decision, Line, Message, Practice};
use store::Tx;

use super::recipients::{Recipients, tell_practice};
use crate::{Result, Services};

/// Writes the mails about what an ICB decided, one to each active practice manager of the practice, in the transaction of the decision;
/// `of` names the decision, so that each is told once.
///
/// # Errors
/// As [`tell_practice`].
pub async fn enqueue_decision(services: &Services, tx: &Tx, decision: &Decision, of: &str) -> Result<Recipients> {
    tell_practice(services, tx, &decision.practice.code, of, |_| Message::Decision(decision.clone())).await
}

/// What happened to a booking.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BookingNews {
    /// A place was booked.
    Booked,
    /// It was moved from this date.
    Moved {
        /// The date it had before.
        from: NaiveDate,
        /// Why, in the person's words; may be empty.
        reason: String,
    },
    Cancelled {
        /// Why, in the person's words; may be empty.
        reason: String,
        /// Where it was put off: from when the practice wants another date.
        wanted_from: Option<NaiveDate>,
    },
}

/// A change of a booking, to be told to the practice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BookingNotice {
    /// The id of the booking, which names the event in people's calendars: a move keeps it.
    pub booking_id: String,
    /// 0 for a new booking, and greater with every change of it.
    pub sequence: u32,
    pub practice: OdsCode,
    /// The booked date; of a cancelled booking, the date it had.
    pub date: NaiveDate,
    /// The last day to sign up, move or cancel.
    pub cutoff: NaiveDate,
    /// What happened.
    pub news: BookingNews,
}

/// Writes the mails about a change of a booking, one to each active practice manager of the practice, in the transaction of the change.
///
/// # Errors
/// As [`tell_practice`].
pub async fn enqueue_booking(services: &Services, tx: &Tx, notice: BookingNotice) -> Result<Recipients> {
    let key = format!("{}:{}", notice.booking_id, notice.sequence);
    tell_practice(services, tx, &notice.practice, &key, |practice| booking_message(services, &notice, practice)).await
}

fn booking_message(services: &Services, notice: &BookingNotice, practice: Practice) -> Message {
    let booking = Booking {
        booking_id: notice.booking_id.clone(),
        sequence: notice.sequence,
        practice,
        programme: Line::from(services.programme.name.as_str()),
        date: notice.date,
        cutoff: notice.cutoff,
        deadline: Some(services.programme.deadline),
        at: services.clock.now(),
    };
    match &notice.news {
        BookingNews::Booked => Message::BookingConfirmed(booking),
        BookingNews::Moved { from, reason } => Message::BookingMoved(BookingMoved { booking, from: *from, reason: reason.as_str().into() }),
        BookingNews::Cancelled { reason, wanted_from } => {
            Message::BookingCancelled(BookingCancelled { booking, reason: reason.as_str().into(), wanted_from: *wanted_from })
        }
    }
}
