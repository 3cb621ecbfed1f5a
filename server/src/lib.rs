//! The process: command line, configuration, router, sessions, and the background loops.

pub mod cards;
pub mod cli;
pub mod commands;
pub mod config;
mod demo;
mod downloads;
mod error_pages;
mod headers;
mod health;
mod host;
pub mod limits;
pub mod listen;
pub mod log;
pub mod loops;
pub mod router;
pub mod sessions;
mod unread_body;
mod unsubscribe;
pub mod viewer;
