//! Real SMTP conversations with a server that answers as told.

#![cfg(test)]

use domain::outbox::Fault;
use mail::testing::{Answer, Sink};
use mail::{Envelope, Mailer, Message, Reminder, SendError, Sender, Transport};

fn mailer(transport: Transport) -> Mailer {
    let sender = Sender::new("Record access readiness tracker <tracker@example.nhs.uk>", None, "https://tracker.example.nhs.uk").unwrap();
    Mailer::new(sender, transport)
}

fn envelope(message_id: &str) -> Envelope<'_> {
    Envelope { message_id, recipient: "sam@example.com", written_at: "2023-09-18T08:05:00Z".parse().unwrap() }
}

async fn send(mailer: &Mailer) -> Result<(), SendError> {
    mailer.send(&envelope("<1@tracker.example.nhs.uk>"), &Message::Reminder(Reminder::sample())).await
}

#[tokio::test]
async fn a_reminder_arrives_with_its_headers() {
    let sink = Sink::start().await;
    send(&mailer(Transport::from_url(&sink.url()).unwrap())).await.unwrap();
    let received = sink.received();
    assert_eq!(received.len(), 1);
    assert_eq!(received[0].to, "sam@example.com");
    for (name, value) in [
        ("Message-ID", "<1@tracker.example.nhs.uk>"),
        ("Date", "Mon, 18 Sep 2023 08:05:00 +0000"),
        ("Auto-Submitted", "auto-generated"),
        ("List-Unsubscribe", "<https://tracker.example.nhs.uk/unsubscribe/sample-token>"),
        ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"),
    ] {
        assert_eq!(received[0].header(name), Some(value), "{}", received[0].mail);
    }
}

#[tokio::test]
async fn refusals_are_told_apart() {
    let sink = Sink::start().await;
    let mailer = mailer(Transport::from_url(&sink.url()).unwrap());
    sink.answer_next([
        Answer::RefuseRecipient("450 4.2.0 not now"),
        Answer::RefuseRecipient("550 5.1.1 no such user"),
        Answer::RefuseContent("452 4.2.2 full"),
        Answer::RefuseContent("554 5.6.0 not this one"),
        Answer::RefuseRecipient("535 5.7.8 who are you"),
        Answer::HangUpAfterData,
    ]);
    assert!(matches!(send(&mailer).await, Err(SendError::Temporary(_))));
    assert!(matches!(send(&mailer).await, Err(SendError::Permanent(_))));
    assert!(matches!(send(&mailer).await, Err(SendError::Temporary(_))));
    assert!(matches!(send(&mailer).await, Err(SendError::Refused(Fault::Content, _))));
    // A wrong password is no fault of the mail's.
    assert!(matches!(send(&mailer).await, Err(SendError::Refused(Fault::SignIn, _))));
    assert!(matches!(send(&mailer).await, Err(SendError::Refused(Fault::Lost, _))));
    assert_eq!(send(&mailer).await, Ok(()));
    assert_eq!(sink.conversations(), 2, "who refuses in so many words is talked to further");
}

#[tokio::test]
async fn a_mail_after_a_rest_goes_on_a_connection_of_its_own() {
    let sink = Sink::start().await;
    let mailer = mailer(Transport::from_url(&sink.url()).unwrap());
    send(&mailer).await.unwrap();
    send(&mailer).await.unwrap();
    assert_eq!(sink.conversations(), 1);
    mailer.rest().await;
    send(&mailer).await.unwrap();
    assert_eq!((sink.count(), sink.conversations()), (3, 2));
}

#[tokio::test]
async fn a_server_that_is_not_there_is_unreachable() {
    let sink = Sink::start().await;
    let url = sink.url();
    sink.close().await;
    assert!(matches!(send(&mailer(Transport::from_url(&url).unwrap())).await, Err(SendError::Refused(Fault::Connect, _))));
}

#[tokio::test]
async fn files_are_named_by_the_message_and_never_doubled() {
    let folder = tempfile::tempdir().unwrap();
    let mailer = mailer(Transport::from_url(&format!("file://{}", folder.path().join("new/mails").display())).unwrap());
    send(&mailer).await.unwrap();
    send(&mailer).await.unwrap();
    let files: Vec<_> = std::fs::read_dir(folder.path().join("new/mails")).unwrap().map(|file| file.unwrap().file_name()).collect();
    assert_eq!(files, ["1@tracker.example.nhs.uk.eml"]);
}

#[tokio::test]
async fn memory_keeps_what_was_sent() {
    let (transport, memory) = Transport::memory();
    send(&mailer(transport)).await.unwrap();
    assert_eq!(memory.mails().len(), 1);
}
