//! The service over HTTP, without a socket: one module a URL family.

mod errors;
mod headers;
mod health;
mod support;
