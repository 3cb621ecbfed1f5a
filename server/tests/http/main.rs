//! The service over HTTP, without a socket: one module a URL family.

#![cfg(test)]

mod accounts;
mod admin_imports;
mod admin_slots;
mod cards;
mod checklist;
mod demo_mail;
mod errors;
mod headers;
mod health;
mod journey;
mod practices;
mod reports;
mod self_switch;
mod slots;
mod support;
mod unsubscribe;
