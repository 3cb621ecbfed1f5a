//! Every kind of mail, whole, as it goes over the wire.

#![cfg(test)]

use mail::{
    BookingCancelled, BookingMoved, Decision, DecisionAsked, Envelope, ExceptionEnded, Message, Reminder, Sender, WaitingEnded,
    WaitingMoved,
};

fn sender() -> Sender {
    Sender::new("Record access readiness tracker <tracker@example.nhs.uk>", Some("help@example.nhs.uk"), "https://tracker.example.nhs.uk/")
        .unwrap()
}

fn whole(message: &Message) -> String {
    let envelope = Envelope {
        message_id: "<018b2f5e-0000-7000-8000-00000000000a@tracker.example.nhs.uk>",
        recipient: "sam@example.com",
        written_at: "2023-09-18T08:05:00Z".parse().unwrap(),
    };
    let mail = sender().compose(&envelope, message).unwrap();
    String::from_utf8(mail.formatted()).unwrap().replace("\r\n", "\n")
}

#[test]
fn every_kind() {
    for message in Message::samples() {
        insta::assert_snapshot!(message.kind(), whole(&message));
    }
}

#[test]
fn an_overdue_reminder_with_nothing_open_on_the_checklist() {
    insta::assert_snapshot!("reminder-overdue", whole(&Message::Reminder(Reminder::sample_overdue())));
}

#[test]
fn a_booking_put_off_and_waiting_for_a_date_that_is_cancelled_or_moved() {
    insta::assert_snapshot!("booking-put-off", whole(&Message::BookingCancelled(BookingCancelled::sample_put_off())));
    insta::assert_snapshot!("waiting-moved-kept", whole(&Message::WaitingMoved(WaitingMoved::sample_kept())));
    insta::assert_snapshot!("waiting-cancelled", whole(&Message::WaitingEnded(WaitingEnded::sample_cancelled())));
}

#[test]
fn an_exception_that_ends_before_the_deadline_and_ones_that_have_ended_for_the_icb() {
    insta::assert_snapshot!("decision-early", whole(&Message::Decision(Decision::sample_early())));
    insta::assert_snapshot!("exception-ended-icb", whole(&Message::ExceptionEnded(ExceptionEnded::sample_to_sub_group())));
    insta::assert_snapshot!("exception-ended-early", whole(&Message::ExceptionEnded(ExceptionEnded::sample_early())));
}

#[test]
fn what_a_practice_asks_of_its_icb() {
    insta::assert_snapshot!("decision-asked-supplier", whole(&Message::DecisionAsked(DecisionAsked::sample_supplier())));
    insta::assert_snapshot!("decision-asked-switch-on", whole(&Message::DecisionAsked(DecisionAsked::sample_switch_on())));
}

#[test]
fn a_date_after_the_deadline_is_said_to_be_so() {
    let said = |day: &str| {
        let sample = BookingMoved::sample();
        let booking = mail::Booking { date: day.parse().unwrap(), ..sample.booking };
        let moved = whole(&Message::BookingMoved(BookingMoved { booking: booking.clone(), ..sample }));
        [moved, whole(&Message::BookingConfirmed(booking))].map(|mail| mail.contains("after the deadline, 31 October 2023"))
    };
    assert_eq!((said("2023-10-31"), said("2023-11-02")), ([false, false], [true, true]));
}

#[test]
fn the_same_message_gives_the_same_bytes() {
    for message in Message::samples() {
        assert_eq!(whole(&message), whole(&message));
    }
}
