//! Whether what a message says still stands. Asked before it is sent, and before one that was given up is sent after all.

use mail::{Booking, Message};
use store::entity::outbox::Model;

use crate::{Result, Services};

/// The message of a row as it should be sent now, or why it should not. Of a reminder, what is asked for by now; of a booking, the news that
/// came last; and nothing that came too late to be of use.
///
/// # Errors
/// When the database cannot be read.
pub(super) async fn as_of_now(services: &Services, row: &Model) -> Result<std::result::Result<Message, String>> {
    let message = match serde_json::from_str::<Message>(&row.payload) {
        Ok(message) => message,
        Err(error) => return Ok(Err(format!("the payload does not read: {error}"))),
    };
    if message.is_stale(services.clock.now()) {
        return Ok(Err("not sent in time to be of use".to_owned()));
    }
    match (&message, &row.account_id) {
        (Message::Reminder(written), Some(account_id)) => {
            let now = crate::reminders::as_of_now(services, account_id, written).await?;
            let none = "nothing is asked of the practice any more, or the person is not to be reminded";
            Ok(now.map(Message::Reminder).ok_or_else(|| none.to_owned()))
        }
        (Message::BookingConfirmed(booking), _) => newest(services, booking, &message).await,
        (Message::BookingMoved(moved), _) => newest(services, &moved.booking, &message).await,
        (Message::BookingCancelled(cancelled), _) => newest(services, &cancelled.booking, &message).await,
        _ => Ok(Ok(message)),
    }
}

/// The message about a booking, unless it has changed since: then another message tells of it as it is now.
async fn newest(services: &Services, told: &Booking, message: &Message) -> Result<std::result::Result<Message, String>> {
    let now = store::slots::sequence(services.store.read(), &told.booking_id).await?;
    let changed = now.and_then(|now| u32::try_from(now).ok()).is_some_and(|now| now > told.sequence);
    Ok(if changed { Err("the booking has changed since, of which another message tells".to_owned()) } else { Ok(message.clone()) })
}
