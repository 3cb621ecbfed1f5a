//! A sender and a transport together.

use crate::message::Message;
use crate::{Envelope, SendError, Sender, Transport};

/// Renders messages and sends them. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Mailer {
    sender: Sender,
    transport: Transport,
}

impl Mailer {
    /// A mailer.
    #[must_use]
    pub fn new(sender: Sender, transport: Transport) -> Self {
        Self { sender, transport }
    }

    /// Renders and sends one message.
    ///
    /// # Errors
    /// As [`Transport::send`].
    pub async fn send(&self, envelope: &Envelope<'_>, message: &Message) -> Result<(), SendError> {
        self.transport.send(self.sender.compose(envelope, message)?).await
    }

    /// As [`Transport::rest`].
    pub async fn rest(&self) {
        self.transport.rest().await;
    }
}
