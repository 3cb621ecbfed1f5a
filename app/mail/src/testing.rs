//! A mail server for tests: a real SMTP conversation over a TCP socket, answering as told.

mod sink;

pub use sink::{Answer, Received, Sink};
