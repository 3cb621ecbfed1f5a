//! Writing messages.

use chrono::{DateTime, TimeDelta, Utc};
use domain::accounts::Viewer;
use mail::{Invitation, Message, SignIn};
use store::Tx;
use store::accounts::NewAccount;
use store::outbox::NewMessage;

use crate::accounts::{LINK_MINUTES, NewLink};
use crate::{Error, Result, Services, tokens};

/// A message to one person.
#[derive(Clone, Debug)]
pub struct NewMail {
    /// What it says.
    pub message: Message,
    /// The address it goes to.
    pub recipient: String,
    /// The account it goes to.
    pub account_id: Option<String>,
    /// Of several mails with one key only the first is ever sent.
    pub dedupe_key: String,
}

/// Writes a mail in the caller's transaction, to be sent once that commits; false when one with its key is there already.
///
/// # Errors
/// When the database refuses.
pub async fn enqueue(services: &Services, tx: &Tx, mail: NewMail) -> Result<bool> {
    Ok(store::outbox::insert(tx, vec![row(services, mail)?]).await? == 1)
}

/// As [`enqueue`], for a mail that waits until `due_at`.
///
/// # Errors
/// When the database refuses.
pub async fn enqueue_for(services: &Services, tx: &Tx, mail: NewMail, due_at: DateTime<Utc>) -> Result<bool> {
    let message = NewMessage { due_at, ..row(services, mail)? };
    Ok(store::outbox::insert(tx, vec![message]).await? == 1)
}

/// The outbox row of a mail, written now and due at once.
pub(crate) fn row(services: &Services, mail: NewMail) -> Result<NewMessage> {
    let (id, now) = (tokens::new_id(), services.clock.now());
    Ok(NewMessage {
        dedupe_key: mail.dedupe_key,
        kind: mail.message.kind(),
        practice: mail.message.practice().map(|practice| practice.code.to_string()),
        account_id: mail.account_id,
        recipient: mail.recipient,
        payload: serde_json::to_string(&mail.message).map_err(|error| Error::Fault(format!("a message does not serialise: {error}")))?,
        message_id: mail::message_id(&id, &services.settings.public_url),
        created_at: now,
        due_at: now,
        id,
    })
}

/// Writes the mail with a sign-in link, in the transaction that made the link.
///
/// # Errors
/// When the database refuses.
pub async fn enqueue_sign_in(services: &Services, tx: &Tx, link: &NewLink) -> Result<()> {
    let expires_at = services.clock.now() + TimeDelta::minutes(LINK_MINUTES);
    let mail = NewMail {
        message: Message::SignIn(SignIn { token: link.token.clone(), expires_at }),
        recipient: link.account.email.clone(),
        account_id: Some(link.account.id.clone()),
        dedupe_key: format!("sign-in:{}", tokens::hash(&link.token)),
    };
    enqueue(services, tx, mail).await?;
    Ok(())
}

/// Writes the mail that tells somebody of their new account, in the transaction that made it.
///
/// # Errors
/// When the database refuses.
pub async fn enqueue_invitation(services: &Services, tx: &Tx, viewer: &Viewer, account: &NewAccount) -> Result<()> {
    let invitation = Invitation {
        name: account.name.as_str().into(),
        email: account.email.as_str().into(),
        role: account.role.name().into(),
        invited_by: viewer.name.as_str().into(),
    };
    let mail = NewMail {
        message: Message::Invitation(invitation),
        recipient: account.email.clone(),
        account_id: Some(account.id.clone()),
        dedupe_key: format!("invitation:{}", account.id),
    };
    enqueue(services, tx, mail).await?;
    Ok(())
}
