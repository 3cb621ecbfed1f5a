//! A mail server for tests: a real SMTP conversation over a TCP socket, answering as told.

#[expect(clippy::expect_used, reason = "a test that has no port to listen on cannot go on")]
mod sink;

pub use sink::{Answer, Received, Sink};
