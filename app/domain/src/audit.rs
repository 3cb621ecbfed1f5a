//! What stands in the audit trail: every event that a use case writes, a value of one type.
//!
//! A feature's events stand in a file of its own, `audit/slots.rs` and so on. There, and nowhere else, is said of an event by which key it is
//! stored, what it is called, whether it stands in a practice's timeline and with which words, whether it changes the figures of reports,
//! and its facts: what it was done to, and the state before and after.

#[macro_use]
mod macros;

pub mod access_requests;
pub mod accounts;
pub mod changes;
pub mod checklist;
pub mod confirmation;
mod details;
pub mod exceptions;
mod facts;
pub mod messages;
pub mod organisations;
pub mod reminders;
pub mod self_switch;
pub mod slots;
pub mod smartcards;
mod stored_event;
#[cfg(test)]
mod tests;

use serde_json::Value;

use crate::checklist::Checklist;
use crate::field::capital;

pub use access_requests::AccessRequestEvent;
pub use accounts::AccountEvent;
pub use changes::ChangeEvent;
pub use checklist::ChecklistEvent;
pub use confirmation::ConfirmationEvent;
pub use details::details;
pub use exceptions::ExceptionEvent;
pub use facts::{Code, Fact, FreeText, Why, Written};
pub use messages::MessageEvent;
pub use organisations::OrganisationEvent;
pub use reminders::ReminderEvent;
pub use self_switch::SelfSwitchEvent;
pub use slots::SlotEvent;
pub use smartcards::SmartcardEvent;
pub use stored_event::{StoredEvent, Unread};

features! {
    AccessRequests(access_requests::AccessRequestEvent),
    Accounts(accounts::AccountEvent),
    Changes(changes::ChangeEvent),
    Checklist(checklist::ChecklistEvent),
    Confirmation(confirmation::ConfirmationEvent),
    Exceptions(exceptions::ExceptionEvent),
    Messages(messages::MessageEvent),
    Organisations(organisations::OrganisationEvent),
    Reminders(reminders::ReminderEvent),
    SelfSwitch(self_switch::SelfSwitchEvent),
    Slots(slots::SlotEvent),
    Smartcards(smartcards::SmartcardEvent),
}

/// What is known of an event by its key alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Said {
    /// By which it is stored: the feature and what was done, "slots.book". It never changes.
    pub key: &'static str,
    /// What it is called, "Booked an EMIS date".
    pub label: &'static str,
    shown_in: ShownIn,
    reports: Reports,
}

/// Where an event is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum ShownIn {
    /// In the timeline of its practice, as in the audit trail.
    Timeline,
    /// In the audit trail alone.
    Trail,
}

/// What an event means to the facts that each process keeps: lists, reports, next steps and the sweep for reminders are made from them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reports {
    /// They may have changed with it.
    Figures,
    /// It changes nothing in them.
    Apart,
}

/// The events of one feature.
struct Feature {
    /// How their keys begin, with the full stop.
    prefix: &'static str,
    /// What they are called together, "EMIS dates".
    label: &'static str,
    /// What facts are called whose names alone would not say it.
    facts: &'static [(&'static str, &'static str)],
    events: &'static [Said],
}

impl Feature {
    fn find(&self, key: &str) -> Option<&'static Said> {
        self.events.iter().find(|said| said.key == key)
    }
}

impl Said {
    /// Whether it stands in the timeline of its practice.
    #[must_use]
    pub fn in_timeline(&self) -> bool {
        self.shown_in == ShownIn::Timeline
    }

    /// Whether the facts that lists, reports, next steps and the sweep for reminders are made from may have changed with it.
    #[must_use]
    pub fn changes_figures(&self) -> bool {
        self.reports == Reports::Figures
    }
}

/// An event as a row of the audit trail keeps it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parts {
    /// Its key.
    pub key: &'static str,
    /// What it was done to.
    pub subject: Option<String>,
    /// The state before, as JSON.
    pub before: Option<String>,
    /// The state after, as JSON.
    pub after: Option<String>,
}

impl Event {
    /// As it is stored.
    ///
    /// # Errors
    /// Where JSON does not know a fact; it knows all that are facts here.
    pub fn parts(&self) -> serde_json::Result<Parts> {
        let row = self.row()?;
        let state = |name: &str| row.get(name).filter(|state| !state.is_null()).map(Value::to_string);
        let subject = row.get("subject").and_then(Value::as_str).map(str::to_owned);
        Ok(Parts { key: self.said().key, subject, before: state("before"), after: state("after") })
    }
}

/// The events of a feature, whichever it is.
trait Told {
    /// What the timeline of a practice says of it; none for what stands in the audit trail alone.
    fn sentence(&self, checklist: &Checklist) -> Option<String>;
}

/// Every event that there is.
pub fn all() -> impl Iterator<Item = &'static Said> {
    FEATURES.iter().flat_map(|feature| feature.events)
}

/// What is known of the event with this key; none where no event of this version has it.
#[must_use]
pub fn said(key: &str) -> Option<&'static Said> {
    all().find(|said| said.key == key)
}

/// "Booked an EMIS date"; of an event that this version does not know, its key with spaces.
#[must_use]
pub fn label(key: &str) -> String {
    said(key).map_or_else(|| capital(&key.replace('-', " ").replace('.', ": ")), |said| said.label.to_owned())
}

/// The keys of what stands in the timelines of practices.
pub fn timeline() -> impl Iterator<Item = &'static str> {
    all().filter(|said| said.in_timeline()).map(|said| said.key)
}

/// Whether figures of reports may have changed with an event. One that this version does not know may have changed anything.
#[must_use]
pub fn changes_figures(key: &str) -> bool {
    said(key).is_none_or(Said::changes_figures)
}

/// How the keys of each feature begin, and what its events are called together.
pub fn kinds() -> impl Iterator<Item = (&'static str, &'static str)> {
    FEATURES.iter().map(|feature| (feature.prefix, feature.label))
}
