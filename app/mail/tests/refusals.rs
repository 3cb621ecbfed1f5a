//! What a mail server can say against us, over real conversations: whose fault it is, and that only what is about the recipient is final.

#![cfg(test)]

use std::time::Duration;

use domain::outbox::Fault;
use mail::testing::{Answer, At, Authority, Encrypted, Sink};
use mail::{Envelope, Mailer, Manner, Message, Patience, Reminder, SendError, Sender, Transport};

fn mailer(url: &str, manner: &Manner<'_>) -> Mailer {
    let sender = Sender::new("tracker@example.nhs.uk", None, "https://tracker.example.nhs.uk").unwrap();
    Mailer::new(sender, Transport::from_url_with(url, manner).unwrap())
}

async fn send_in_manner(url: &str, manner: &Manner<'_>) -> Result<(), SendError> {
    let written_at = "2023-09-18T08:05:00Z".parse().unwrap();
    let envelope = Envelope { message_id: "<1@tracker.example.nhs.uk>", recipient: "sam@example.com", written_at };
    mailer(url, manner).send(&envelope, &Message::Reminder(Reminder::sample())).await
}

async fn send(url: &str) -> Result<(), SendError> {
    send_in_manner(url, &Manner::default()).await
}

/// What became of a mail: `Err(None)` is final, `Err(Some(None))` is kept and about this mail, `Err(Some(Some(_)))` is kept and about us.
fn outcome(sent: &Result<(), SendError>) -> Result<(), Option<Option<Fault>>> {
    sent.clone().map_err(|error| match error {
        SendError::Permanent(_) => None,
        SendError::Temporary(_) => Some(None),
        SendError::Refused(fault, _) => Some(Some(fault)),
    })
}

#[tokio::test]
async fn every_refusal_in_its_place() {
    let us = |fault| Err(Some(Some(fault)));
    let (final_, later) = (Err(None), Err(Some(None)));
    for (at, words, expected) in [
        (At::Greeting, "554 5.7.1 no service for you", us(Fault::Hello)),
        (At::Greeting, "421 4.3.2 too busy", us(Fault::Busy)),
        (At::Hello, "450 4.7.1 come back", us(Fault::Busy)),
        (At::Hello, "550 5.7.1 not from there", us(Fault::Hello)),
        (At::SignIn, "535 5.7.8 who are you", us(Fault::SignIn)),
        (At::SignIn, "454 4.7.0 not now", us(Fault::SignIn)),
        (At::Sender, "550 5.7.1 not your address", us(Fault::Sender)),
        (At::Sender, "450 4.7.1 not now", us(Fault::Busy)),
        (At::Sender, "530 5.7.0 must issue STARTTLS first", us(Fault::SignIn)),
        (At::Recipient, "550 5.7.1 relaying denied", us(Fault::Recipient)),
        (At::Recipient, "554 5.7.1 relay access denied", us(Fault::Recipient)),
        (At::Recipient, "554 no", us(Fault::Recipient)),
        (At::Recipient, "550 5.1.1 no such user", final_),
        (At::Recipient, "550 5.2.1 disabled", later),
        (At::Recipient, "454 4.7.1 relay access denied", us(Fault::Recipient)),
        (At::Recipient, "421 4.7.0 goodbye", us(Fault::Busy)),
        (At::Recipient, "451 4.3.0 lookup failure", us(Fault::Busy)),
        (At::Recipient, "552 5.2.2 full", later),
        (At::Recipient, "450 4.2.0 greylisted", later),
        (At::Data, "554 5.5.1 no valid recipients", us(Fault::Content)),
        (At::Data, "250 take what", us(Fault::Lost)),
        (At::Content, "554 5.7.1 spam", us(Fault::Content)),
        (At::Content, "554 no", us(Fault::Content)),
        (At::Content, "552 5.3.4 too large", us(Fault::Content)),
        (At::Content, "451 4.3.0 not now", us(Fault::Busy)),
        (At::Content, "550 5.1.1 no such user", final_),
    ] {
        let sink = Sink::start().await;
        sink.say(at, words);
        let sent = send(&sink.url_with_password()).await;
        assert_eq!(outcome(&sent), expected, "{at:?}: {words}: {sent:?}");
        let (said, got) = (sent.unwrap_err().to_string(), &words[..3]);
        assert!(said.contains(got) || got == "250", "what the server said is told: {said}");
        sink.be_usual();
        assert_eq!(send(&sink.url_with_password()).await, Ok(()), "{at:?}: {words}");
    }
}

#[tokio::test]
async fn a_certificate_counts_where_its_authority_is_trusted() {
    let (ours, other) = (Authority::new(), Authority::new());
    for when in [Encrypted::OnRequest, Encrypted::FromTheStart] {
        let sink = Sink::encrypted(when, &ours).await;
        let stranger = send(&sink.url_with_password()).await;
        assert_eq!(outcome(&stranger), Err(Some(Some(Fault::Certificate))), "{when:?}: {stranger:?}");
        let wrong = send_in_manner(&sink.url(), &Manner { authorities: other.pem().as_bytes(), ..Manner::default() }).await;
        assert_eq!(outcome(&wrong), Err(Some(Some(Fault::Certificate))), "{when:?}: {wrong:?}");
        let both = format!("{}{}", other.pem(), ours.pem());
        let trusted = send_in_manner(&sink.url_with_password(), &Manner { authorities: both.as_bytes(), ..Manner::default() }).await;
        assert_eq!((trusted, sink.count()), (Ok(()), 1), "{when:?}");
    }
}

#[tokio::test]
async fn a_server_without_encryption_is_told_nothing_where_it_is_asked_for() {
    let sink = Sink::start().await;
    let sent = send(&sink.url_with_password().replace("smtp:", "smtp+starttls:")).await;
    assert_eq!(outcome(&sent), Err(Some(Some(Fault::Encryption))), "{sent:?}");
    assert!(sent.unwrap_err().to_string().contains("does not offer STARTTLS"));
    let sent = send(&sink.url_with_password().replace("smtp:", "smtps:")).await;
    assert_eq!(outcome(&sent), Err(Some(Some(Fault::Encryption))), "{sent:?}");
    let refusing = Sink::encrypted(Encrypted::OnRequest, &Authority::new()).await;
    refusing.say(At::StartTls, "454 4.7.0 TLS is not available");
    let sent = send(&refusing.url()).await;
    assert_eq!(outcome(&sent), Err(Some(Some(Fault::Encryption))), "{sent:?}");
    assert_eq!((sink.count(), sink.recipients(), refusing.recipients()), (0, 0, 0));
}

const LONG: Duration = Duration::from_secs(3_600);
const ENDLESS: Patience = Patience { connect: LONG, hello: LONG, command: LONG, content: LONG };

/// What comes of a silence there. `patience` has one kind of step short of time, so that a step that waits under another's name does not end;
/// it is given more until all that answer before the silence have done so.
async fn silence(sink: &Sink, at: At, patience: impl Fn(Duration) -> Patience) -> Result<(), SendError> {
    sink.fall_silent(at);
    let url = if at == At::SignIn { sink.url_with_password() } else { sink.url() };
    let mut short = Duration::from_millis(25);
    loop {
        short *= 2;
        let sent = send_in_manner(&url, &Manner { patience: patience(short), ..Manner::default() }).await;
        if sink.silences() > 0 {
            return sent;
        }
    }
}

#[tokio::test]
async fn every_step_has_a_time_of_its_own() {
    let hello = |hello| Patience { hello, ..ENDLESS };
    let command = |command| Patience { command, ..ENDLESS };
    let content = |content| Patience { content, ..ENDLESS };
    for (at, patience, expected) in [
        (At::Greeting, &hello as &dyn Fn(Duration) -> Patience, Fault::Hello),
        (At::Hello, &hello, Fault::Hello),
        (At::SignIn, &command, Fault::SignIn),
        (At::Sender, &command, Fault::Slow),
        (At::Recipient, &command, Fault::Slow),
        (At::Data, &command, Fault::Slow),
        (At::Content, &content, Fault::Slow),
    ] {
        let sent = silence(&Sink::start().await, at, patience).await;
        assert_eq!(outcome(&sent), Err(Some(Some(expected))), "{at:?}: {sent:?}");
    }
    let sent = silence(&Sink::encrypted(Encrypted::OnRequest, &Authority::new()).await, At::StartTls, hello).await;
    assert_eq!(outcome(&sent), Err(Some(Some(Fault::Encryption))), "{sent:?}");
}

#[tokio::test]
async fn a_connection_that_fell_silent_is_not_used_again() {
    let sink = Sink::start().await;
    let patience = Patience { content: Duration::from_secs(1), ..ENDLESS };
    let mailer = mailer(&sink.url(), &Manner { patience, ..Manner::default() });
    let written_at = "2023-09-18T08:05:00Z".parse().unwrap();
    let envelope = Envelope { message_id: "<1@tracker.example.nhs.uk>", recipient: "sam@example.com", written_at };
    let message = Message::Reminder(Reminder::sample());
    sink.answer_next([Answer::NeverAnswer]);
    assert!(matches!(mailer.send(&envelope, &message).await, Err(SendError::Refused(Fault::Slow, _))));
    assert_eq!(mailer.send(&envelope, &message).await, Ok(()));
    assert_eq!(sink.conversations(), 2);
}
