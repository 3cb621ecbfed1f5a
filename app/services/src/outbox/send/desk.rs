//! One message: claimed, made, sent, and its outcome written down.

use std::time::Duration;

use domain::outbox::{Fault, MAX_ATTEMPTS, Retry, SEND_SECONDS, URGENT, retry};
use mail::{Envelope, Mailer, Message, SendError};
use store::entity::outbox::Model;
use store::outbox::Setback;
use tokio_util::sync::CancellationToken;

use crate::{Error, Result, Services};

/// What became of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Became {
    /// Somebody else has it, or sending stops.
    Skipped,
    Sent,
    Retried,
    Failed,
}

/// What the mail server let be known about itself by it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Told {
    /// It was not asked.
    Nothing,
    /// It took the mail.
    Took,
    /// It said something about the mail or its recipient.
    Answered,
    /// It refused, for a reason that is about it or about us, in these words.
    Refused(Fault, String),
}

/// Where messages are made ready and sent.
pub(super) struct Desk {
    pub(super) services: Services,
    pub(super) mailer: Mailer,
    /// Names this sender in the claims it makes.
    pub(super) holder: String,
    /// No further message is begun once this is cancelled.
    pub(super) stop: CancellationToken,
}

impl Desk {
    /// Sends one message that was read as `row`.
    ///
    /// # Errors
    /// When the database cannot be read or refuses.
    pub(super) async fn send(&self, row: Model) -> Result<(Became, Told)> {
        if self.stop.is_cancelled() {
            return Ok((Became::Skipped, Told::Nothing));
        }
        let (db, now) = (self.services.store.writer(), self.services.clock.now());
        if !store::outbox::claim(db, &row, &self.holder, now).await? {
            return Ok((Became::Skipped, Told::Nothing));
        }
        let message = match self.to_send(&row).await? {
            Ok(message) => message,
            Err(why) => return self.failed(&row, &why, None, Told::Nothing).await,
        };
        let envelope = Envelope { message_id: &row.message_id, recipient: &row.recipient, written_at: row.created_at };
        let sending = tokio::time::timeout(Duration::from_secs(SEND_SECONDS), self.mailer.send(&envelope, &message));
        let slow = |_| Err(SendError::Refused(Fault::Slow, format!("{}: given up after {SEND_SECONDS} seconds", Fault::Slow.sentence())));
        match sending.await.unwrap_or_else(slow) {
            Ok(()) => {
                let forget = message.holds_secret() && !self.services.settings.demo;
                store::outbox::sent(db, &row.id, self.services.clock.now(), forget).await?;
                Ok((Became::Sent, Told::Took))
            }
            Err(SendError::Permanent(error)) => self.failed(&row, &error, None, Told::Answered).await,
            Err(SendError::Temporary(error)) => self.again(&row, &error, None, Told::Answered).await,
            Err(SendError::Refused(fault, error)) => self.again(&row, &error, Some(fault), Told::Refused(fault, error.clone())).await,
        }
    }

    /// The message of a claimed row as it should be sent now, or why it should not.
    async fn to_send(&self, row: &Model) -> Result<std::result::Result<Message, String>> {
        if attempts(row) > MAX_ATTEMPTS {
            return Ok(Err("given up: no attempt came to an end".to_owned()));
        }
        let message = match serde_json::from_str::<Message>(&row.payload) {
            Ok(message) => message,
            Err(error) => return Ok(Err(format!("the payload does not read: {error}"))),
        };
        if message.is_stale(self.services.clock.now()) {
            return Ok(Err("not sent in time to be of use".to_owned()));
        }
        let none = "nothing is asked of the practice any more, or the person is not to be reminded";
        Ok(self.as_of_now(row, message).await?.ok_or_else(|| none.to_owned()))
    }

    /// The message as it should be sent now. A reminder is looked at once more: none that asks for what was done since, and none to
    /// somebody who wants no more.
    async fn as_of_now(&self, row: &Model, message: Message) -> Result<Option<Message>> {
        let (Message::Reminder(written), Some(account_id)) = (&message, &row.account_id) else { return Ok(Some(message)) };
        let Some(now) = crate::reminders::as_of_now(&self.services, account_id, written).await? else { return Ok(None) };
        if now == *written {
            return Ok(Some(message));
        }
        let message = Message::Reminder(now);
        let payload = serde_json::to_string(&message).map_err(|error| Error::Fault(format!("a message does not serialise: {error}")))?;
        store::outbox::rewrite(self.services.store.writer(), &row.id, &self.holder, &payload).await?;
        Ok(Some(message))
    }

    async fn again(&self, row: &Model, error: &str, fault: Option<Fault>, told: Told) -> Result<(Became, Told)> {
        let (attempts, now) = (attempts(row), self.services.clock.now());
        let tried_for = now - row.first_tried_at.unwrap_or(now);
        let Retry::After(wait) = retry(attempts, tried_for, fault, rand::random()) else {
            return self.failed(row, error, fault, told).await;
        };
        let setback = Setback { error, fault };
        store::outbox::retry(self.services.store.writer(), &row.id, &self.holder, now + wait, setback).await?;
        tracing::warn!(id = row.id, kind = row.kind, attempts, why = error, "a message could not be sent yet");
        Ok((Became::Retried, told))
    }

    async fn failed(&self, row: &Model, error: &str, fault: Option<Fault>, told: Told) -> Result<(Became, Told)> {
        let (now, setback) = (self.services.clock.now(), Setback { error, fault });
        let forget = URGENT.contains(&row.kind.as_str()) && !self.services.settings.demo;
        store::outbox::failed(self.services.store.writer(), &row.id, &self.holder, now, setback, forget).await?;
        tracing::warn!(id = row.id, kind = row.kind, why = error, "a message will not be sent");
        Ok((Became::Failed, told))
    }
}

/// The attempt that its claim made this.
fn attempts(row: &Model) -> u32 {
    u32::try_from(row.attempts).unwrap_or(0) + 1
}
