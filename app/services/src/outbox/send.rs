//! Sending what is due. No transaction is open while a mail server is talked to.

use std::time::Duration;

use domain::outbox::{MAX_ATTEMPTS, Retry, SEND_SECONDS, retry};
use futures::StreamExt;
use mail::{Envelope, Mailer, Message, SendError, Transport};
use serde::Serialize;
use store::entity::outbox::Model;
use tokio_util::sync::CancellationToken;

use crate::{Error, Result, Services, tokens};

/// Messages read at a time.
const PASS: u64 = 500;

/// What a sender did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct SendReport {
    /// Taken by the mail server.
    pub sent: u64,
    /// Not taken now; tried again later.
    pub retried: u64,
    /// Never sent: refused for good, of no use any more, or tried too often.
    pub failed: u64,
    /// Whether the mail server could not be reached, so that the rest was left for later.
    pub unreachable: bool,
}

impl SendReport {
    fn count(mut self, outcome: Outcome) -> Self {
        match outcome {
            Outcome::Skipped => {}
            Outcome::Sent => self.sent += 1,
            Outcome::Retried => self.retried += 1,
            Outcome::Unreachable => {
                self.retried += 1;
                self.unreachable = true;
            }
            Outcome::Failed => self.failed += 1,
        }
        self
    }

    fn and(self, other: Self) -> Self {
        Self {
            sent: self.sent + other.sent,
            retried: self.retried + other.retried,
            failed: self.failed + other.failed,
            unreachable: self.unreachable || other.unreachable,
        }
    }

    fn is_idle(&self) -> bool {
        self.sent + self.retried + self.failed == 0
    }
}

enum Outcome {
    /// Somebody else has it, or sending stops.
    Skipped,
    Sent,
    Retried,
    Unreachable,
    Failed,
}

struct Pass<'a> {
    services: &'a Services,
    mailer: &'a Mailer,
    /// Names this pass in the claims it makes.
    holder: String,
    /// No further message is begun once this is cancelled.
    stop: CancellationToken,
}

/// Sends up to `limit` messages that are due, several at a time.
///
/// At least once: a process that dies between the mail server's answer and writing it down leaves a message that is sent again, with the
/// same Message-ID, once its claim has run out.
///
/// # Errors
/// When the database cannot be read or refuses.
pub async fn process_outbox_once(services: &Services, mailer: &Mailer, limit: u64) -> Result<SendReport> {
    pass(services, mailer, limit, &CancellationToken::new()).await
}

/// Sends until nothing is due, the mail server cannot be reached, or `stop` is cancelled; what is under way is then finished.
///
/// # Errors
/// When the database cannot be read or refuses.
pub async fn send_all(services: &Services, mailer: &Mailer, stop: &CancellationToken) -> Result<SendReport> {
    let mut report = SendReport::default();
    while !stop.is_cancelled() {
        let last = pass(services, mailer, PASS, stop).await?;
        report = report.and(last);
        if last.is_idle() || last.unreachable {
            break;
        }
    }
    if !report.is_idle() {
        tracing::info!(sent = report.sent, retried = report.retried, failed = report.failed, "messages sent");
    }
    Ok(report)
}

/// How many messages are due now.
///
/// # Errors
/// When the database cannot be read.
pub async fn waiting(services: &Services) -> Result<u64> {
    Ok(store::outbox::count_due(services.store.read(), services.clock.now()).await?)
}

async fn pass(services: &Services, mailer: &Mailer, limit: u64, stop: &CancellationToken) -> Result<SendReport> {
    let due = store::outbox::due(services.store.read(), services.clock.now(), limit).await?;
    let pass = Pass { services, mailer, holder: tokens::new_id(), stop: stop.child_token() };
    let mut outcomes = futures::stream::iter(due).map(|row| pass.one(row)).buffer_unordered(Transport::CONNECTIONS);
    let (mut report, mut fault) = (SendReport::default(), None);
    while let Some(outcome) = outcomes.next().await {
        match outcome {
            Ok(outcome) => report = report.count(outcome),
            Err(error) => {
                // What is under way is finished: it may have arrived.
                pass.stop.cancel();
                fault.get_or_insert(error);
            }
        }
        if report.unreachable {
            pass.stop.cancel();
        }
    }
    mailer.rest().await;
    fault.map_or(Ok(report), Err)
}

impl Pass<'_> {
    async fn one(&self, row: Model) -> Result<Outcome> {
        if self.stop.is_cancelled() {
            return Ok(Outcome::Skipped);
        }
        let (db, now) = (self.services.store.writer(), self.services.clock.now());
        if !store::outbox::claim(db, &row, &self.holder, now).await? {
            return Ok(Outcome::Skipped);
        }
        let attempts = u32::try_from(row.attempts).unwrap_or(0) + 1;
        if attempts > MAX_ATTEMPTS {
            // Each of them ended without a word: whoever sends it dies.
            return self.failed(&row, "given up: no attempt came to an end").await;
        }
        let message = match serde_json::from_str::<Message>(&row.payload) {
            Ok(message) => message,
            Err(error) => return self.failed(&row, &format!("the payload does not read: {error}")).await,
        };
        if message.is_stale(now) {
            return self.failed(&row, "not sent in time to be of use").await;
        }
        let Some(message) = self.as_of_now(&row, message).await? else {
            return self.failed(&row, "nothing is asked of the practice any more, or the person is not to be reminded").await;
        };
        let envelope = Envelope { message_id: &row.message_id, recipient: &row.recipient, written_at: row.created_at };
        let sending = tokio::time::timeout(Duration::from_secs(SEND_SECONDS), self.mailer.send(&envelope, &message));
        let result = sending.await.unwrap_or_else(|_| Err(SendError::Unreachable("the mail server took too long".to_owned())));
        match result {
            Ok(()) => {
                let forget = message.holds_secret() && !self.services.settings.demo;
                store::outbox::sent(db, &row.id, self.services.clock.now(), forget).await?;
                Ok(Outcome::Sent)
            }
            Err(SendError::Permanent(error)) => self.failed(&row, &error).await,
            Err(SendError::Temporary(error)) => self.again(&row, attempts, &error, Outcome::Retried).await,
            Err(SendError::Unreachable(error)) => self.again(&row, attempts, &error, Outcome::Unreachable).await,
        }
    }

    /// The message as it should be sent now. A reminder is looked at once more: none that asks for what was done since, and none to
    /// somebody who wants no more.
    async fn as_of_now(&self, row: &Model, message: Message) -> Result<Option<Message>> {
        let (Message::Reminder(written), Some(account_id)) = (&message, &row.account_id) else { return Ok(Some(message)) };
        let Some(now) = crate::reminders::as_of_now(self.services, account_id, written).await? else { return Ok(None) };
        if now == *written {
            return Ok(Some(message));
        }
        let message = Message::Reminder(now);
        let payload = serde_json::to_string(&message).map_err(|error| Error::Fault(format!("a message does not serialise: {error}")))?;
        store::outbox::rewrite(self.services.store.writer(), &row.id, &self.holder, &payload).await?;
        Ok(Some(message))
    }

    async fn again(&self, row: &Model, attempts: u32, error: &str, outcome: Outcome) -> Result<Outcome> {
        let Retry::After(wait) = retry(attempts, rand::random()) else { return self.failed(row, error).await };
        let due_at = self.services.clock.now() + wait;
        store::outbox::retry(self.services.store.writer(), &row.id, &self.holder, due_at, error).await?;
        tracing::warn!(id = row.id, kind = row.kind, attempts, "a message could not be sent yet");
        Ok(outcome)
    }

    /// The reason is kept with the row; not in the log, since mail servers repeat addresses in it.
    async fn failed(&self, row: &Model, error: &str) -> Result<Outcome> {
        let now = self.services.clock.now();
        let forget = ["sign-in", "access-confirm"].contains(&row.kind.as_str()) && !self.services.settings.demo;
        store::outbox::failed(self.services.store.writer(), &row.id, &self.holder, now, error, forget).await?;
        tracing::warn!(id = row.id, kind = row.kind, "a message will not be sent");
        Ok(Outcome::Failed)
    }
}
