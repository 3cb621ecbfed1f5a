//! What a mail server's refusal means for the mail at hand. It depends on where in the conversation it came as much as on its code.

use domain::outbox::Fault;

use super::SendError;

/// Where in the conversation the mail server refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stage {
    /// The greeting and the answer to EHLO.
    Hello,
    /// STARTTLS and the handshake after it.
    Encryption,
    /// AUTH.
    SignIn,
    /// MAIL FROM.
    Sender,
    /// RCPT TO.
    Recipient,
    /// DATA and what follows it.
    Content,
}

impl Stage {
    /// What a refusal there is about, if it is not about the recipient.
    pub(super) fn fault(self) -> Fault {
        match self {
            Self::Hello => Fault::Hello,
            Self::Encryption => Fault::Encryption,
            Self::SignIn => Fault::SignIn,
            Self::Sender => Fault::Sender,
            Self::Recipient => Fault::Recipient,
            Self::Content => Fault::Content,
        }
    }
}

/// A mail server's answer: its code, its enhanced code (RFC 3463, as class, subject and detail) where it has one, and its words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Reply<'a> {
    pub(super) code: u16,
    pub(super) enhanced: Option<(u16, u16, u16)>,
    pub(super) words: &'a str,
}

impl<'a> Reply<'a> {
    /// An answer whose words may begin with an enhanced code.
    pub(super) fn new(code: u16, words: &'a str) -> Self {
        Self {
            code,
            enhanced: words.split_whitespace().next().and_then(enhanced).filter(|(class, ..)| class * 100 == code / 100 * 100),
            words,
        }
    }
}

fn enhanced(word: &str) -> Option<(u16, u16, u16)> {
    let mut parts = word.split('.').map(|part| part.parse().ok());
    match (parts.next()??, parts.next()??, parts.next()??, parts.next()) {
        (class, subject, detail, None) => Some((class, subject, detail)),
        _ => None,
    }
}

/// What is to become of the mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Meaning {
    /// The recipient takes none, ever.
    Never,
    /// Not now, for a reason of the recipient's or one that is not said.
    Later,
    /// Not from us, or not like this.
    Refused(Fault),
}

/// What an answer at a stage means. Only what is known to be about the recipient is final: wherever it may be about us, a mail is kept.
fn meaning(stage: Stage, code: u16, enhanced: Option<(u16, u16, u16)>) -> Meaning {
    match (stage, code, enhanced) {
        // The server goes away (RFC 5321, 3.8), or has no time for us.
        (_, 421, _) | (Stage::Hello | Stage::Sender, 400..=499, _) => Meaning::Refused(Fault::Busy),
        // It wants to know who we are, or does not believe it (RFC 4954, 6; RFC 3207, 4).
        (_, 530 | 534 | 535 | 538, _) => Meaning::Refused(Fault::SignIn),
        (Stage::Hello | Stage::Encryption | Stage::SignIn | Stage::Sender, ..) => Meaning::Refused(stage.fault()),
        // Policy: "relay access denied" is as often said with 454 as with 554. The way to this one recipient's host: not there, not known, in a
        // circle, too long (RFC 3463, 3.5); others are not kept waiting for that.
        (Stage::Recipient | Stage::Content, 400..=499, Some((4, 7, _))) | (Stage::Recipient, 400..=499, Some((4, 4, 1 | 4 | 6 | 7))) => {
            Meaning::Refused(stage.fault())
        }
        // The system and its network: the next mail would meet it as well.
        (Stage::Recipient | Stage::Content, 400..=499, Some((4, 3 | 4, _))) => Meaning::Refused(Fault::Busy),
        (Stage::Recipient | Stage::Content, 400..=499, _) => Meaning::Later,
        // No such mailbox, host or form of address; moved; a domain that takes no mail (RFC 3463, 3.2; RFC 7505). The others of 5.1.x are about
        // the sender or may be.
        (Stage::Recipient | Stage::Content, 500..=599, Some((5, 1, 1 | 2 | 3 | 6 | 10))) => Meaning::Never,
        // A mailbox that is disabled (5.2.1), which may be for a while, is full (5.2.2) or takes no mail of this length (5.2.3), and others that
        // are not final by themselves.
        (Stage::Recipient | Stage::Content, 500..=599, Some((5, 2, _))) => Meaning::Later,
        // Policy (5.7.x), protocol (5.5.x), the system (5.3.x), the route (5.4.x), the form (5.6.x). Without an enhanced code 550, 551 and 553
        // stand for "no such user" and "we do not relay" alike, so they are not final either.
        (Stage::Recipient | Stage::Content, ..) => Meaning::Refused(stage.fault()),
    }
}

/// The error of an answer at a stage.
pub(super) fn refused(stage: Stage, reply: &Reply<'_>) -> SendError {
    let said = format!("{} {}", reply.code, clean(reply.words));
    let said = said.trim_end();
    match meaning(stage, reply.code, reply.enhanced) {
        Meaning::Never => SendError::Permanent(format!("the mail server does not know the recipient: {said}")),
        Meaning::Later => SendError::Temporary(format!("the mail server does not take the mail now: {said}")),
        Meaning::Refused(fault) => fault_said(fault, said),
    }
}

/// The error of a fault, with what was said of it.
pub(super) fn fault_said(fault: Fault, said: &str) -> SendError {
    SendError::Refused(fault, format!("{}: {}", fault.sentence(), clean(said)))
}

/// Characters of others' words that are kept.
const WORDS: usize = 300;

/// Others' words as they may stand in a row, on a terminal and in a log: on one line, cut, and without the addresses that mail servers like to
/// repeat.
fn clean(words: &str) -> String {
    let without_controls = words.replace(char::is_control, " ");
    let shown = without_controls.split_whitespace().map(|word| if word.contains('@') { "(address)" } else { word });
    shown.collect::<Vec<_>>().join(" ").chars().take(WORDS).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const US: Meaning = Meaning::Refused(Fault::Recipient);
    const BUSY: Meaning = Meaning::Refused(Fault::Busy);
    const MAIL: Meaning = Meaning::Refused(Fault::Content);

    fn holds(table: &[(Stage, &str, Meaning)]) {
        for (stage, words, expected) in table {
            let (code, rest) = words.split_once(' ').unwrap();
            let reply = Reply::new(code.parse().unwrap(), rest);
            assert_eq!(meaning(*stage, reply.code, reply.enhanced), *expected, "{stage:?}: {words}");
        }
    }

    #[test]
    fn before_a_recipient_is_named_it_is_about_us_or_the_server() {
        holds(&[
            (Stage::Hello, "554 5.7.1 no service for you", Meaning::Refused(Fault::Hello)),
            (Stage::Hello, "550 no", Meaning::Refused(Fault::Hello)),
            (Stage::Hello, "421 4.3.2 too busy", BUSY),
            (Stage::Hello, "450 come back", BUSY),
            (Stage::Hello, "550 5.1.1 what a greeting", Meaning::Refused(Fault::Hello)),
            (Stage::Encryption, "454 4.7.0 TLS is not available", Meaning::Refused(Fault::Encryption)),
            (Stage::SignIn, "535 5.7.8 bad credentials", Meaning::Refused(Fault::SignIn)),
            (Stage::SignIn, "454 4.7.0 not now", Meaning::Refused(Fault::SignIn)),
            (Stage::SignIn, "504 no such mechanism", Meaning::Refused(Fault::SignIn)),
            (Stage::Sender, "530 5.7.0 must issue STARTTLS first", Meaning::Refused(Fault::SignIn)),
            (Stage::Sender, "550 5.7.1 not your address", Meaning::Refused(Fault::Sender)),
            (Stage::Sender, "550 5.1.8 no such domain", Meaning::Refused(Fault::Sender)),
            (Stage::Sender, "452 4.3.1 no room", BUSY),
            (Stage::Sender, "450 4.7.1 not now", BUSY),
        ]);
    }

    #[test]
    fn from_then_on_the_stage_and_both_codes_decide() {
        holds(&[
            (Stage::Recipient, "550 5.1.1 no such user", Meaning::Never),
            (Stage::Recipient, "550 5.1.10 takes no mail at all", Meaning::Never),
            (Stage::Recipient, "551 5.1.6 has moved", Meaning::Never),
            (Stage::Recipient, "550 5.1.2 no such host", Meaning::Never),
            (Stage::Recipient, "501 5.1.3 no address", Meaning::Never),
            (Stage::Recipient, "550 5.1.0 address rejected", US),
            (Stage::Recipient, "550 5.1.4 ambiguous", US),
            (Stage::Recipient, "550 5.1.7 sender's address", US),
            (Stage::Recipient, "550 5.1.90 too many", US),
            (Stage::Recipient, "550 5.2.1 disabled", Meaning::Later),
            (Stage::Recipient, "454 4.7.1 relay access denied", US),
            (Stage::Recipient, "450 4.7.1 client host rejected", US),
            (Stage::Recipient, "451 4.3.0 lookup failure", BUSY),
            (Stage::Recipient, "452 4.3.1 no room", BUSY),
            (Stage::Recipient, "451 4.4.3 no answer from the directory", BUSY),
            (Stage::Recipient, "451 4.4.5 congested", BUSY),
            (Stage::Recipient, "450 4.4.1 no answer from the recipient's host", US),
            (Stage::Recipient, "451 4.4.4 no route to the recipient's host", US),
            (Stage::Recipient, "450 4.5.3 too many recipients", Meaning::Later),
            (Stage::Recipient, "450 not now", Meaning::Later),
            (Stage::Recipient, "450 5.7.1 a code of another class", Meaning::Later),
            (Stage::Recipient, "553 5.1.8 sender's domain", US),
            (Stage::Recipient, "552 5.2.2 full", Meaning::Later),
            (Stage::Recipient, "550 5.2.0 some trouble", Meaning::Later),
            (Stage::Recipient, "450 4.2.0 greylisted", Meaning::Later),
            (Stage::Recipient, "450 4.1.1 unverified", Meaning::Later),
            (Stage::Recipient, "550 5.7.1 relaying denied", US),
            (Stage::Recipient, "554 5.7.1 relay access denied", US),
            (Stage::Recipient, "550 5.4.1 recipient address rejected: access denied", US),
            (Stage::Recipient, "503 5.5.1 bad sequence", US),
            (Stage::Recipient, "530 5.7.0 authentication required", Meaning::Refused(Fault::SignIn)),
            (Stage::Recipient, "421 4.7.0 goodbye", BUSY),
            (Stage::Recipient, "550 relaying denied", US),
            (Stage::Recipient, "550 no such user", US),
            (Stage::Recipient, "553 not in my list of hosts (#5.7.1)", US),
            (Stage::Recipient, "554 no", US),
            // An enhanced code that is of another class than the code says nothing.
            (Stage::Recipient, "550 4.1.1 no", US),
            (Stage::Content, "451 4.3.0 not now", BUSY),
            (Stage::Content, "452 4.3.1 no room", BUSY),
            (Stage::Content, "451 4.4.1 no answer from the filter", BUSY),
            (Stage::Content, "451 4.4.2 bad connection", BUSY),
            (Stage::Content, "550 5.4.0 no route", MAIL),
            // An enhanced code that is of another class than the code says nothing.
            (Stage::Content, "554 4.3.0 no", MAIL),
            (Stage::Content, "451 5.3.0 not now", Meaning::Later),
            (Stage::Content, "451 4.7.1 not now", MAIL),
            (Stage::Content, "452 4.2.2 full", Meaning::Later),
            (Stage::Content, "421 4.3.2 goodbye", BUSY),
            (Stage::Content, "552 5.3.4 too large", MAIL),
            (Stage::Content, "554 5.6.0 broken", MAIL),
            (Stage::Content, "554 5.7.1 spam", MAIL),
            (Stage::Content, "554 no", MAIL),
            (Stage::Content, "550 5.1.1 no such user", Meaning::Never),
            (Stage::Content, "552 5.2.2 full", Meaning::Later),
        ]);
    }

    #[test]
    fn words_are_kept_on_one_line_without_addresses() {
        let words = "5.7.1 <sam@example.com>:\r\nRelay\u{1b}[31m access   denied";
        let SendError::Refused(fault, said) = refused(Stage::Recipient, &Reply::new(554, words)) else { panic!("kept") };
        assert_eq!(fault, Fault::Recipient);
        assert_eq!(
            said,
            "the mail server does not take mail for some recipients from this service: 554 5.7.1 (address) Relay [31m access denied"
        );
        assert_eq!(clean(&"é".repeat(1_000)).chars().count(), WORDS);
    }
}
