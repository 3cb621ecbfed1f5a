//! The command line, as a person types it: the real program, in a folder of its own.

#![cfg(test)]

mod accounts;
mod database;
mod import;
mod report;
mod settings;
mod support;
