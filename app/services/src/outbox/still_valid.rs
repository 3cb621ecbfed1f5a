//! Whether what a message says still stands. Asked before it is sent, and before one that was given up is sent after all.

use mail::{Message, SupersededBy};
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
    match (message.superseded_by(), &row.account_id) {
        (SupersededBy::ChangeOfBooking { booking_id, sequence }, _) if changed(services, booking_id, sequence).await? => {
            Ok(Err("the booking has changed since, of which another message tells".to_owned()))
        }
        (SupersededBy::WhatIsAskedNow { practice, written_on }, Some(account_id)) => {
            let now = crate::reminders::as_of_now(services, account_id, practice, written_on).await?;
            let none = "nothing is asked of the practice any more, or the person is not to be reminded";
            Ok(now.ok_or_else(|| none.to_owned()))
        }
        _ => Ok(Ok(message)),
    }
}

/// Whether a booking has changed since the change of this number.
async fn changed(services: &Services, booking_id: &str, sequence: u32) -> Result<bool> {
    let now = store::slots::sequence(services.store.read(), booking_id).await?;
    Ok(now.and_then(|now| u32::try_from(now).ok()).is_some_and(|now| now > sequence))
}
