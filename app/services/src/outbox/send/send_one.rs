//! One message: claimed, made, sent, and its outcome written down.

use std::time::Duration;

use domain::outbox::{Fault, MAX_ATTEMPTS, Retry, SEND_SECONDS, URGENT, retry};
use mail::{Envelope, Mailer, Message, SendError, SupersededBy};
use store::entity::outbox::Model;
use store::outbox::Setback;
use tokio_util::sync::CancellationToken;

use crate::outbox::still_valid;
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
            Err(why) => return self.failed(&row, Setback { error: &why, fault: None, tried: false }, Told::Nothing).await,
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
            Err(SendError::Permanent(error)) => {
                self.failed(&row, Setback { error: &error, fault: None, tried: true }, Told::Answered).await
            }
            Err(SendError::Temporary(error)) => self.again(&row, &error, None, Told::Answered).await,
            Err(SendError::Refused(fault, error)) => self.again(&row, &error, Some(fault), Told::Refused(fault, error.clone())).await,
        }
    }

    /// The message of a claimed row as it should be sent now, or why it should not.
    async fn to_send(&self, row: &Model) -> Result<std::result::Result<Message, String>> {
        if attempts(row) > MAX_ATTEMPTS {
            return Ok(Err("given up: no attempt came to an end".to_owned()));
        }
        let message = match still_valid::as_of_now(&self.services, row).await? {
            Ok(message) => message,
            Err(why) => return Ok(Err(why)),
        };
        if matches!(message.superseded_by(), SupersededBy::WhatIsAskedNow { .. }) {
            let payload =
                serde_json::to_string(&message).map_err(|error| Error::Fault(format!("a message does not serialise: {error}")))?;
            if payload != row.payload {
                store::outbox::rewrite(self.services.store.writer(), &row.id, &self.holder, &payload).await?;
            }
        }
        Ok(Ok(message))
    }

    async fn again(&self, row: &Model, error: &str, fault: Option<Fault>, told: Told) -> Result<(Became, Told)> {
        let (attempts, now) = (attempts(row), self.services.clock.now());
        let setback = Setback { error, fault, tried: true };
        let tried_for = now - row.first_tried_at.unwrap_or(now);
        let Retry::After(wait) = retry(attempts, tried_for, fault, rand::random()) else {
            return self.failed(row, setback, told).await;
        };
        store::outbox::retry(self.services.store.writer(), &row.id, &self.holder, now + wait, setback).await?;
        tracing::warn!(id = row.id, kind = row.kind, attempts, why = error, "a message could not be sent yet");
        Ok((Became::Retried, told))
    }

    async fn failed(&self, row: &Model, setback: Setback<'_>, told: Told) -> Result<(Became, Told)> {
        let now = self.services.clock.now();
        let forget = URGENT.contains(&row.kind.as_str()) && !self.services.settings.demo;
        store::outbox::failed(self.services.store.writer(), &row.id, &self.holder, now, setback, forget).await?;
        tracing::warn!(id = row.id, kind = row.kind, why = setback.error, "a message will not be sent");
        Ok((Became::Failed, told))
    }
}

/// The attempt that its claim made this.
fn attempts(row: &Model) -> u32 {
    u32::try_from(row.attempts).unwrap_or(0) + 1
}
