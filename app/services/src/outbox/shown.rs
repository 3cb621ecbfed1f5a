//! What was sent, for a demonstration to show.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use chrono::{DateTime, Utc};
use mail::{Links, Message, Rendered};
use serde::Serialize;
use sha2::{Digest, Sha256};
use store::entity::outbox::Model;

use crate::{Error, Result, Services};

/// How far a message is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum MailState {
    /// Not sent yet.
    Waiting,
    Sent,
    /// It never will be.
    Failed,
}

impl MailState {
    pub(super) fn of(row: &Model) -> Self {
        match (row.sent_at, row.failed_at) {
            (Some(_), _) => Self::Sent,
            (None, Some(_)) => Self::Failed,
            (None, None) => Self::Waiting,
        }
    }
}

/// A message in the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedMail {
    /// The id of the outbox row.
    pub id: String,
    /// When it was written.
    pub written_at: DateTime<Utc>,
    /// The address it goes to.
    pub recipient: String,
    pub subject: String,
    /// How far it is.
    pub state: MailState,
}

/// A message as its reader sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShownMail {
    pub listed: ListedMail,
    /// The text part.
    pub text: String,
    /// The HTML part: a page of its own.
    pub html: String,
    /// The hash of the style within it, as a Content-Security-Policy names it.
    pub style: String,
    /// The calendar entry, if one goes with it.
    pub calendar: Option<String>,
}

/// The last `limit` messages, newest first.
///
/// # Errors
/// [`Error::NotFound`] outside a demonstration: messages hold secrets.
pub async fn list(services: &Services, limit: u64) -> Result<Vec<ListedMail>> {
    only_in_demo(services)?;
    let rows = store::outbox::recent(services.store.read(), limit).await?;
    Ok(rows.into_iter().filter_map(|row| shown(services, row).ok()).map(|mail| mail.listed).collect())
}

/// One message.
///
/// # Errors
/// [`Error::NotFound`] for an unknown id, and outside a demonstration.
pub async fn show(services: &Services, id: &str) -> Result<ShownMail> {
    only_in_demo(services)?;
    let row = store::outbox::by_id(services.store.read(), id).await?.ok_or(Error::NotFound)?;
    shown(services, row)
}

fn only_in_demo(services: &Services) -> Result<()> {
    if services.settings.demo { Ok(()) } else { Err(Error::NotFound) }
}

fn shown(services: &Services, row: Model) -> Result<ShownMail> {
    let message: Message = serde_json::from_str(&row.payload).map_err(|error| Error::Fault(format!("outbox {}: {error}", row.id)))?;
    let Rendered { subject, text, html, attachment, .. } =
        message.render(&Links::new(&services.settings.public_url)).map_err(|error| Error::Fault(format!("outbox {}: {error}", row.id)))?;
    let state = MailState::of(&row);
    let listed = ListedMail { id: row.id, written_at: row.created_at, recipient: row.recipient, subject: subject.to_string(), state };
    let style = style_hash(&html);
    Ok(ShownMail { listed, text, html, style, calendar: attachment.map(|file| file.content) })
}

fn style_hash(html: &str) -> String {
    let style = html.split_once("<style>").and_then(|(_, rest)| rest.split_once("</style>")).map_or("", |(style, _)| style);
    format!("sha256-{}", STANDARD.encode(Sha256::digest(style)))
}
