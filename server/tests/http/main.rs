//! The service over HTTP, without a socket: one module a URL family.

#![cfg(test)]

mod access_requests;
mod account;
mod accounts;
mod admin_accounts;
mod admin_imports;
mod admin_slots;
mod admin_slots_lists;
mod agreement;
mod audit;
mod cards;
mod changes;
mod checklist;
mod checklist_sign_off;
mod checklist_versions;
mod confirmation;
mod demo_mail;
mod errors;
mod exceptions;
mod guidance;
mod handover;
mod headers;
mod health;
mod journey;
mod practices;
mod reports;
mod reports_columns;
mod security;
mod self_switch;
mod sessions;
mod slots;
mod slots_did_not_work;
mod slots_waiting;
mod smartcards;
mod support;
mod unsent;
mod unsubscribe;
mod walk;
mod workbooks;
