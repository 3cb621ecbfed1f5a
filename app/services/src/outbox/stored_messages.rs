//! What is kept in the outbox, for whoever looks after the service: facts of messages, never what they say.

use chrono::{DateTime, Utc};
use domain::accounts::{Action, Viewer};
use domain::outbox::{Facts, Fault, Health, health};
use serde::Serialize;
use store::entity::outbox::Model;
use store::outbox::EMPTY;

use super::MailState;
use crate::{Error, Result, Services, authorise};

/// A message, without its words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct KeptMail {
    /// The id of the outbox row.
    pub id: String,
    /// What kind of message it is.
    pub kind: String,
    /// The practice it is about.
    pub practice: Option<String>,
    /// The account it goes to.
    pub account: Option<String>,
    /// The address it goes to.
    pub recipient: String,
    /// How far it is.
    pub state: MailState,
    /// When it was written.
    pub written_at: DateTime<Utc>,
    /// When it is tried next, if it waits.
    pub due_at: Option<DateTime<Utc>>,
    /// When it was first tried.
    pub first_tried_at: Option<DateTime<Utc>>,
    /// When it was last tried.
    pub tried_at: Option<DateTime<Utc>>,
    /// When it was taken by the mail server.
    pub sent_at: Option<DateTime<Utc>>,
    /// When it was given up.
    pub failed_at: Option<DateTime<Utc>>,
    /// What went wrong with the last try.
    pub error: Option<String>,
    /// Whether its content was forgotten, because it held a link that only its reader may have.
    pub forgotten: bool,
}

impl From<Model> for KeptMail {
    fn from(row: Model) -> Self {
        let state = MailState::of(&row);
        Self {
            state,
            due_at: (state == MailState::Waiting).then_some(row.due_at),
            forgotten: row.payload == EMPTY,
            id: row.id,
            kind: row.kind,
            practice: row.practice_code,
            account: row.account_id,
            recipient: row.recipient,
            written_at: row.created_at,
            first_tried_at: row.first_tried_at,
            tried_at: row.tried_at,
            sent_at: row.sent_at,
            failed_at: row.failed_at,
            error: row.last_error,
        }
    }
}

/// How mail goes, and what that is told from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Outlook {
    /// How mail goes.
    pub health: Health,
    /// What the outbox tells.
    pub facts: Facts,
    /// The time of both.
    pub at: DateTime<Utc>,
}

impl Outlook {
    /// What the mail server has against us now, if it takes nothing.
    #[must_use]
    pub fn fault(&self) -> Option<Fault> {
        if let Health::Refused(fault) = self.health { Some(fault) } else { None }
    }
}

/// How mail goes now, over all processes.
///
/// # Errors
/// When the database cannot be read.
pub async fn outlook(services: &Services) -> Result<Outlook> {
    let at = services.clock.now();
    let facts = store::outbox::facts(services.store.read(), at).await?;
    Ok(Outlook { health: health(&facts, at), facts, at })
}

/// The messages that are not sent, the longest waiting first; only those that were given up where `failed`.
///
/// # Errors
/// [`Error::Forbidden`], or when the database cannot be read.
pub async fn unsent(services: &Services, viewer: &Viewer, failed: bool) -> Result<Vec<KeptMail>> {
    authorise(viewer, Action::ReadAudit, None)?;
    let rows = store::outbox::unsent(services.store.read(), failed).await?;
    Ok(rows.into_iter().map(KeptMail::from).collect())
}

/// One message.
///
/// # Errors
/// [`Error::Invalid`] for an unknown id, [`Error::Forbidden`], or when the database cannot be read.
pub async fn kept(services: &Services, viewer: &Viewer, id: &str) -> Result<KeptMail> {
    authorise(viewer, Action::ReadAudit, None)?;
    let row = store::outbox::by_id(services.store.read(), id).await?;
    row.map(KeptMail::from)
        .ok_or_else(|| Error::invalid("id", format!("There is no message {id}: `tracker messages list` shows their ids")))
}
