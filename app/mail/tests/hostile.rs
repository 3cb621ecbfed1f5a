//! Names and reasons that try to be something else.

#![cfg(test)]

use mail::{Envelope, ExceptionEnded, Links, Message, Sender, WaitingEnded};
use serde_json::Value;

const SCRIPT: &str = "<script>alert(1)</script> & \"Sons\"";
const BREAKS: &str = "Surgery\r\nBcc: everybody@example.com\r\n\r\n<p>Pay here</p>";

/// A message of every kind, and those of other facts in which people's words stand that the first have not.
fn every_kind() -> Vec<Message> {
    let mut messages = Message::samples();
    messages.push(Message::WaitingEnded(WaitingEnded::sample_cancelled()));
    messages.push(Message::ExceptionEnded(ExceptionEnded::sample_early()));
    messages
}

/// The same with this in place of every name, reason and title.
fn every_kind_with(name: &str) -> Vec<Message> {
    every_kind().iter().map(|message| with(message, name)).collect()
}

/// Puts `name` wherever a message takes words from people: into each of its texts that loses its line breaks when it is read.
fn with(message: &Message, name: &str) -> Message {
    let json = serde_json::to_value(message).unwrap();
    let (mut read, mut places) = (message.clone(), Vec::new());
    texts(&json, "", &mut places);
    for place in places {
        let put = |text: &str| {
            let mut json = serde_json::to_value(&read).unwrap();
            *json.pointer_mut(&place).unwrap() = text.into();
            serde_json::from_value::<Message>(json).ok()
        };
        let taken = put("Two\nlines").map(|probe| serde_json::to_value(probe).unwrap());
        if taken.is_some_and(|taken| taken.pointer(&place).unwrap() == "Two lines") {
            read = put(name).unwrap();
        }
    }
    read
}

/// Where in `json` texts stand.
fn texts(json: &Value, place: &str, found: &mut Vec<String>) {
    match json {
        Value::String(_) => found.push(place.to_owned()),
        Value::Array(list) => list.iter().enumerate().for_each(|(at, item)| texts(item, &format!("{place}/{at}"), found)),
        Value::Object(facts) => facts.iter().for_each(|(name, fact)| texts(fact, &format!("{place}/{name}"), found)),
        _ => {}
    }
}

#[test]
fn whatever_people_write_is_replaced_and_nothing_else() {
    let json = |kind: &str| {
        let message = every_kind_with("x").into_iter().rev().find(|message| message.kind() == kind).unwrap();
        serde_json::to_value(message).unwrap()
    };
    let moved = json("booking-moved");
    assert_eq!(
        (&moved["reason"], &moved["booking"]["practice"]["name"], &moved["booking"]["programme"]),
        (&"x".into(), &"x".into(), &"x".into())
    );
    assert_eq!(moved["booking"]["practice"]["code"], "X10001");
    assert_eq!(moved["booking"]["booking_id"], "018b2f5e-0000-7000-8000-000000000001");
    assert_eq!(json("reminder")["outstanding"], serde_json::json!(["x", "x"]));
    assert_eq!(json("reminder")["unsubscribe_token"], "sample-token");
    assert_eq!(json("waiting-ended")["end"]["ended"]["reason"], "x");
    assert_eq!(json("exception-ended")["end"]["early"]["note"], "x");
}

#[test]
fn html_is_escaped_and_text_is_not() {
    let links = Links::new("https://tracker.example.nhs.uk");
    for message in every_kind_with(SCRIPT) {
        let rendered = message.render(&links).unwrap();
        assert!(!rendered.html.contains("<script"), "{}", message.kind());
        if message.practice().is_some() {
            assert!(rendered.html.contains("&lt;script&gt;") || rendered.html.contains("&#60;script&#62;"), "{}", rendered.html);
            assert!(rendered.text.contains(SCRIPT), "{}", rendered.text);
        }
    }
}

#[test]
fn no_name_begins_a_header_or_a_part() {
    let sender = Sender::new("tracker@example.nhs.uk", None, "https://tracker.example.nhs.uk").unwrap();
    let envelope =
        Envelope { message_id: "<1@tracker.example.nhs.uk>", recipient: "sam@example.com", written_at: chrono::DateTime::UNIX_EPOCH };
    for message in every_kind_with(BREAKS) {
        let mail = sender.compose(&envelope, &message).unwrap();
        assert_eq!(mail.envelope().to().len(), 1);
        let whole = String::from_utf8(mail.formatted()).unwrap();
        let headers = whole.split("\r\n\r\n").next().unwrap();
        assert!(!headers.lines().any(|line| line.to_ascii_lowercase().starts_with("bcc")), "{headers}");
        // A long line of the body may be broken before any word; it is one line all the same.
        let unbroken = whole.replace("=\r\n", "");
        assert!(!unbroken.lines().any(|line| line.starts_with("Bcc")), "{whole}");
    }
}

#[test]
fn no_name_adds_a_header_or_changes_whose_subject_it_is() {
    let sender = Sender::new("tracker@example.nhs.uk", None, "https://tracker.example.nhs.uk").unwrap();
    let envelope =
        Envelope { message_id: "<1@tracker.example.nhs.uk>", recipient: "sam@example.com", written_at: chrono::DateTime::UNIX_EPOCH };
    let names = |message: &Message| -> Vec<String> {
        let whole = String::from_utf8(sender.compose(&envelope, message).unwrap().formatted()).unwrap();
        let headers = whole.split("\r\n\r\n").next().unwrap().replace("\r\n ", " ").replace("\r\n\t", " ");
        headers.lines().map(|line| line.split(':').next().unwrap().to_ascii_lowercase()).collect()
    };
    let tricks = [BREAKS, "x\nSubject: y", "x\rTo: y", "x\u{85}Bcc: y", "x\u{2028}Bcc: y", "=?utf-8?q?x=0D=0ABcc:_y?=", "x\u{0}y"];
    for trick in tricks {
        for (plain, hostile) in every_kind().iter().zip(every_kind_with(trick)) {
            assert_eq!(names(&hostile), names(plain), "{trick:?} in {}", plain.kind());
        }
    }
}

#[test]
fn a_recipient_that_is_no_address_is_refused_for_good() {
    let sender = Sender::new("tracker@example.nhs.uk", None, "https://tracker.example.nhs.uk").unwrap();
    for recipient in ["", "sam", "sam@example.com\r\nBcc: everybody@example.com", "Sam <sam@example.com>"] {
        let envelope = Envelope { message_id: "<1@x>", recipient, written_at: chrono::DateTime::UNIX_EPOCH };
        let refused = sender.compose(&envelope, &Message::samples()[0]);
        assert!(matches!(refused, Err(mail::SendError::Permanent(_))), "{recipient}");
    }
}

#[test]
fn a_sender_that_does_not_read_names_the_setting() {
    let error = Sender::new("nobody", None, "https://x").unwrap_err().to_string();
    assert!(error.starts_with("mail_from must be"), "{error}");
    let error = Sender::new("a@example.com", Some("nobody"), "https://x").unwrap_err().to_string();
    assert!(error.starts_with("mail_reply_to must be"), "{error}");
}
