//! Telling a practice of its booking.

use domain::organisations::Supplier;
use mail::testing::{Answer, Sink};
use mail::{Message, PlaceOffered};
use services::Error;
use services::outbox::{BookingNews, BookingNotice, enqueue_booking, process_outbox_once, tell_practice};
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
        assert_eq!(enqueue_booking(&services, &tx, notice(0, "2023-10-18", BookingNews::Booked)).await.unwrap().written, 0);
        tx.commit().await.unwrap();
    }

    async fn whose_last_mail_was_refused_is_named(store: TestStore) {
        let (services, sink) = (world(&store), Sink::start().await);
        let practice = a_practice(&services, "X10001", Supplier::Emis).await;
        for name in ["mona", "noor"] {
            a_manager(&services, name, &[&practice]).await;
        }
        let tell = async |sequence| {
            let tx = services.store.begin().await.unwrap();
            let told = enqueue_booking(&services, &tx, notice(sequence, "2023-10-18", BookingNews::Booked)).await.unwrap();
            tx.commit().await.unwrap();
            told
        };
        let first = tell(0).await;
        assert_eq!((first.people.len(), first.failing.len(), first.written), (2, 0, 2));
        assert_eq!(tell(0).await.written, 0, "each is told once");
        sink.answer_next([Answer::RefuseRecipient("550 5.1.1 no such user"), Answer::Accept]);
        process_outbox_once(&services, &mailer(&sink), 100).await.unwrap();
        let refused = rows(&services).await.into_iter().find(|row| row.failed_at.is_some()).unwrap().recipient;
        let second = tell(1).await;
        assert_eq!(second.failing.len(), 1);
        assert!(refused.starts_with(&second.failing[0].to_lowercase()), "{refused}: {:?}", second.failing);
        assert!(second.reaches_somebody());
        // One that is taken later makes it good again.
        services.clock.move_to(services.clock.now() + chrono::TimeDelta::minutes(1));
        process_outbox_once(&services, &mailer(&sink), 100).await.unwrap();
        assert_eq!(tell(2).await.failing, Vec::<String>::new());
    }

    async fn a_mail_that_is_out_of_date_says_nothing_of_its_address(store: TestStore) {
        let (services, sink) = (world(&store), Sink::start().await);
        let practice = a_practice(&services, "X10001", Supplier::Emis).await;
        a_manager(&services, "mona", &[&practice]).await;
        let tx = services.store.begin().await.unwrap();
        let (slot, expires_at) = ("s1".to_owned(), services.clock.now());
        let offer = |practice| Message::PlaceOffered(PlaceOffered { practice, date: day("2023-10-18"), slot, expires_at });
        tell_practice(&services, &tx, &practice, "w1", offer).await.unwrap();
        tx.commit().await.unwrap();
        services.clock.move_to(expires_at + chrono::TimeDelta::hours(1));
        process_outbox_once(&services, &mailer(&sink), 100).await.unwrap();
        assert!(rows(&services).await[0].failed_at.is_some());
        let tx = services.store.begin().await.unwrap();
        let told = enqueue_booking(&services, &tx, notice(0, "2023-10-18", BookingNews::Booked)).await.unwrap();
        assert_eq!(told.failing, Vec::<String>::new());
    }
}
