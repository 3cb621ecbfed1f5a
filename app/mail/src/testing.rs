//! A mail server for tests: a real SMTP conversation over a TCP socket, encrypted or not, answering as told.

#[expect(clippy::expect_used, reason = "a test that cannot make a certificate cannot go on")]
mod authority;
mod conversation;
#[expect(clippy::expect_used, reason = "a test that has no port to listen on cannot go on")]
mod sink;
mod state;

pub use authority::Authority;
pub use sink::Sink;
pub use state::{Answer, At, Encrypted, Received};
