//! One module a table, as in the migrations.

pub mod account;
pub mod account_scope;
pub mod audit_event;
pub mod booking;
pub mod checklist_answer;
pub mod confirmation;
pub mod icb;
pub mod identity;
pub mod import_upload;
pub mod job_lease;
pub mod journey;
pub mod organisation_import;
pub mod outbox;
pub mod pcn;
pub mod practice;
pub mod practice_change;
pub mod practice_closing;
pub mod practice_exception;
pub mod region;
pub mod register_day;
pub mod self_switch;
pub mod session;
pub mod sign_in_link;
pub mod slot;
pub mod stage_change;
pub mod sub_icb;
