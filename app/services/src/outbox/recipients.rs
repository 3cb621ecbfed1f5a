//! Telling the people of a practice: a mail each, in the commit of what it tells of; and who that is.

use domain::accounts::Viewer;
use domain::organisations::OdsCode;
use mail::{Message, Practice};
use store::Tx;
use store::reminders::Manager;

use super::{NewMail, row};
use crate::{Error, Result, Services};

/// Who gets a mail about something that happened to a practice.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Recipients {
    /// Names of those to whom a mail was written, now or before.
    pub people: Vec<String>,
    /// Names of those among them whose last mail could not be delivered.
    pub failing: Vec<String>,
    /// How many mails were written now: each person is told of one thing once.
    pub written: u64,
}

impl Recipients {
    /// Of people by name and address.
    pub(super) async fn of(tx: &Tx, people: Vec<(String, String)>, written: u64) -> Result<Self> {
        let addresses: Vec<&str> = people.iter().map(|(_, address)| address.as_str()).collect();
        let refused = store::outbox::undelivered(tx, &addresses).await?;
        let failing = people.iter().filter(|(_, address)| refused.contains(address)).map(|(name, _)| name.clone()).collect();
        Ok(Self { people: people.into_iter().map(|(name, _)| name).collect(), failing, written })
    }

    /// Whether a mail goes to somebody whose last one was not refused.
    #[must_use]
    pub fn reaches_somebody(&self) -> bool {
        self.people.len() > self.failing.len()
    }
}

/// Writes a mail to each active practice manager of a practice, in the caller's transaction; of several with one `key` only the first is
/// ever sent. Unsubscribing stops reminders, not these.
///
/// # Errors
/// [`Error::NotFound`] for an unknown practice, or when the database refuses.
pub async fn tell_practice(
    services: &Services,
    tx: &Tx,
    practice: &OdsCode,
    key: &str,
    message: impl FnOnce(Practice) -> Message,
) -> Result<Recipients> {
    tell(services, tx, practice, key, None, message).await
}

/// As [`tell_practice`], but for `actor`, who knows what they did.
///
/// # Errors
/// As [`tell_practice`].
pub async fn tell_others(
    services: &Services,
    tx: &Tx,
    practice: &OdsCode,
    key: &str,
    actor: &Viewer,
    message: impl FnOnce(Practice) -> Message,
) -> Result<Recipients> {
    tell(services, tx, practice, key, Some(&actor.account_id), message).await
}

async fn tell(
    services: &Services,
    tx: &Tx,
    practice: &OdsCode,
    key: &str,
    but_for: Option<&String>,
    message: impl FnOnce(Practice) -> Message,
) -> Result<Recipients> {
    let (name, mut managers) = store::reminders::managers(tx, practice, services.card_since()).await?.ok_or(Error::NotFound)?;
    managers.retain(|manager| Some(&manager.account_id) != but_for);
    let message = message(Practice { code: practice.clone(), name: name.into() });
    let mail = |manager: &Manager| NewMail {
        message: message.clone(),
        dedupe_key: format!("{}:{key}:{}", message.kind(), manager.account_id),
        recipient: manager.email.clone(),
        account_id: Some(manager.account_id.clone()),
    };
    let rows = managers.iter().map(|manager| row(services, mail(manager))).collect::<Result<Vec<_>>>()?;
    let written = store::outbox::insert(tx, rows).await?;
    Recipients::of(tx, managers.into_iter().map(|manager| (manager.name, manager.email)).collect(), written).await
}
