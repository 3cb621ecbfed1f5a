//! Stopping reminders by the link in one of them. Whoever has the link needs no session (RFC 8058).

use domain::accounts::Scope;
use domain::audit::ReminderEvent;

use crate::{Error, Result, Services, system_viewer};

/// Whether the account that `token` names gets reminders. Says nothing else about it.
///
/// # Errors
/// [`Error::NotFound`] for an unknown token, or when the database cannot be read.
pub async fn wants_reminders(services: &Services, token: &str) -> Result<bool> {
    let account = store::reminders::account_of(services.store.read(), token).await?.ok_or(Error::NotFound)?;
    Ok(account.reminders)
}

/// Stops the reminders of the account that `token` names. Again changes nothing.
///
/// # Errors
/// [`Error::NotFound`] for an unknown token, or when the database refuses.
pub async fn unsubscribe(services: &Services, token: &str) -> Result<()> {
    let tx = services.store.begin().await?;
    let account = store::reminders::account_of(&tx, token).await?.ok_or(Error::NotFound)?;
    if store::reminders::stop(&tx, &account.id).await? {
        let mut viewer = system_viewer("unsubscribe link");
        viewer.account_id = account.id;
        viewer.scope = Scope::default();
        store::audit::append(&tx, services.actor(&viewer).did(ReminderEvent::Unsubscribe {})).await?;
    }
    Ok(tx.commit().await?)
}
