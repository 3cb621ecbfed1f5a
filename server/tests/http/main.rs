//! The service over HTTP, without a socket: one module a URL family.

#![cfg(test)]

mod accounts;
mod errors;
mod headers;
mod health;
mod support;
