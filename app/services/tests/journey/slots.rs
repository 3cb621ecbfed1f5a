use domain::organisations::Supplier;
use domain::slots::{BookingRefusal, SlotStatus};
use services::Error;
use services::slots::{book, cancel, load, move_to, set_status};
use store::on_both_databases;
use store::slots::BookingState;

use crate::fixtures::*;

fn words(error: &Error) -> &str {
    let Error::Conflict(words) = error else { panic!("{error:?}") };
    words
}

fn manager_of_another() -> domain::accounts::Viewer {
    viewer("Else", domain::accounts::Role::PracticeManager, domain::accounts::Scope::practices([code("X10002")]))
}

on_both_databases! {
    async fn booking_takes_a_place_and_moves_the_stage(store: TestStore) {
        let services = world(&store).await;
        let practice = a_ready_practice(&services, "X10001", Supplier::Emis).await;
        let slot = a_slot(&services, "2023-10-18", 20).await;
        let before = traces(&services).await;
        let booking = book(&services, &manager(&practice), &practice, &slot.id).await.unwrap().booking;
        assert_eq!((booking.sequence, booking.state, booking.booked_by.as_str()), (0, BookingState::Active, "Sam"));
        assert_eq!(taken(&services, &slot).await, 1);
        assert_eq!(journey(&services, &practice).await.stage, "date_booked");
        assert_eq!(traces(&services).await, (before.0 + 1, before.1 + 1));
        let event = last_event(&services).await;
        assert_eq!((event.action.as_str(), event.practice_code.as_deref()), ("slots.book", Some("X10001")));
        assert!(event.after.unwrap().contains("2023-10-18"));
        let seen = load(&services, &icb_staff(), &practice).await.unwrap();
        assert!(!seen.may_work && seen.refusal == Some(BookingRefusal::AlreadyBooked));
        assert_eq!(seen.offers[0].refusal, Some(BookingRefusal::SameDate));
        assert_eq!(seen.booked.unwrap().booking.id, booking.id);
    }

    async fn refusals_leave_nothing_behind(store: TestStore) {
        let services = world(&store).await;
        let ready = a_ready_practice(&services, "X10001", Supplier::Emis).await;
        let unready = a_practice(&services, "X10002", Supplier::Emis).await;
        let tpp = a_ready_practice(&services, "X10003", Supplier::Tpp).await;
        let (open, full) = (a_slot(&services, "2023-10-18", 20).await, a_slot(&services, "2023-10-25", 1).await);
        let (late, closed) = (a_slot(&services, "2023-10-04", 20).await, a_slot(&services, "2023-10-27", 20).await);
        set_status(&services, &admin(), &closed.id, SlotStatus::Closed).await.unwrap();
        let other = a_ready_practice(&services, "X10004", Supplier::Emis).await;
        book(&services, &manager(&other), &other, &full.id).await.unwrap();
        let before = traces(&services).await;
        for (practice, slot, expected) in [
            (&unready, &open, "Finish the required checklist items, confirm your settings and sign the checklist off first."),
            (&tpp, &open, "Only practices that use EMIS book a date."),
            (&ready, &full, "Every place on this date is taken."),
            (&ready, &late, "The last day to sign up for this date has passed."),
            (&ready, &closed, "This date takes no more bookings."),
            (&other, &open, "This practice already has a date: move it instead."),
            // The last place, sent twice.
            (&other, &full, "This practice already has a date: move it instead."),
        ] {
            let refused = book(&services, &manager(practice), practice, &slot.id).await.unwrap_err();
            assert_eq!(words(&refused), expected);
        }
        assert!(matches!(book(&services, &manager(&ready), &ready, "no such date").await, Err(Error::NotFound)));
        assert_eq!(traces(&services).await, before);
        for (slot, expected) in [(&open, 0), (&full, 1), (&late, 0), (&closed, 0)] {
            assert_eq!(taken(&services, slot).await, expected);
        }
        let offers = load(&services, &manager(&ready), &ready).await.unwrap().offers;
        let refusals: Vec<_> = offers.iter().map(|offer| offer.refusal).collect();
        use BookingRefusal::{Closed, Full, PastCutoff};
        assert_eq!(refusals, [Some(PastCutoff), None, Some(Full), Some(Closed)]);
    }

    async fn moving_takes_one_place_and_frees_the_other(store: TestStore) {
        let services = world(&store).await;
        let practice = a_ready_practice(&services, "X10001", Supplier::Emis).await;
        let (one, two) = (a_slot(&services, "2023-10-18", 20).await, a_slot(&services, "2023-11-08", 20).await);
        let booked = book(&services, &manager(&practice), &practice, &one.id).await.unwrap().booking;
        let before = traces(&services).await;
        let moved = move_to(&services, &deputy(&practice), &practice, &two.id, "Staff are away").await.unwrap().booking;
        assert_eq!((moved.id.as_str(), moved.sequence, moved.booked_by.as_str()), (booked.id.as_str(), 1, "Alex"));
        assert_eq!((taken(&services, &one).await, taken(&services, &two).await), (0, 1));
        assert_eq!(traces(&services).await, (before.0 + 1, before.1));
        let back = move_to(&services, &manager(&practice), &practice, &one.id, "Staff are away").await.unwrap().booking;
        assert_eq!((back.id, back.sequence), (booked.id, 2));
        assert_eq!((taken(&services, &one).await, taken(&services, &two).await), (1, 0));
        let all = store::slots::of_practice(store.writer(), &services.programme.code, &practice).await.unwrap();
        let states: Vec<_> = all.iter().map(|booking| (booking.state, booking.sequence)).collect();
        assert_eq!(states, [(BookingState::Active, 2), (BookingState::Moved, 1), (BookingState::Moved, 0)]);
        assert!(load(&services, &manager(&practice), &practice).await.unwrap().offers[1].after_deadline);
    }

    async fn a_move_that_finds_no_place_keeps_the_old_one(store: TestStore) {
        let services = world(&store).await;
        let practice = a_ready_practice(&services, "X10001", Supplier::Emis).await;
        let other = a_ready_practice(&services, "X10002", Supplier::Emis).await;
        let (one, two) = (a_slot(&services, "2023-10-18", 20).await, a_slot(&services, "2023-10-25", 1).await);
        book(&services, &manager(&practice), &practice, &one.id).await.unwrap();
        book(&services, &manager(&other), &other, &two.id).await.unwrap();
        let before = traces(&services).await;
        let refused = move_to(&services, &manager(&practice), &practice, &two.id, "Staff are away").await.unwrap_err();
        assert_eq!(words(&refused), "Every place on this date is taken.");
        let same = move_to(&services, &manager(&practice), &practice, &one.id, "Staff are away").await.unwrap_err();
        assert_eq!(words(&same), "You have already booked this date.");
        assert_eq!((taken(&services, &one).await, taken(&services, &two).await), (1, 1));
        assert_eq!(traces(&services).await, before);
    }

    async fn cancelling_frees_the_place_and_needs_a_reason(store: TestStore) {
        let services = world(&store).await;
        let practice = a_ready_practice(&services, "X10001", Supplier::Emis).await;
        let slot = a_slot(&services, "2023-10-18", 1).await;
        book(&services, &manager(&practice), &practice, &slot.id).await.unwrap();
        let before = traces(&services).await;
        let without = cancel(&services, &manager(&practice), &practice, " \n ").await.unwrap_err();
        assert!(matches!(&without, Error::Invalid(mistakes) if mistakes[0].field == "reason"), "{without:?}");
        assert_eq!(traces(&services).await, before);
        cancel(&services, &manager(&practice), &practice, "We are moving house").await.unwrap();
        assert_eq!(taken(&services, &slot).await, 0);
        assert_eq!(traces(&services).await, (before.0 + 1, before.1 + 1));
        assert_eq!(journey(&services, &practice).await.stage, "ready");
        let nothing = cancel(&services, &manager(&practice), &practice, "Again").await.unwrap_err();
        assert_eq!(words(&nothing), "This practice has no date booked.");
        let again = book(&services, &manager(&practice), &practice, &slot.id).await.unwrap().booking;
        assert_eq!(again.sequence, 0);
        let all = store::slots::of_practice(store.writer(), &services.programme.code, &practice).await.unwrap();
        assert_eq!(all.iter().map(|booking| booking.state).collect::<Vec<_>>(), [BookingState::Active, BookingState::Cancelled]);
        assert_eq!((all[1].reason.as_str(), all[1].sequence), ("We are moving house", 1));
    }

    async fn after_the_cut_off_only_an_administrator_changes_a_booking(store: TestStore) {
        let services = world(&store).await;
        let practice = a_ready_practice(&services, "X10001", Supplier::Emis).await;
        let (one, two) = (a_slot(&services, "2023-10-18", 20).await, a_slot(&services, "2023-11-08", 20).await);
        book(&services, &manager(&practice), &practice, &one.id).await.unwrap();
        move_clock(&services, "2023-09-27");
        assert!(load(&services, &manager(&practice), &practice).await.unwrap().booked.unwrap().may_change);
        move_clock(&services, "2023-09-28");
        let before = traces(&services).await;
        let expected = "The last day to move or cancel this booking was 27 September 2023. Ask your ICB or the programme for help.";
        let refused = move_to(&services, &manager(&practice), &practice, &two.id, "Staff are away").await.unwrap_err();
        assert_eq!(words(&refused), expected);
        assert_eq!(words(&cancel(&services, &manager(&practice), &practice, "Too late").await.unwrap_err()), expected);
        assert_eq!(traces(&services).await, before);
        move_to(&services, &admin(), &practice, &two.id, "Staff are away").await.unwrap();
        assert_eq!((taken(&services, &one).await, taken(&services, &two).await), (0, 1));
    }

    async fn each_change_is_told_once_to_each_of_the_practices_people(store: TestStore) {
        let services = world(&store).await;
        let practice = a_ready_practice(&services, "X10001", Supplier::Emis).await;
        for person in [manager(&practice), deputy(&practice), icb_staff(), manager_of_another()] {
            give_account(&services, &person).await;
        }
        let (one, two) = (a_slot(&services, "2023-10-18", 20).await, a_slot(&services, "2023-10-25", 20).await);
        book(&services, &manager(&practice), &practice, &one.id).await.unwrap();
        assert!(book(&services, &manager(&practice), &practice, &two.id).await.is_err());
        move_to(&services, &manager(&practice), &practice, &two.id, "Staff are away").await.unwrap();
        cancel(&services, &deputy(&practice), &practice, "Ill").await.unwrap();
        let told = |kind: &str| ["Alex@example.com", "Sam@example.com"].map(|who| (kind.to_owned(), who.to_owned()));
        let expected: Vec<_> = ["booking-cancelled", "booking-confirmed", "booking-moved"].into_iter().flat_map(told).collect();
        assert_eq!(messages(&services).await, expected);
    }

    async fn nobody_else_may_book(store: TestStore) {
        let services = world(&store).await;
        let practice = a_ready_practice(&services, "X10001", Supplier::Emis).await;
        let (one, two) = (a_slot(&services, "2023-10-18", 20).await, a_slot(&services, "2023-10-25", 20).await);
        for (viewer, told) in refused_people() {
            assert_eq!(book(&services, &viewer, &practice, &one.id).await.unwrap_err().to_string(), told, "{}", viewer.name);
            assert_eq!(load(&services, &viewer, &practice).await.is_ok(), told == "not allowed", "{}", viewer.name);
        }
        book(&services, &admin(), &practice, &one.id).await.unwrap();
        let before = traces(&services).await;
        // The ICB sub-group may: it helps after the cut-off.
        for (viewer, told) in refused_people().into_iter().filter(|(viewer, _)| viewer.name != "Kim") {
            assert_eq!(move_to(&services, &viewer, &practice, &two.id, "No").await.unwrap_err().to_string(), told, "{}", viewer.name);
            assert_eq!(cancel(&services, &viewer, &practice, "No").await.unwrap_err().to_string(), told, "{}", viewer.name);
        }
        assert_eq!(traces(&services).await, before);
    }
}
