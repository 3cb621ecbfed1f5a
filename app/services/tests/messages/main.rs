//! Messages and reminders as use cases, on both databases, over real SMTP.

#![cfg(test)]

mod access_requests;
mod bookings;
mod cards;
mod fixtures;
mod hanging;
mod outbox;
mod races;
mod rechecked;
mod refused;
mod reminders;
mod sign_in;
mod superseded;
mod sweeps;
mod unsubscribe;
