//! Telling a practice of its booking.

use domain::organisations::Supplier;
use mail::testing::Sink;
use services::Error;
use services::outbox::{BookingNews, BookingNotice, enqueue_booking, process_outbox_once};
use store::on_both_databases;

use crate::fixtures::*;

fn notice(sequence: u32, date: &str, news: BookingNews) -> BookingNotice {
    BookingNotice { booking_id: "b1".to_owned(), sequence, practice: code("X10001"), date: day(date), cutoff: day("2023-10-04"), news }
}

on_both_databases! {
    async fn every_manager_hears_of_every_change_once(store: TestStore) {
        let (services, sink) = (world(&store), Sink::start().await);
        let practice = a_practice(&services, "X10001", Supplier::Emis).await;
        let sam = a_manager(&services, "sam", &[&practice]).await;
        a_manager(&services, "alex", &[&practice]).await;
        // Stopping reminders does not stop what one has asked for.
        store::reminders::stop(services.store.writer(), &sam).await.unwrap();
        for (sequence, date, news) in [
            (0, "2023-10-18", BookingNews::Booked),
            (1, "2023-10-25", BookingNews::Moved { from: day("2023-10-18"), reason: "Staff are ill".to_owned() }),
            (1, "2023-10-25", BookingNews::Moved { from: day("2023-10-18"), reason: "Staff are ill".to_owned() }),
            (2, "2023-10-25", BookingNews::Cancelled { reason: "The practice\r\nmerges".to_owned(), wanted_from: None }),
        ] {
            let tx = services.store.begin().await.unwrap();
            enqueue_booking(&services, &tx, notice(sequence, date, news)).await.unwrap();
            tx.commit().await.unwrap();
        }
        assert_eq!(process_outbox_once(&services, &mailer(&sink), 100).await.unwrap().sent, 6);
        for (sequence, method, words) in [
            (0, "PUBLISH", "has a place on 18 October 2023"),
            (1, "PUBLISH", "has moved from 18 October 2023 to 25 October 2023"),
            (2, "CANCEL", "Reason given: The practice merges"),
        ] {
            let mails: Vec<_> = sink.received().into_iter().filter(|mail| mail.mail.contains(&format!("SEQUENCE:{sequence}\n"))).collect();
            assert_eq!(mails.len(), 2, "{sequence}");
            for received in mails {
                let text = received.mail.replace("=\n", "");
                assert!(text.contains(words) && text.contains(&format!("METHOD:{method}")), "{text}");
                assert!(text.contains("UID:b1@tracker.example.nhs.uk\n"));
            }
        }
    }

    async fn nobody_to_tell_is_no_fault_but_an_unknown_practice_is(store: TestStore) {
        let services = world(&store);
        let tx = services.store.begin().await.unwrap();
        assert!(matches!(enqueue_booking(&services, &tx, notice(0, "2023-10-18", BookingNews::Booked)).await, Err(Error::NotFound)));
        drop(tx);
        a_practice(&services, "X10001", Supplier::Emis).await;
        let tx = services.store.begin().await.unwrap();
        assert_eq!(enqueue_booking(&services, &tx, notice(0, "2023-10-18", BookingNews::Booked)).await.unwrap(), 0);
        tx.commit().await.unwrap();
    }
}
