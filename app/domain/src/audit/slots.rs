//! EMIS dates.

use chrono::{DateTime, NaiveDate, Utc};

use super::{Code, FreeText, Told, Why, Written};
use crate::checklist::Checklist;
use crate::organisations::OdsCode;
use crate::slots::{ManualStepKind, SlotFacts, SlotStatus};
use crate::time::format_day;

events! {
    /// What is done with EMIS dates, by practices and by who sets them up. The subject is the date.
    SlotEvent "slots." "EMIS dates"
    {
        "cutoff": "Sign-up cut-off",
        "held": "Places held back",
        "icb": "ICB",
        "slot": "Reference of the date",
        "until": "Kept until",
    }

    Add { subject: Code, after: Date } "slots.add" "Added an EMIS date" Trail Figures;
    Ask { after: Written } "slots.ask" "Asked practices what they see after their EMIS date" Trail Apart;
    Book { subject: Code, after: Date } "slots.book" "Booked an EMIS date" Timeline Figures;
    Cancel { subject: Code, before: Date, after: GivenUp } "slots.cancel" "Cancelled the booking of an EMIS date" Timeline Figures;
    CancelDate { subject: Code, before: Date, after: Changed } "slots.cancel-date" "Cancelled an EMIS date for everybody" Trail Figures;
    Close { subject: Code, before: Date, after: Date } "slots.close" "Closed an EMIS date for bookings" Trail Figures;
    Defer { subject: Code, before: Date, after: GivenUp } "slots.defer" "Put an EMIS date off" Timeline Figures;
    DidNotWork { subject: Code, before: Date, after: Why } "slots.did-not-work" "Said that an EMIS date did not work" Timeline Figures;
    Done { subject: Code, before: Date, after: Date } "slots.done" "An EMIS date has passed" Trail Figures;
    Draft { subject: Code, before: Date, after: Date } "slots.draft" "Made an EMIS date a draft again" Trail Figures;
    HoldBack { subject: Code, before: Held, after: Held } "slots.hold-back" "Held places on an EMIS date back for an ICB" Trail Figures;
    Manual { after: Step } "slots.manual" "Recorded a step of giving access by hand" Timeline Apart;
    Move { subject: Code, before: Date, after: Moved } "slots.move" "Moved a booking to another EMIS date" Timeline Figures;
    MoveDate { subject: Code, before: Date, after: Changed } "slots.move-date" "Moved an EMIS date for everybody" Trail Figures;
    Offer { subject: Code, after: Offered } "slots.offer" "Kept a place on an EMIS date for a practice that waits" Timeline Figures;
    OfferExpired { subject: Code, before: Date } "slots.offer-expired" "A place that was kept was not taken in time" Timeline Figures;
    Open { subject: Code, before: Date, after: Date } "slots.open" "Opened an EMIS date for bookings" Trail Figures;
    Release { subject: Code, before: Date, after: Why } "slots.release" "Gave a booked EMIS date back" Timeline Figures;
    SetPlaces { subject: Code, before: Date, after: Date } "slots.set-places" "Changed the places on an EMIS date" Trail Figures;
    StopWaiting { subject: Code, before: Date } "slots.stop-waiting" "Left the waiting list of an EMIS date" Timeline Figures;
    TellIcb { after: Written } "slots.tell-icb" "Told ICBs of practices that do not say what they see" Trail Apart;
    Wait { subject: Code, after: Date } "slots.wait" "Joined the waiting list of an EMIS date" Timeline Figures;
    WaitingEnded { subject: Code, before: Date, after: Why } "slots.waiting-ended" "Waiting for an EMIS date has ended" Timeline Figures;
    WaitingMoved { subject: Code, before: Date, after: WaitMoved }
        "slots.waiting-moved" "Waiting for an EMIS date moved on with it" Timeline Figures;
}

facts! {
    /// A date as it stood.
    Date {
        /// Its id.
        slot: Code,
        /// The day on which EMIS updates access.
        date: NaiveDate,
        /// The last day to sign up.
        cutoff: NaiveDate,
        /// Places in all.
        places: i32,
        /// Of them, those held back for ICBs.
        #[serde(default)]
        held: i32,
        /// Whether it took bookings.
        status: SlotStatus,
    }

    /// A date as it stands for everybody, and why.
    Changed {
        /// The date.
        #[serde(flatten)]
        date: Date,
        /// What everybody is told.
        #[serde(default)]
        reason: FreeText,
    }

    /// A booking that was given up.
    GivenUp {
        /// Why.
        #[serde(default)]
        reason: FreeText,
        /// From when another date is wanted.
        wanted_from: Option<NaiveDate>,
        /// The day of the date, where it was cancelled for everybody.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        date: Option<NaiveDate>,
        /// Its id, likewise.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        slot: Option<Code>,
    }

    /// The date to which a booking moved.
    Moved {
        /// Its day.
        date: NaiveDate,
        /// Its id.
        slot: Code,
        /// Why it moved.
        #[serde(default)]
        reason: FreeText,
    }

    /// A place that is kept.
    Offered {
        /// The id of the date.
        slot: Code,
        /// Its day.
        date: NaiveDate,
        /// Until when it is kept.
        until: DateTime<Utc>,
    }

    /// The date waited for, which has moved.
    WaitMoved {
        /// Its day.
        date: NaiveDate,
        /// The last day to sign up.
        cutoff: NaiveDate,
        /// Why it moved.
        #[serde(default)]
        reason: FreeText,
        /// Until when a place is kept, if one is.
        until: Option<DateTime<Utc>>,
    }

    /// Places held back for an ICB.
    Held {
        /// The ICB.
        icb: OdsCode,
        /// How many.
        held: i32,
    }

    /// A step of the manual way.
    Step {
        /// Which.
        step: ManualStepKind,
        /// The day.
        day: NaiveDate,
        /// How many accounts.
        accounts: i32,
    }
}

impl Date {
    /// The date with this id as it stands.
    #[must_use]
    pub fn new(slot: &str, facts: &SlotFacts) -> Self {
        let SlotFacts { date, cutoff, places, held, status, .. } = *facts;
        Self { slot: slot.into(), date, cutoff, places, held, status }
    }
}

impl Told for SlotEvent {
    fn sentence(&self, _: &Checklist) -> Option<String> {
        Some(match self {
            Self::Book { after, .. } => format!("Booked the EMIS date {}", format_day(after.date)),
            Self::Cancel { before, .. } => format!("Cancelled the EMIS date {}", format_day(before.date)),
            Self::Defer { before, .. } => format!("Put the EMIS date {} off", format_day(before.date)),
            Self::DidNotWork { before, after, .. } => {
                let done = format!("The EMIS date {} did not work: patients do not have access", format_day(before.date));
                after.reason.after(&done, ". What was seen: ")
            }
            Self::Manual { after } => format!("Gave access by hand on {}", format_day(after.day)),
            Self::Move { after, .. } => format!("Moved the EMIS date to {}", format_day(after.date)),
            Self::Offer { after, .. } => format!("A place on {} was kept for the practice", format_day(after.date)),
            Self::OfferExpired { before, .. } => format!("The place on {} was not taken in time", format_day(before.date)),
            Self::Release { before, .. } => format!("Gave the EMIS date {} back", format_day(before.date)),
            Self::StopWaiting { before, .. } => format!("Left the waiting list for {}", format_day(before.date)),
            Self::Wait { after, .. } => format!("Joined the waiting list for {}", format_day(after.date)),
            Self::WaitingEnded { before, .. } => format!("Waiting for {} has ended", format_day(before.date)),
            Self::WaitingMoved { after, .. } => format!("The date waited for moved to {}", format_day(after.date)),
            Self::Add { .. } | Self::Ask { .. } | Self::CancelDate { .. } | Self::Close { .. } | Self::Done { .. } => return None,
            Self::Draft { .. } | Self::HoldBack { .. } | Self::MoveDate { .. } | Self::Open { .. } => return None,
            Self::SetPlaces { .. } | Self::TellIcb { .. } => return None,
        })
    }
}
