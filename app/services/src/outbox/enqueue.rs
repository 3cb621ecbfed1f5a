//! Writing messages.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use domain::accounts::Viewer;
use domain::organisations::OdsCode;
use mail::{Booking, BookingCancelled, BookingMoved, Decision, Invitation, Line, Message, Practice, SignIn};
use store::Tx;
use store::accounts::NewAccount;
use store::outbox::NewMessage;

use super::recipients::{Recipients, tell_practice};
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
/// `of` names the decision, so that each is told once.
///
/// # Errors
/// As [`tell_practice`].
pub async fn enqueue_decision(services: &Services, tx: &Tx, decision: &Decision, of: &str) -> Result<Recipients> {
    tell_practice(services, tx, &decision.practice.code, of, |_| Message::Decision(decision.clone())).await
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

/// Writes the mails about a change of a booking, one to each active practice manager of the practice, in the transaction of the change.
///
/// # Errors
/// As [`tell_practice`].
pub async fn enqueue_booking(services: &Services, tx: &Tx, notice: BookingNotice) -> Result<Recipients> {
    let key = format!("{}:{}", notice.booking_id, notice.sequence);
    tell_practice(services, tx, &notice.practice, &key, |practice| booking_message(services, &notice, practice)).await
}

fn booking_message(services: &Services, notice: &BookingNotice, practice: Practice) -> Message {
    let booking = Booking {
        booking_id: notice.booking_id.clone(),
        sequence: notice.sequence,
        practice,
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
