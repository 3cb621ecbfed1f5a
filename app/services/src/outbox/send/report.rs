//! What a sender tells of its work.

use serde::Serialize;

/// What a sender did.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct SendReport {
    /// Taken by the mail server.
    pub sent: u64,
    /// Not taken now; tried again later.
    pub retried: u64,
    /// Never sent: refused for good, of no use any more, or tried for too long.
    pub failed: u64,
    /// Of those not taken, how many for a reason that is about the mail server or about us.
    pub refused: u64,
    /// Whether the mail server was left alone for that, so that the rest waits.
    pub unreachable: bool,
    /// What was said of the last refusal.
    pub said: Option<String>,
}

impl SendReport {
    fn is_idle(&self) -> bool {
        self.sent + self.retried + self.failed == 0
    }

    pub(super) fn log(&self) {
        if !self.is_idle() {
            tracing::info!(sent = self.sent, retried = self.retried, failed = self.failed, refused = self.refused, "messages sent");
        }
    }
}
