//! One made-up message of every kind: for snapshots, and to look at in a demonstration.

mod dates;

use chrono::{DateTime, NaiveDate, Utc};
use domain::accounts::Role;
use domain::next_step::NextStep;
use domain::organisations::OdsCode;

use crate::{
    About, AccessConfirm, AccessGranted, AccessRefused, AccessReminder, Booking, BookingCancelled, BookingMoved, DateCheck,
    DateUnconfirmed, Decision, DidNotWork, ExceptionEnd, ExceptionEnded, ExceptionReview, Invitation, Line, Message, PlaceOffered,
    PlannedDay, Practice, Reader, Reminder, SignIn, WaitingEnded, WaitingMoved,
};

fn day(month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2023, month, day).unwrap_or_default()
}

/// 18 September 2023, 9:05am BST.
fn morning() -> DateTime<Utc> {
    domain::time::london_instant(day(9, 18), 9, 5)
}

fn practice() -> Practice {
    Practice { code: sample_code(), name: "Sample Lane Surgery".into() }
}

#[expect(clippy::expect_used, reason = "a constant that reads")]
fn sample_code() -> OdsCode {
    "X10001".parse().expect("a code")
}

fn organisation() -> Line {
    "Sample Lane Surgery (X10001)".into()
}

fn programme() -> Line {
    "Online access to new record entries".into()
}

impl SignIn {
    /// A made-up one.
    #[must_use]
    pub fn sample() -> Self {
        Self { token: "sample-token".to_owned(), expires_at: morning() + chrono::TimeDelta::minutes(15) }
    }
}

impl Invitation {
    /// A made-up one.
    #[must_use]
    pub fn sample() -> Self {
        Self {
            name: "Sam Sample".into(),
            email: "sam.sample@practice.example".into(),
            role: "Practice manager".into(),
            invited_by: "Alex Sample".into(),
        }
    }
}

impl Reminder {
    /// A made-up one, 43 days before the deadline.
    #[must_use]
    pub fn sample() -> Self {
        Self {
            practice: practice(),
            programme: programme(),
            deadline: day(10, 31),
            today: day(9, 18),
            outstanding: vec!["Complete a data protection impact assessment".into(), "Tell your patients".into()],
            next_step: NextStep::FinishChecklist,
            unsubscribe_token: "sample-token".to_owned(),
        }
    }

    /// A made-up one, a week after the deadline, with nothing open on the checklist.
    #[must_use]
    pub fn sample_overdue() -> Self {
        Self { today: day(11, 7), outstanding: Vec::new(), next_step: NextStep::ConfirmSwitchOn, ..Self::sample() }
    }
}

impl Booking {
    /// A made-up one.
    #[must_use]
    pub fn sample() -> Self {
        Self {
            booking_id: "018b2f5e-0000-7000-8000-000000000001".to_owned(),
            sequence: 0,
            practice: practice(),
            programme: programme(),
            date: day(10, 18),
            cutoff: day(9, 27),
            deadline: Some(day(10, 31)),
            at: morning(),
        }
    }
}

impl BookingMoved {
    /// A made-up one.
    #[must_use]
    pub fn sample() -> Self {
        Self { booking: Booking { sequence: 1, ..Booking::sample() }, from: day(10, 4), reason: "Staff are away that week".into() }
    }
}

impl BookingCancelled {
    /// A made-up one.
    #[must_use]
    pub fn sample() -> Self {
        Self { booking: Booking { sequence: 2, ..Booking::sample() }, reason: "The practice merges in October".into(), wanted_from: None }
    }

    /// A made-up one that is put off.
    #[must_use]
    pub fn sample_put_off() -> Self {
        Self { wanted_from: Some(day(11, 6)), ..Self::sample() }
    }
}

impl AccessConfirm {
    /// A made-up one.
    #[must_use]
    pub fn sample() -> Self {
        let expires_at = morning() + chrono::TimeDelta::hours(24);
        Self { token: "sample-token".to_owned(), organisation: organisation(), expires_at }
    }
}

impl AccessGranted {
    /// A made-up one.
    #[must_use]
    pub fn sample() -> Self {
        Self { name: "Sam Taylor".into(), organisation: organisation(), role: Role::PracticeManager }
    }
}

impl AccessRefused {
    /// A made-up one.
    #[must_use]
    pub fn sample() -> Self {
        Self { name: "Sam Taylor".into(), organisation: organisation(), reason: "You have left the practice".into() }
    }
}

impl AccessReminder {
    /// A made-up one.
    #[must_use]
    pub fn sample() -> Self {
        Self { waiting: 3, round: domain::time::london_instant(day(9, 22), 10, 0) }
    }
}

impl Decision {
    /// A made-up one: an exception that is agreed.
    #[must_use]
    pub fn sample() -> Self {
        let (category, deadline) = ("Closing or merging".into(), Some(day(10, 31)));
        let about = About::Exception { category, review_on: Some(day(11, 30)), deadline };
        Self { practice: practice(), about, agreed: true, note: "Tell us once the merger is done".into() }
    }
}

impl Decision {
    /// A made-up one: an exception that does not reach the deadline.
    #[must_use]
    pub fn sample_early() -> Self {
        let (category, deadline) = ("Changing system".into(), Some(day(10, 31)));
        Self { about: About::Exception { category, review_on: Some(day(10, 20)), deadline }, ..Self::sample() }
    }
}

impl PlannedDay {
    /// A made-up one.
    #[must_use]
    pub fn sample() -> Self {
        Self { practice: practice(), programme: programme(), planned_on: day(9, 21), unsubscribe_token: "sample-token".to_owned() }
    }
}

impl ExceptionReview {
    /// A made-up one.
    #[must_use]
    pub fn sample() -> Self {
        let (category, unsubscribe_token) = ("Closing or merging".into(), "sample-token".to_owned());
        Self { practice: practice(), category, review_on: day(11, 30), unsubscribe_token }
    }
}

impl ExceptionEnded {
    /// A made-up one, to the practice: it ended by itself.
    #[must_use]
    pub fn sample() -> Self {
        let (category, end) = ("Closing or merging".into(), ExceptionEnd::ByItself { last: day(11, 30) });
        Self { practice: practice(), category, deadline: day(10, 31), end, reader: Reader::Practice }
    }

    /// The same, to its ICB sub-group.
    #[must_use]
    pub fn sample_to_sub_group() -> Self {
        Self { reader: Reader::SubGroup, ..Self::sample() }
    }

    /// A made-up one, to the ICB sub-group: it was ended early.
    #[must_use]
    pub fn sample_early() -> Self {
        let end = ExceptionEnd::Early { on: day(9, 18), note: "The merger is off".into() };
        Self { end, ..Self::sample_to_sub_group() }
    }
}

impl Message {
    /// A made-up message of every kind.
    #[must_use]
    pub fn samples() -> Vec<Self> {
        vec![
            Self::SignIn(SignIn::sample()),
            Self::Invitation(Invitation::sample()),
            Self::Reminder(Reminder::sample()),
            Self::BookingConfirmed(Booking::sample()),
            Self::BookingMoved(BookingMoved::sample()),
            Self::BookingCancelled(BookingCancelled::sample()),
            Self::PlaceOffered(PlaceOffered::sample()),
            Self::WaitingEnded(WaitingEnded::sample()),
            Self::WaitingMoved(WaitingMoved::sample()),
            Self::DateCheck(DateCheck::sample()),
            Self::DateUnconfirmed(DateUnconfirmed::sample()),
            Self::DidNotWork(DidNotWork::sample()),
            Self::AccessConfirm(AccessConfirm::sample()),
            Self::AccessGranted(AccessGranted::sample()),
            Self::AccessRefused(AccessRefused::sample()),
            Self::AccessReminder(AccessReminder::sample()),
            Self::Decision(Decision::sample()),
            Self::PlannedDay(PlannedDay::sample()),
            Self::ExceptionReview(ExceptionReview::sample()),
            Self::ExceptionEnded(ExceptionEnded::sample()),
        ]
    }
}
