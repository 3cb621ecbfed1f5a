//! Sending again what was not sent.

use std::collections::BTreeSet;

use domain::accounts::{Action, Viewer};
use domain::audit::MessageEvent;
use domain::audit::messages::{self as event, Which as Meant};
use domain::field::FieldError;
use domain::outbox::RETRY_WITHIN;
use serde::Serialize;
use store::Tx;
use store::audit;
use store::outbox::{EMPTY, Which, by_id, count_given_up, given_up_since, release, settle};

use super::{MailState, still_valid};
use crate::{Error, Result, Services, authorise};

/// Messages that one statement makes due.
const AT_ONCE: usize = 500;

/// What was made due.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Released {
    /// Messages that are due now.
    pub due: u64,
    /// Messages that were given up and are left so, though they could be sent.
    pub left: u64,
}

/// Makes the messages of `ids` due now, as if nobody had tried them, for another [`domain::outbox::HORIZON`]; all of them or none.
///
/// # Errors
/// [`Error::Invalid`] naming those that cannot be sent (again) and why, [`Error::Forbidden`], or when the database refuses.
pub async fn retry(services: &Services, viewer: &Viewer, ids: &[String]) -> Result<Released> {
    authorise(viewer, Action::ManageMessages, None)?;
    let ids: Vec<_> = ids.iter().cloned().collect::<BTreeSet<_>>().into_iter().collect();
    let tx = services.store.begin().await?;
    let mut mistakes = Vec::new();
    for id in &ids {
        mistakes.extend(mistake(services, &tx, id).await?);
    }
    if !mistakes.is_empty() {
        return Err(Error::Invalid(mistakes));
    }
    let due = release(&tx, Which::Ids(&ids), services.clock.now()).await?;
    if due != u64::try_from(ids.len()).unwrap_or(u64::MAX) {
        return Err(Error::Conflict("One of these messages is being sent just now: try again in two minutes".to_owned()));
    }
    written(services, viewer, tx, due, Meant::Named { messages: ids.iter().map(Into::into).collect() }).await?;
    Ok(Released { due, left: 0 })
}

/// Why this message cannot be sent (again).
async fn mistake(services: &Services, tx: &Tx, id: &str) -> Result<Option<FieldError>> {
    let row = by_id(tx, id).await?;
    let why = match row {
        None => return Ok(Some(FieldError::new("id", format!("There is no message {id}: `tracker messages list` shows their ids")))),
        Some(row) if MailState::of(&row) == MailState::Sent => "was sent already",
        Some(row) if row.payload == EMPTY => "held a link that has run out and is forgotten: its reader asks for another",
        Some(row) if row.failed_at.is_none() && row.claimed_until.is_some_and(|until| until > services.clock.now()) => {
            "is being sent just now: look again in two minutes"
        }
        Some(_) => return Ok(None),
    };
    Ok(Some(FieldError::new("id", format!("The message {id} {why}"))))
}

/// Makes every message due now, as [`retry`] does, that was given up over a fault not longer ago than [`RETRY_WITHIN`], and whose matter still
/// stands. Left are those whose recipient was refused for good, those that say what is no longer so, and older ones.
///
/// # Errors
/// [`Error::Forbidden`], or when the database cannot be read or refuses.
pub async fn retry_failed(services: &Services, viewer: &Viewer) -> Result<Released> {
    authorise(viewer, Action::ManageMessages, None)?;
    let now = services.clock.now();
    // Looked at before anything is locked; what changes meanwhile is looked at once more before it is sent.
    let (mut ids, mut gone) = (Vec::new(), Vec::new());
    for row in given_up_since(services.store.read(), now - RETRY_WITHIN).await? {
        match still_valid::as_of_now(services, &row).await? {
            Ok(_) => ids.push(row.id),
            Err(why) => gone.push((row.id, why)),
        }
    }
    let tx = services.store.begin().await?;
    let mut due = 0;
    for ids in ids.chunks(AT_ONCE) {
        due += release(&tx, Which::Ids(ids), now).await?;
    }
    for (id, why) in &gone {
        settle(&tx, id, why).await?;
    }
    let left = count_given_up(&tx).await?;
    if due > 0 || !gone.is_empty() {
        note(services, viewer, &tx, due, Meant::All("failed".into())).await?;
    }
    tx.commit().await?;
    tracing::info!(due, over = gone.len(), "messages that had failed were looked at again");
    Ok(Released { due, left })
}

/// Makes every message due now, as [`retry`] does, that waits because of a fault, but for what is being sent.
///
/// # Errors
/// [`Error::Forbidden`], or when the database refuses.
pub async fn retry_waiting(services: &Services, viewer: &Viewer) -> Result<Released> {
    authorise(viewer, Action::ManageMessages, None)?;
    let tx = services.store.begin().await?;
    let due = release(&tx, Which::HeldBack, services.clock.now()).await?;
    written(services, viewer, tx, due, Meant::All("waiting".into())).await?;
    Ok(Released { due, left: 0 })
}

/// Writes down what was made due, if it was anything, and commits.
async fn written(services: &Services, viewer: &Viewer, tx: Tx, due: u64, which: Meant) -> Result<()> {
    if due > 0 {
        note(services, viewer, &tx, due, which).await?;
    }
    tx.commit().await?;
    tracing::info!(due, "messages are to be sent again");
    Ok(())
}

async fn note(services: &Services, viewer: &Viewer, tx: &Tx, due: u64, which: Meant) -> Result<()> {
    let event = MessageEvent::Retry { after: event::Released { which, due } };
    Ok(audit::append(tx, services.actor(viewer).did(event)).await?)
}
