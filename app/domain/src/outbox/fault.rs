//! What stands between this service and its mail server.

/// Why a mail server did not take a mail, where that is about the server or about us and not about whom the mail goes to. A message is
/// kept over all of these.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Fault {
    /// It cannot be reached.
    Connect,
    /// Its certificate is not trusted.
    Certificate,
    /// It offers no encryption, or none that can be used.
    Encryption,
    /// It does not talk to us: the greeting or EHLO.
    Hello,
    /// It takes no mail for now: 4xx before a recipient is named, 421 at any time, or 4xx about its own system or network later.
    Busy,
    /// It does not take our name and password, or wants some.
    SignIn,
    /// It does not take mail from our address.
    Sender,
    /// It does not pass mail on to this recipient for us (relaying, policy, its own route).
    Recipient,
    /// It does not take what this mail says or how (policy, size, form), or fails over it.
    Content,
    /// It ended the conversation half-way.
    Lost,
    /// It did not answer in time half-way.
    Slow,
}

impl Fault {
    /// Every fault.
    pub const ALL: [Self; 11] = [
        Self::Connect,
        Self::Certificate,
        Self::Encryption,
        Self::Hello,
        Self::Busy,
        Self::SignIn,
        Self::Sender,
        Self::Recipient,
        Self::Content,
        Self::Lost,
        Self::Slow,
    ];

    /// The word of the column `outbox.fault`.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Connect => "connect",
            Self::Certificate => "certificate",
            Self::Encryption => "encryption",
            Self::Hello => "hello",
            Self::Busy => "busy",
            Self::SignIn => "sign-in",
            Self::Sender => "sender",
            Self::Recipient => "recipient",
            Self::Content => "content",
            Self::Lost => "lost",
            Self::Slow => "slow",
        }
    }

    /// The fault of a word.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|fault| fault.key() == key)
    }

    /// What it says to whoever looks after the service, without a full stop.
    #[must_use]
    pub fn sentence(self) -> &'static str {
        match self {
            Self::Connect => "the mail server cannot be reached",
            Self::Certificate => "the mail server's certificate is not trusted",
            Self::Encryption => "the mail server offers no encryption that can be used",
            Self::Hello => "the mail server refuses to talk to this service",
            Self::Busy => "the mail server does not take mail at present",
            Self::SignIn => "the mail server refuses the sign-in",
            Self::Sender => "the mail server refuses the sender's address",
            Self::Recipient => "the mail server does not take mail for some recipients from this service",
            Self::Content => "the mail server does not take some mails, for what they hold or for a reason of its own",
            Self::Lost => "the mail server ended the conversation before it took the mail",
            Self::Slow => "the mail server did not answer in time",
        }
    }

    /// Whether the next mail would meet it as well, whatever it is: then none need be tried now. The others may be about one mail, and are
    /// about all only where they come in a row ([`super::Server`]).
    #[must_use]
    pub fn is_about_every_mail(self) -> bool {
        match self {
            Self::Connect | Self::Certificate | Self::Encryption | Self::Hello | Self::Busy | Self::SignIn | Self::Sender => true,
            Self::Recipient | Self::Content | Self::Lost | Self::Slow => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_different_and_read_back() {
        for fault in Fault::ALL {
            assert_eq!(Fault::from_key(fault.key()), Some(fault));
        }
        assert_eq!(Fault::from_key("no such"), None);
    }
}
