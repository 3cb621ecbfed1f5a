//! What the messages about a booking have in common.

use chrono::{DateTime, NaiveDate, Utc};
use domain::stage::after_deadline;
use serde::{Deserialize, Serialize};

use crate::Line;
use crate::kind::{Practice, SupersededBy};
use crate::samples::{day, morning, practice, programme};

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

    /// That the date is after the deadline, where it is; otherwise empty.
    pub(crate) fn late(&self) -> String {
        self.deadline.and_then(|deadline| after_deadline(self.date, deadline)).unwrap_or_default()
    }

    /// A later change of it.
    pub(crate) fn change(&self) -> SupersededBy<'_> {
        SupersededBy::ChangeOfBooking { booking_id: &self.booking_id, sequence: self.sequence }
    }
}
