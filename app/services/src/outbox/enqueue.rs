//! Writing messages.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use domain::accounts::Viewer;
use domain::organisations::OdsCode;
use mail::{Booking, BookingCancelled, BookingMoved, Decision, Invitation, Line, Message, Practice, SignIn};
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

/// Writes the mails about what an ICB decided, one to each active practice manager of the practice, in the transaction of the decision;
/// `of` names the decision, so that each is told once. Unsubscribing stops reminders, not these.
///
/// # Errors
/// When the database refuses.
pub async fn enqueue_decision(services: &Services, tx: &Tx, decision: &Decision, of: &str) -> Result<u64> {
    let managers = store::reminders::managers(tx, &decision.practice.code, services.card_since())
        .await?
        .map_or_else(Vec::new, |(_, managers)| managers);
    let mail = |manager: store::reminders::Manager| NewMail {
        message: Message::Decision(decision.clone()),
        dedupe_key: format!("decision:{of}:{}", manager.account_id),
        recipient: manager.email,
        account_id: Some(manager.account_id),
    };
    let rows = managers.into_iter().map(|manager| row(services, mail(manager))).collect::<Result<Vec<_>>>()?;
    Ok(store::outbox::insert(tx, rows).await?)
}

/// What happened to a booking.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BookingNews {
    /// A place was booked.
    Booked,
    /// It was moved from this date.
    Moved {
        /// The date it had before.
        from: NaiveDate,
        /// Why, in the person's words; may be empty.
        reason: String,
    },
    Cancelled {
        /// Why, in the person's words; may be empty.
        reason: String,
        /// Where it was put off: from when the practice wants another date.
        wanted_from: Option<NaiveDate>,
    },
}

/// A change of a booking, to be told to the practice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BookingNotice {
    /// The id of the booking, which names the event in people's calendars: a move keeps it.
    pub booking_id: String,
    /// 0 for a new booking, and greater with every change of it.
    pub sequence: u32,
    pub practice: OdsCode,
    /// The booked date; of a cancelled booking, the date it had.
    pub date: NaiveDate,
    /// The last day to sign up, move or cancel.
    pub cutoff: NaiveDate,
    /// What happened.
    pub news: BookingNews,
}

/// Writes the mails about a change of a booking, one to each active practice manager of the practice, in the transaction of the change;
/// returns how many. Unsubscribing stops reminders, not these.
///
/// # Errors
/// [`Error::NotFound`] for an unknown practice, or when the database refuses.
pub async fn enqueue_booking(services: &Services, tx: &Tx, notice: BookingNotice) -> Result<u64> {
    let (name, managers) = store::reminders::managers(tx, &notice.practice, services.card_since()).await?.ok_or(Error::NotFound)?;
    let message = booking_message(services, &notice, &name);
    let rows: Vec<_> = managers
        .into_iter()
        .map(|manager| {
            let dedupe_key = format!("{}:{}:{}:{}", message.kind(), notice.booking_id, notice.sequence, manager.account_id);
            let account_id = Some(manager.account_id);
            row(services, NewMail { message: message.clone(), recipient: manager.email, account_id, dedupe_key })
        })
        .collect::<Result<_>>()?;
    Ok(store::outbox::insert(tx, rows).await?)
}

/// Writes a mail to each active practice manager of a practice, in the caller's transaction; of several with one `key` only the first is
/// ever sent. Returns how many were written.
///
/// # Errors
/// [`Error::NotFound`] for an unknown practice, or when the database refuses.
pub async fn enqueue_to_practice(
    services: &Services,
    tx: &Tx,
    practice: &OdsCode,
    key: &str,
    message: impl FnOnce(Practice) -> Message,
) -> Result<u64> {
    to_managers(services, tx, practice, key, None, message).await
}

/// As [`enqueue_to_practice`], but for `actor`, who knows what they did.
///
/// # Errors
/// As [`enqueue_to_practice`].
pub async fn enqueue_to_others(
    services: &Services,
    tx: &Tx,
    practice: &OdsCode,
    key: &str,
    actor: &Viewer,
    message: impl FnOnce(Practice) -> Message,
) -> Result<u64> {
    to_managers(services, tx, practice, key, Some(&actor.account_id), message).await
}

async fn to_managers(
    services: &Services,
    tx: &Tx,
    practice: &OdsCode,
    key: &str,
    but_for: Option<&String>,
    message: impl FnOnce(Practice) -> Message,
) -> Result<u64> {
    let (name, managers) = store::reminders::managers(tx, practice, services.card_since()).await?.ok_or(Error::NotFound)?;
    let message = message(Practice { code: practice.clone(), name: name.into() });
    let rows: Vec<_> = managers
        .into_iter()
        .filter(|manager| Some(&manager.account_id) != but_for)
        .map(|manager| {
            let dedupe_key = format!("{}:{key}:{}", message.kind(), manager.account_id);
            let account_id = Some(manager.account_id);
            row(services, NewMail { message: message.clone(), recipient: manager.email, account_id, dedupe_key })
        })
        .collect::<Result<_>>()?;
    Ok(store::outbox::insert(tx, rows).await?)
}

fn booking_message(services: &Services, notice: &BookingNotice, name: &str) -> Message {
    let booking = Booking {
        booking_id: notice.booking_id.clone(),
        sequence: notice.sequence,
        practice: Practice { code: notice.practice.clone(), name: name.into() },
        programme: Line::from(services.programme.name.as_str()),
        date: notice.date,
        cutoff: notice.cutoff,
        deadline: Some(services.programme.deadline),
        at: services.clock.now(),
    };
    match &notice.news {
        BookingNews::Booked => Message::BookingConfirmed(booking),
        BookingNews::Moved { from, reason } => Message::BookingMoved(BookingMoved { booking, from: *from, reason: reason.as_str().into() }),
        BookingNews::Cancelled { reason, wanted_from } => {
            Message::BookingCancelled(BookingCancelled { booking, reason: reason.as_str().into(), wanted_from: *wanted_from })
        }
    }
}
