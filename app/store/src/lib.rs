//! Entities and queries, on SQLite and PostgreSQL alike.
//!
//! Codes, stages and roles are kept as the words that `domain` gives them. Every list of practices takes a scope;
//! a single practice is found with its place, which the policy holds against the scope before anything of it is shown.

pub mod access_requests;
pub mod accounts;
pub mod audit;
pub mod checklist;
pub mod confirmation;
mod connect;
mod data_version;
pub mod decisions;
pub mod entity;
pub mod error;
pub mod exceptions;
pub mod identities;
pub mod leases;
pub mod organisations;
pub mod outbox;
mod pattern;
pub mod practice_records;
pub mod practice_requests;
pub mod practices;
pub mod reminders;
pub mod reports;
pub mod scope;
pub mod self_switch;
pub mod sessions;
pub mod slots;
pub mod smartcards;
pub mod stages;
pub mod switch_plans;
#[cfg(feature = "testing")]
pub mod testing;

pub use connect::{Connection, POSTGRES_CONNECTIONS, SchemaChange, Store, Tx};
pub use data_version::Version;
pub use error::{Result, StoreError};
/// So that callers need not name sea-orm: what queries run on, either a transaction or a connection.
pub use sea_orm::ConnectionTrait;
