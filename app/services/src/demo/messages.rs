//! What was sent before the demonstration starts: news of bookings, and the first reminders.

use chrono::{DateTime, Days, TimeDelta, Utc};
use domain::next_step::NextFacts;
use domain::organisations::OdsCode;
use domain::programme::Programme;
use domain::reminders::{Owed, ReminderFacts, owed};
use domain::time::{london_day, london_instant};
use mail::{Booking, BookingCancelled, BookingMoved, Message, Practice, Reminder};
use store::accounts::NewAccount;
use store::entity::{booking, outbox, practice};
use store::reminders::dedupe_key;
use store::slots::BookingState;

use super::random::Random;
use super::rows::{Rows, Then};
use super::slots::DemoSlot;

/// When the reminders of the first milestone were written: in the morning of its day.
pub(super) fn reminded_at(programme: &Programme) -> DateTime<Utc> {
    let before = programme.reminders.days_before.first().copied().unwrap_or_default();
    london_instant(programme.deadline - Days::new(before.into()), 7, 30)
}

/// Writes messages that were sent.
pub(super) struct Post<'a> {
    pub random: &'a Random,
    pub programme: &'a Programme,
    pub public_url: &'a str,
    pub practices: &'a [practice::Model],
    pub accounts: &'a [NewAccount],
}

impl Post<'_> {
    /// All of them, the oldest first.
    pub(super) fn all(&self, rows: &Rows, slots: &[DemoSlot]) -> Vec<outbox::Model> {
        let mut messages: Vec<_> = rows.bookings.iter().flat_map(|booking| self.of_booking(booking, rows, slots)).collect();
        messages.extend(rows.then.iter().flat_map(|then| self.reminders(then, rows)));
        messages.sort_by_key(|message| message.created_at);
        messages
    }

    fn practice(&self, code: &str) -> Option<Practice> {
        let row = self.practices.iter().find(|row| row.ods_code == code)?;
        Some(Practice { code: code.parse().ok()?, name: row.name.as_str().into() })
    }

    fn managers(&self, practice: &OdsCode) -> impl Iterator<Item = &NewAccount> {
        self.accounts.iter().filter(move |account| account.scope.practices.contains(practice))
    }

    fn of_booking(&self, row: &booking::Model, rows: &Rows, slots: &[DemoSlot]) -> Vec<outbox::Model> {
        let slot_of = |row: &booking::Model| slots.iter().find(|slot| slot.id == row.slot_id);
        let (Some(slot), Some(practice)) = (slot_of(row), self.practice(&row.practice_code)) else { return Vec::new() };
        let given_up = rows.bookings.iter().find(|other| other.practice_code == row.practice_code && other.ended_at == Some(row.booked_at));
        let booking = |sequence: i32, at: DateTime<Utc>| Booking {
            booking_id: row.id.clone(),
            sequence: sequence.unsigned_abs(),
            practice: practice.clone(),
            programme: self.programme.name.as_str().into(),
            date: slot.date,
            cutoff: slot.cutoff,
            deadline: Some(self.programme.deadline),
            at,
        };
        let taken = booking(row.sequence, row.booked_at);
        let mut news = vec![match given_up.and_then(slot_of) {
            Some(from) => (row.booked_at, Message::BookingMoved(BookingMoved { booking: taken, from: from.date, reason: "".into() })),
            None => (row.booked_at, Message::BookingConfirmed(taken)),
        }];
        if let Some(ended_at) = row.ended_at.filter(|_| row.state == BookingState::Cancelled.key()) {
            let booking = booking(row.sequence, ended_at);
            news[0].1 = Message::BookingConfirmed(Booking { sequence: 0, at: row.booked_at, ..booking.clone() });
            news.push((
                ended_at,
                Message::BookingCancelled(BookingCancelled { booking, reason: row.reason.as_str().into(), wanted_from: None }),
            ));
        }
        let mut messages = Vec::new();
        for (at, message) in news {
            for account in self.managers(&practice.code) {
                let key = format!("{}:{}:{}:{}", message.kind(), row.id, row.sequence, account.id);
                messages.extend(self.sent(at, &message, account, key));
            }
        }
        messages
    }

    fn reminders(&self, then: &Then, rows: &Rows) -> Vec<outbox::Model> {
        let at = reminded_at(self.programme);
        let today = london_day(at);
        let holds = |code: &str| {
            let of_practice = rows.exceptions.iter().filter(|row| row.practice_code == code);
            of_practice.into_iter().any(|row| row.agreed_on <= today && row.ended_on.is_none_or(|ended| today < ended))
        };
        let is_open = self.practices.iter().any(|row| row.ods_code == then.practice && row.is_open);
        let next = NextFacts { exception: holds(&then.practice), ..then.next };
        let facts = ReminderFacts { is_open, next };
        let (Some(Owed { milestone, next_step }), Some(practice)) = (owed(self.programme, &facts, today), self.practice(&then.practice))
        else {
            return Vec::new();
        };
        let to = |account: &NewAccount| {
            let message = Message::Reminder(Reminder {
                practice: practice.clone(),
                programme: self.programme.name.as_str().into(),
                deadline: self.programme.deadline,
                today,
                outstanding: then.outstanding.iter().map(|title| title.as_str().into()).collect(),
                next_step,
                book_by: None,
                unsubscribe_token: account.unsubscribe_token.clone(),
            });
            let key = dedupe_key(&self.programme.code, &then.practice, milestone, &account.id);
            self.sent(at, &message, account, key)
        };
        self.managers(&practice.code).filter_map(to).collect()
    }

    fn sent(&self, at: DateTime<Utc>, message: &Message, to: &NewAccount, dedupe_key: String) -> Option<outbox::Model> {
        let id = self.random.id();
        Some(outbox::Model {
            dedupe_key,
            kind: message.kind().to_owned(),
            practice_code: message.practice().map(|practice| practice.code.to_string()),
            account_id: Some(to.id.clone()),
            recipient: to.email.clone(),
            payload: serde_json::to_string(message).ok()?,
            message_id: mail::message_id(&id, self.public_url),
            created_at: at,
            due_at: at,
            attempts: 1,
            claimed_by: None,
            claimed_until: None,
            sent_at: Some(at + TimeDelta::seconds(self.random.between(1, 40))),
            failed_at: None,
            last_error: None,
            first_tried_at: Some(at),
            tried_at: Some(at),
            fault: None,
            id,
        })
    }
}
