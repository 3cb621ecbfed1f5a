//! A practice's journey as use cases, on both databases.

#![cfg(test)]

mod changes;
mod checklist;
mod confirmation;
mod did_not_work;
mod exceptions;
mod exceptions_ended;
mod fixtures;
mod numbers;
mod places_under_load;
mod queries;
mod rag;
mod readings;
mod register_cache;
mod self_switch;
mod several;
mod sign_off;
mod slot_practices;
mod slot_setup;
mod slots;
mod slots_lists;
mod slots_properties;
mod slots_sweep;
mod slots_waiting;
mod stages;
mod versions;
mod watched;
