//! Of a booking that has changed since, only the newest is told.

use chrono::TimeDelta;
use domain::organisations::{OdsCode, Supplier};
use domain::outbox::HORIZON;
use domain::slots::{Pool, SlotFacts, SlotStatus};
use mail::testing::{At, Sink};
use services::outbox::{BookingNews, BookingNotice, Released, enqueue_booking, outlook, process_outbox_once, retry, retry_failed};
use services::{Services, system_viewer};
use store::entity::outbox;
use store::on_both_databases;
use store::slots::{Booking, BookingState, Slot};

use crate::fixtures::*;

const DATES: [&str; 2] = ["2023-10-18", "2023-10-25"];

/// A practice that has a place on the first of [`DATES`], and is told so: not sent yet.
async fn booked(services: &Services) -> Booking {
    let practice = a_practice(services, "X10001", Supplier::Emis).await;
    a_manager(services, "sam", &[&practice]).await;
    let db = services.store.writer();
    for date in DATES {
        let slot = Slot { id: date.to_owned(), facts: SlotFacts::fresh(day(date), day("2023-10-04"), 20, SlotStatus::Open) };
        store::slots::insert(db, &services.programme.code, slot, services.clock.now()).await.unwrap();
    }
    let booking = Booking {
        id: "b1".to_owned(),
        practice: practice.to_string(),
        slot_id: DATES[0].to_owned(),
        state: BookingState::Active,
        sequence: 0,
        booked_at: services.clock.now(),
        booked_by: "Sam".to_owned(),
        ended_at: None,
        reason: String::new(),
        pool: Pool::National,
        wanted_from: None,
    };
    store::slots::book(db, &services.programme.code, booking.clone()).await.unwrap();
    tell(services, &practice, &booking, BookingNews::Booked).await;
    booking
}

/// It moves to the second date, and the practice is told so.
async fn moved(services: &Services, booking: Booking) {
    let moved = Booking { slot_id: DATES[1].to_owned(), sequence: booking.sequence + 1, ..booking };
    assert!(store::slots::move_to(services.store.writer(), &moved).await.unwrap());
    let news = BookingNews::Moved { from: day(DATES[0]), reason: "Staff are ill".to_owned() };
    tell(services, &code("X10001"), &moved, news).await;
}

async fn tell(services: &Services, practice: &OdsCode, booking: &Booking, news: BookingNews) {
    let (date, sequence) = (day(&booking.slot_id), u32::try_from(booking.sequence).unwrap());
    let notice =
        BookingNotice { booking_id: booking.id.clone(), sequence, practice: practice.clone(), date, cutoff: day("2023-10-04"), news };
    let tx = services.store.begin().await.unwrap();
    assert_eq!(enqueue_booking(services, &tx, notice).await.unwrap().written, 1);
    tx.commit().await.unwrap();
}

/// Sends what is due; how many were sent, and how many will not be.
async fn send(services: &Services, sink: &Sink) -> (u64, u64) {
    let report = process_outbox_once(services, &mailer(sink), 100).await.unwrap();
    (report.sent, report.failed)
}

async fn row(services: &Services, kind: &str) -> outbox::Model {
    rows(services).await.into_iter().find(|row| row.kind == kind).unwrap()
}

/// The mail server refuses the confirmation until it is given up.
async fn given_up(services: &Services, sink: &Sink) {
    sink.say(At::Recipient, "550 5.7.1 relaying denied");
    assert_eq!(send(services, sink).await, (0, 0));
    services.clock.move_to(services.clock.now() + HORIZON + TimeDelta::minutes(1));
    assert_eq!(send(services, sink).await, (0, 1));
    assert_eq!(outlook(services).await.unwrap().facts.given_up, 1);
    sink.be_usual();
}

on_both_databases! {
    async fn a_confirmation_that_stands_is_sent_after_all(store: TestStore) {
        let (services, sink) = (world(&store), Sink::start().await);
        booked(&services).await;
        given_up(&services, &sink).await;
        assert_eq!(retry_failed(&services, &system_viewer("test")).await.unwrap(), Released { due: 1, left: 0 });
        assert_eq!((send(&services, &sink).await, sink.count()), ((1, 0), 1));
    }

    async fn one_that_was_given_up_is_left_where_the_booking_has_changed(store: TestStore) {
        let (services, sink, admin) = (world(&store), Sink::start().await, system_viewer("test"));
        let booking = booked(&services).await;
        given_up(&services, &sink).await;
        moved(&services, booking).await;
        assert_eq!(retry_failed(&services, &admin).await.unwrap(), Released { due: 0, left: 1 });
        assert_eq!(send(&services, &sink).await, (1, 0));
        assert!(sink.count() == 1 && row(&services, "booking-moved").await.sent_at.is_some());
        let left = row(&services, "booking-confirmed").await;
        assert!(left.failed_at.is_some() && left.last_error.unwrap().contains("changed since"));
        assert_eq!(outlook(&services).await.unwrap().facts.given_up, 0, "nothing is left for anybody to do");
        // Nor where it is asked for by name: then it is said once more.
        assert_eq!(retry(&services, &admin, &[left.id]).await.unwrap().due, 1);
        assert_eq!((send(&services, &sink).await, sink.count()), ((0, 1), 1));
    }

    async fn one_that_waits_is_not_sent_beside_the_newer(store: TestStore) {
        let (services, sink) = (world(&store), Sink::start().await);
        let booking = booked(&services).await;
        moved(&services, booking).await;
        assert_eq!((send(&services, &sink).await, sink.count()), ((1, 1), 1));
        assert!(row(&services, "booking-moved").await.sent_at.is_some());
    }

    async fn a_reminder_of_another_week_is_left(store: TestStore) {
        let (services, sink) = (world(&store), Sink::start().await);
        write_mails(&services, 1).await;
        given_up(&services, &sink).await;
        services.clock.move_to(services.clock.now() + TimeDelta::days(2));
        assert_eq!(retry_failed(&services, &system_viewer("test")).await.unwrap(), Released { due: 0, left: 1 });
        let left = rows(&services).await.remove(0);
        assert!(left.last_error.unwrap().contains("in time") && outlook(&services).await.unwrap().facts.given_up == 0);
    }
}
