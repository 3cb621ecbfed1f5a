//! Names and reasons that try to be something else.

#![cfg(test)]

use mail::{Booking, BookingCancelled, Envelope, ExceptionEnd, Line, Links, Message, Reminder, Sender, WaitingEnd};

const SCRIPT: &str = "<script>alert(1)</script> & \"Sons\"";
const BREAKS: &str = "Surgery\r\nBcc: everybody@example.com\r\n\r\n<p>Pay here</p>";

fn every_kind_with(name: &str) -> Vec<Message> {
    let line = Line::from(name);
    Message::samples()
        .into_iter()
        .map(|mut message| {
            match &mut message {
                Message::SignIn(_) | Message::AccessReminder(_) => {}
                Message::Invitation(invitation) => {
                    invitation.name = line.clone();
                    invitation.invited_by = line.clone();
                }
                Message::AccessConfirm(confirm) => confirm.organisation = line.clone(),
                Message::AccessGranted(granted) => (granted.name, granted.organisation) = (line.clone(), line.clone()),
                Message::AccessRefused(refused) => {
                    (refused.name, refused.organisation, refused.reason) = (line.clone(), line.clone(), line.clone());
                }
                Message::Reminder(reminder) => hostile_reminder(reminder, &line),
                Message::BookingConfirmed(booking) => hostile_booking(booking, &line),
                Message::BookingMoved(moved) => {
                    hostile_booking(&mut moved.booking, &line);
                    moved.reason = line.clone();
                }
                Message::PlaceOffered(offered) => offered.practice.name = line.clone(),
                Message::WaitingEnded(ended) => {
                    ended.practice.name = line.clone();
                    ended.end = WaitingEnd::Ended { reason: line.clone() };
                }
                Message::WaitingMoved(moved) => (moved.practice.name, moved.reason) = (line.clone(), line.clone()),
                Message::Decision(decision) => (decision.practice.name, decision.note) = (line.clone(), line.clone()),
                Message::PlannedDay(planned) => (planned.practice.name, planned.programme) = (line.clone(), line.clone()),
                Message::ExceptionReview(review) => (review.practice.name, review.category) = (line.clone(), line.clone()),
                Message::ExceptionEnded(ended) => {
                    (ended.practice.name, ended.category) = (line.clone(), line.clone());
                    ended.end = ExceptionEnd::Early { on: ended.deadline, note: line.clone() };
                }
                Message::DateCheck(check) => check.practice.name = line.clone(),
                Message::DateUnconfirmed(unconfirmed) => unconfirmed.practice.name = line.clone(),
                Message::DidNotWork(failed) => (failed.practice.name, failed.seen) = (line.clone(), vec![line.clone()]),
                Message::BookingCancelled(BookingCancelled { booking, reason, .. }) => {
                    hostile_booking(booking, &line);
                    *reason = line.clone();
                }
            }
            message
        })
        .collect()
}

fn hostile_reminder(reminder: &mut Reminder, line: &Line) {
    reminder.practice.name = line.clone();
    reminder.programme = line.clone();
    reminder.outstanding = vec![line.clone()];
}

fn hostile_booking(booking: &mut Booking, line: &Line) {
    booking.practice.name = line.clone();
    booking.programme = line.clone();
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
        assert!(!whole.lines().any(|line| line.starts_with("Bcc")), "{whole}");
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
        for (plain, hostile) in Message::samples().iter().zip(every_kind_with(trick)) {
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
