//! The kinds of messages, and the facts of each.

mod access;
mod dates;
mod decision;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use domain::next_step::NextStep;
use domain::organisations::OdsCode;
use serde::{Deserialize, Serialize};

use crate::Line;

pub use access::{AccessConfirm, AccessGranted, AccessRefused, AccessReminder};
pub use dates::{DateCheck, DateUnconfirmed, DidNotWork, PlaceOffered, WaitingEnd, WaitingEnded, WaitingMoved};
pub use decision::{About, Decision, ExceptionEnd, ExceptionEnded, ExceptionReview, PlannedDay, Reader};

/// A message to one person. As JSON, tagged with its kind, it is the payload of an outbox row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Message {
    /// A one-time link to sign in.
    SignIn(SignIn),
    /// An account was made for somebody.
    Invitation(Invitation),
    /// What is still to do before the deadline, or after it.
    Reminder(Reminder),
    /// A place on an EMIS date was booked.
    BookingConfirmed(Booking),
    /// A booking was moved to another date.
    BookingMoved(BookingMoved),
    /// A booking was cancelled.
    BookingCancelled(BookingCancelled),
    /// A place of a full date is kept for a practice that waits.
    PlaceOffered(PlaceOffered),
    /// A practice is no longer on a waiting list.
    WaitingEnded(WaitingEnded),
    /// The date that a practice waits for is another day now.
    WaitingMoved(WaitingMoved),
    /// The date has passed: what does the practice see?
    DateCheck(DateCheck),
    /// The date has passed, and the practice has not said what it sees: to its ICB sub-group.
    DateUnconfirmed(DateUnconfirmed),
    /// The date has passed, and patients do not have access: to the practice and its ICB sub-group.
    DidNotWork(DidNotWork),
    /// Somebody asked for access, and confirms the address.
    AccessConfirm(AccessConfirm),
    /// Somebody was let in.
    AccessGranted(AccessGranted),
    /// Somebody was not let in.
    AccessRefused(AccessRefused),
    /// Requests for access wait for a decision.
    AccessReminder(AccessReminder),
    /// An ICB decided something for a practice.
    Decision(Decision),
    /// The day on which a practice plans to be switched on is near.
    PlannedDay(PlannedDay),
    /// A practice's exception ends soon.
    ExceptionReview(ExceptionReview),
    /// A practice's exception has ended: to the practice and its ICB sub-group.
    ExceptionEnded(ExceptionEnded),
}

/// The practice that a message is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Practice {
    /// Its code.
    pub code: OdsCode,
    /// Its name.
    pub name: Line,
}

/// Facts of a sign-in message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignIn {
    /// The secret of the link.
    pub token: String,
    /// When the link stops working.
    pub expires_at: DateTime<Utc>,
}

/// Facts of an invitation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invitation {
    /// The person's name.
    pub name: Line,
    /// The address to sign in with.
    pub email: Line,
    /// What they do here, in words.
    pub role: Line,
    /// Who made the account.
    pub invited_by: Line,
}

/// Facts of a reminder, as they were on [`Reminder::today`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reminder {
    /// The practice.
    pub practice: Practice,
    /// What the programme is called.
    pub programme: Line,
    /// The day by which it must be done.
    pub deadline: NaiveDate,
    /// The day on which the reminder was written.
    pub today: NaiveDate,
    /// Titles of the required checklist items that are still open, in order.
    pub outstanding: Vec<Line>,
    /// What to do next.
    pub next_step: NextStep,
    /// Names the account in the unsubscribe link.
    pub unsubscribe_token: String,
}

/// Facts of a booking.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Booking {
    /// The id of the booking, which names the event in people's calendars: a move keeps it.
    pub booking_id: String,
    /// Grows with every change of the same event.
    pub sequence: u32,
    /// The practice.
    pub practice: Practice,
    /// What the programme is called.
    pub programme: Line,
    /// The booked date.
    pub date: NaiveDate,
    /// The last day to sign up, move or cancel.
    pub cutoff: NaiveDate,
    /// The day by which practices must be switched on; not known of a message written before it was told.
    #[serde(default)]
    pub deadline: Option<NaiveDate>,
    /// When this was done.
    pub at: DateTime<Utc>,
}

/// Facts of a moved booking.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BookingMoved {
    /// The booking as it is now.
    pub booking: Booking,
    /// The date it had before.
    pub from: NaiveDate,
    /// Why, in the person's words; may be empty.
    #[serde(default)]
    pub reason: Line,
}

/// Facts of a cancelled booking.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BookingCancelled {
    /// The booking that is no more.
    pub booking: Booking,
    /// Why, in the person's words; may be empty.
    pub reason: Line,
    /// Put off, and not given up for good: the practice wants another date from this day on.
    #[serde(default)]
    pub wanted_from: Option<NaiveDate>,
}

/// Days after which a reminder that could not be sent says nothing true any more.
const REMINDER_DAYS: i64 = 4;

impl Message {
    /// The word of the column `outbox.kind`.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::SignIn(_) => "sign-in",
            Self::Invitation(_) => "invitation",
            Self::Reminder(_) => "reminder",
            Self::BookingConfirmed(_) => "booking-confirmed",
            Self::BookingMoved(_) => "booking-moved",
            Self::BookingCancelled(_) => "booking-cancelled",
            Self::PlaceOffered(_) => "place-offered",
            Self::WaitingEnded(_) => "waiting-ended",
            Self::WaitingMoved(_) => "waiting-moved",
            Self::DateCheck(_) => "date-check",
            Self::DateUnconfirmed(_) => "date-unconfirmed",
            Self::DidNotWork(_) => "did-not-work",
            Self::AccessConfirm(_) => "access-confirm",
            Self::AccessGranted(_) => "access-granted",
            Self::AccessRefused(_) => "access-refused",
            Self::AccessReminder(_) => "access-reminder",
            Self::Decision(_) => "decision",
            Self::PlannedDay(_) => "planned-day",
            Self::ExceptionReview(_) => "exception-review",
            Self::ExceptionEnded(_) => "exception-ended",
        }
    }

    /// The practice it is about, if it is about one.
    #[must_use]
    pub fn practice(&self) -> Option<&Practice> {
        match self {
            Self::SignIn(_) | Self::Invitation(_) => None,
            Self::AccessConfirm(_) | Self::AccessGranted(_) | Self::AccessRefused(_) | Self::AccessReminder(_) => None,
            Self::Reminder(reminder) => Some(&reminder.practice),
            Self::BookingConfirmed(booking) => Some(&booking.practice),
            Self::BookingMoved(moved) => Some(&moved.booking.practice),
            Self::BookingCancelled(cancelled) => Some(&cancelled.booking.practice),
            Self::PlaceOffered(offered) => Some(&offered.practice),
            Self::WaitingEnded(ended) => Some(&ended.practice),
            Self::WaitingMoved(moved) => Some(&moved.practice),
            Self::DateCheck(check) => Some(&check.practice),
            Self::DateUnconfirmed(unconfirmed) => Some(&unconfirmed.practice),
            Self::DidNotWork(failed) => Some(&failed.practice),
            Self::Decision(decision) => Some(&decision.practice),
            Self::PlannedDay(planned) => Some(&planned.practice),
            Self::ExceptionReview(review) => Some(&review.practice),
            Self::ExceptionEnded(ended) => Some(&ended.practice),
        }
    }

    /// Whether it holds a secret that must not outlive its sending.
    #[must_use]
    pub fn holds_secret(&self) -> bool {
        domain::outbox::URGENT.contains(&self.kind())
    }

    /// Whether it is of no use any more at `now`, so that it is better not sent at all.
    #[must_use]
    pub fn is_stale(&self, now: DateTime<Utc>) -> bool {
        match self {
            Self::SignIn(sign_in) => sign_in.expires_at <= now,
            Self::Reminder(reminder) => domain::time::london_day(now) > reminder.today + TimeDelta::days(REMINDER_DAYS),
            Self::PlaceOffered(offered) => offered.expires_at <= now,
            Self::WaitingEnded(_) | Self::WaitingMoved(_) => false,
            Self::DateCheck(_) | Self::DateUnconfirmed(_) | Self::DidNotWork(_) => false,
            Self::AccessConfirm(confirm) => confirm.expires_at <= now,
            Self::AccessReminder(reminder) => domain::time::london_day(now) > domain::time::london_day(reminder.round),
            Self::Invitation(_) | Self::BookingConfirmed(_) | Self::BookingMoved(_) | Self::BookingCancelled(_) => false,
            Self::AccessGranted(_) | Self::AccessRefused(_) | Self::Decision(_) | Self::ExceptionEnded(_) => false,
            Self::PlannedDay(planned) => domain::time::london_day(now) > planned.planned_on,
            Self::ExceptionReview(review) => domain::time::london_day(now) > review.review_on,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn payloads_are_tagged_with_the_kind_and_read_back() {
        for message in Message::samples() {
            let json = serde_json::to_value(&message).unwrap();
            assert_eq!(json["kind"], message.kind());
            assert_eq!(serde_json::from_value::<Message>(json).unwrap(), message);
        }
    }

    #[test]
    fn what_is_urgent_is_a_link_that_runs_out() {
        let secret: Vec<_> = Message::samples().iter().filter(|message| message.holds_secret()).map(Message::kind).collect();
        assert_eq!(secret, domain::outbox::URGENT);
    }

    #[test]
    fn a_sign_in_link_is_stale_once_it_has_run_out() {
        let message = Message::SignIn(SignIn { token: "t".to_owned(), expires_at: "2023-09-18T08:20:00Z".parse().unwrap() });
        assert!(!message.is_stale("2023-09-18T08:19:59Z".parse().unwrap()));
        assert!(message.is_stale("2023-09-18T08:20:00Z".parse().unwrap()));
    }
}
