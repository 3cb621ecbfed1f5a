//! The list of messages. Each kind is a file of its own below: its word, its facts, how long it stands, its words and a made-up one.
//!
//! To add one: that file with its three templates, and here its `mod` and its line in `messages!`; then look at its snapshot. The use case
//! that writes it aside, nothing else knows the kinds one by one.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::Links;
use crate::kind::{Kind, Practice, SupersededBy};
use crate::render::Rendered;

mod access_confirm;
mod access_granted;
mod access_refused;
mod access_reminder;
mod booking_cancelled;
mod booking_confirmed;
mod booking_moved;
mod date_check;
mod date_unconfirmed;
mod decision;
mod decision_asked;
mod did_not_work;
mod exception_ended;
mod exception_review;
mod invitation;
mod place_offered;
mod planned_day;
mod reminder;
mod sign_in;
mod waiting_ended;
mod waiting_moved;

/// Makes the list from a line for each kind: its name here, its file, and its facts.
macro_rules! messages {
    ($($kind:ident($file:ident::$facts:ident)),* $(,)?) => {
        $(pub use $file::*;)*

        /// A message to one person. As JSON, tagged with its kind, it is the payload of an outbox row.
        #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(tag = "kind", rename_all = "kebab-case")]
        pub enum Message {
            $(
                #[doc = concat!("Its facts are [`", stringify!($facts), "`].")]
                $kind($file::$facts),
            )*
        }

        impl Message {
            /// A made-up message of every kind, in the order of the list.
            #[must_use]
            pub fn samples() -> Vec<Self> {
                vec![$(Self::$kind($file::$facts::sample())),*]
            }

            fn facts(&self) -> &dyn Kind {
                match self {
                    $(Self::$kind(facts) => facts,)*
                }
            }
        }
    };
}

messages! {
    SignIn(sign_in::SignIn),
    Invitation(invitation::Invitation),
    Reminder(reminder::Reminder),
    BookingConfirmed(booking_confirmed::Booking),
    BookingMoved(booking_moved::BookingMoved),
    BookingCancelled(booking_cancelled::BookingCancelled),
    PlaceOffered(place_offered::PlaceOffered),
    WaitingEnded(waiting_ended::WaitingEnded),
    WaitingMoved(waiting_moved::WaitingMoved),
    DateCheck(date_check::DateCheck),
    DateUnconfirmed(date_unconfirmed::DateUnconfirmed),
    DidNotWork(did_not_work::DidNotWork),
    AccessConfirm(access_confirm::AccessConfirm),
    AccessGranted(access_granted::AccessGranted),
    AccessRefused(access_refused::AccessRefused),
    AccessReminder(access_reminder::AccessReminder),
    Decision(decision::Decision),
    DecisionAsked(decision_asked::DecisionAsked),
    PlannedDay(planned_day::PlannedDay),
    ExceptionReview(exception_review::ExceptionReview),
    ExceptionEnded(exception_ended::ExceptionEnded),
}

impl Message {
    /// The word of the column `outbox.kind`.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        self.facts().kind()
    }

    /// The practice it is about, if it is about one.
    #[must_use]
    pub fn practice(&self) -> Option<&Practice> {
        self.facts().practice()
    }

    /// Whether it holds a secret that must not outlive its sending.
    #[must_use]
    pub fn holds_secret(&self) -> bool {
        domain::outbox::URGENT.contains(&self.kind())
    }

    /// Whether it is of no use any more at `now`, so that it is better not sent at all.
    #[must_use]
    pub fn is_stale(&self, now: DateTime<Utc>) -> bool {
        self.facts().stands().is_over(now)
    }

    /// What may have overtaken it by the time it is sent.
    #[must_use]
    pub fn superseded_by(&self) -> SupersededBy<'_> {
        self.facts().superseded_by()
    }

    /// Renders the message, with links under `links`.
    ///
    /// # Errors
    /// When a template fails, which only a fault of a template can do.
    pub fn render(&self, links: &Links) -> Result<Rendered, askama::Error> {
        let facts = self.facts();
        let unsubscribe = facts.unsubscribe_token().map(|token| links.unsubscribe(token));
        Ok(facts.parts(links)?.with(facts.attachment(links), unsubscribe))
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::*;

    #[test]
    fn payloads_are_tagged_with_the_kind_and_read_back() {
        for message in Message::samples() {
            let stored = serde_json::to_string(&message).unwrap();
            assert_eq!(serde_json::from_str::<Message>(&stored).unwrap(), message);
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

    #[test]
    fn each_kind_of_the_list_has_a_word_of_its_own_and_templates_under_it() {
        let kinds: Vec<_> = Message::samples().iter().map(Message::kind).collect();
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/templates");
        let folders = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap()).filter(|entry| entry.path().is_dir());
        let mut templates: Vec<_> = folders.map(|entry| entry.file_name().into_string().unwrap()).collect();
        templates.sort_unstable();
        let mut sorted = kinds;
        sorted.sort_unstable();
        assert_eq!(sorted, templates);
    }

    #[test]
    fn what_runs_out_is_stale_from_then_on() {
        let limited = [
            ("sign-in", "2023-09-18T08:20:00Z"),
            ("reminder", "2023-09-22T23:00:00Z"),
            ("place-offered", "2023-09-20T08:05:00Z"),
            ("access-confirm", "2023-09-19T08:05:00Z"),
            ("access-reminder", "2023-09-22T23:00:00Z"),
            ("planned-day", "2023-09-21T23:00:00Z"),
            ("exception-review", "2023-12-01T00:00:00Z"),
        ];
        for (kind, from) in limited {
            let (message, from) = (sample(kind), from.parse::<DateTime<Utc>>().unwrap());
            assert_eq!((message.is_stale(from - TimeDelta::seconds(1)), message.is_stale(from)), (false, true), "{kind}");
        }
    }

    #[test]
    fn news_of_a_booking_gives_way_to_later_news_and_a_reminder_to_what_is_asked_now() {
        for (kind, sequence) in [("booking-confirmed", 0), ("booking-moved", 1), ("booking-cancelled", 2)] {
            let message = sample(kind);
            let booking_id = "018b2f5e-0000-7000-8000-000000000001";
            assert_eq!(message.superseded_by(), SupersededBy::ChangeOfBooking { booking_id, sequence }, "{kind}");
        }
        let reminder = sample("reminder");
        let practice = &reminder.practice().unwrap().code;
        let written_on = "2023-09-18".parse().unwrap();
        assert_eq!(reminder.superseded_by(), SupersededBy::WhatIsAskedNow { practice, written_on });
    }

    fn sample(kind: &str) -> Message {
        Message::samples().into_iter().find(|message| message.kind() == kind).unwrap()
    }
}
