use domain::next_step::NextStep;
use domain::organisations::{OdsCode, Supplier};
use services::practices::{Sort, my_practices, overview};
use services::slots::{
    Slot, book, cancel, cancel_slot, defer, expire_offers, hold_back, join, leave, load, move_slot, move_to, release, set_places, take_up,
};
use services::{Error, Services};
use store::on_both_databases;

use crate::fixtures::*;

async fn until(services: &Services, practice: &OdsCode, slot: &Slot) -> Option<String> {
    let view = load(services, &own(practice), practice).await.unwrap();
    let offer = view.offers.into_iter().find(|offer| offer.slot.id == slot.id).unwrap();
    offer.wait?.offered_until.map(domain::time::format_instant)
}

on_both_databases! {
    async fn a_freed_place_goes_down_the_list_in_order(store: TestStore) {
        let services = world(&store).await;
        let [one, two, three] = ready(&services).await;
        let slot = a_slot(&services, "2023-10-18", 1).await;
        book(&services, &own(&one), &one, &slot.id).await.unwrap();
        for practice in [&two, &three] {
            join(&services, &own(practice), practice, &slot.id).await.unwrap();
        }
        cancel(&services, &own(&one), &one, "Ill").await.unwrap();
        assert_eq!(until(&services, &two, &slot).await.as_deref(), Some("20 September 2023 at 9:05am BST"));
        assert_eq!((until(&services, &three, &slot).await, taken(&services, &slot).await), (None, 1));
        let full = book(&services, &own(&one), &one, &slot.id).await.unwrap_err();
        assert_eq!(full.to_string(), "Every place on this date is taken.");

        move_clock(&services, "2023-09-21");
        let late = take_up(&services, &own(&two), &two, &slot.id).await.unwrap_err();
        assert_eq!(late.to_string(), "The place that was kept for you has gone to the next practice on the list.");
        assert_eq!(expire_offers(&services).await.unwrap(), 1);
        assert_eq!(expire_offers(&services).await.unwrap(), 0);
        assert_eq!(until(&services, &three, &slot).await.as_deref(), Some("23 September 2023 at 9:05am BST"));
        take_up(&services, &own(&three), &three, &slot.id).await.unwrap();
        assert_eq!((until(&services, &three, &slot).await, taken(&services, &slot).await), (None, 1));
        let kinds: Vec<_> = messages(&services).await.into_iter().map(|(kind, _)| kind).collect();
        let expected = ["booking-cancelled", "booking-confirmed", "booking-confirmed", "place-offered", "place-offered", "waiting-ended"];
        assert_eq!(kinds, expected);
    }

    async fn an_offer_that_has_run_out_is_none_also_before_the_sweep(store: TestStore) {
        let services = world(&store).await;
        let [one, two] = ready(&services).await;
        let slot = a_slot(&services, "2023-10-18", 1).await;
        book(&services, &own(&one), &one, &slot.id).await.unwrap();
        join(&services, &own(&two), &two, &slot.id).await.unwrap();
        cancel(&services, &own(&one), &one, "Ill").await.unwrap();
        for (today, expected, kept) in [("2023-09-19", NextStep::TakePlace, true), ("2023-09-21", NextStep::JoinWaitingList, false)] {
            move_clock(&services, today);
            let page = overview(&services, &own(&two), &two).await.unwrap();
            let listed = my_practices(&services, &own(&two), Sort::Name).await.unwrap().unwrap().remove(0);
            assert_eq!((page.next, listed.next), (Some(expected), Some(expected)), "{today}");
            assert_eq!((page.practice_dates.kept().is_some(), &page.practice_dates), (kept, &listed.practice_dates), "{today}");
        }
    }

    async fn the_lists_that_a_practice_is_on_are_named_the_nearest_first(store: TestStore) {
        let services = world(&store).await;
        let [one, two] = ready(&services).await;
        let [late, early] = [a_slot(&services, "2023-10-25", 1).await, a_slot(&services, "2023-10-18", 1).await];
        book(&services, &own(&one), &one, &late.id).await.unwrap();
        join(&services, &own(&two), &two, &late.id).await.unwrap();
        move_to(&services, &own(&one), &one, &early.id, "Earlier").await.unwrap();
        join(&services, &own(&two), &two, &early.id).await.unwrap();
        let practice_dates = overview(&services, &own(&two), &two).await.unwrap().practice_dates;
        assert_eq!(practice_dates.lists.iter().map(|listed| &listed.slot_id).collect::<Vec<_>>(), [&early.id, &late.id]);
        assert_eq!(practice_dates.kept().map(|(listed, _)| &listed.slot_id), Some(&late.id));
        assert_eq!(overview(&services, &own(&one), &one).await.unwrap().practice_dates, Default::default());
    }

    async fn taking_up_moves_and_frees_the_date_one_has(store: TestStore) {
        let services = world(&store).await;
        let [one, two, three] = ready(&services).await;
        let (early, late) = (a_slot(&services, "2023-10-18", 1).await, a_slot(&services, "2023-10-25", 1).await);
        book(&services, &own(&one), &one, &early.id).await.unwrap();
        book(&services, &own(&two), &two, &late.id).await.unwrap();
        join(&services, &own(&two), &two, &early.id).await.unwrap();
        join(&services, &own(&three), &three, &late.id).await.unwrap();
        cancel(&services, &own(&one), &one, "Ill").await.unwrap();
        let booking = take_up(&services, &own(&two), &two, &early.id).await.unwrap().booking;
        assert_eq!((booking.slot_id, booking.sequence), (early.id, 1));
        assert!(until(&services, &three, &late).await.is_some(), "the date that two had is offered at once");
    }

    async fn leaving_gives_the_offer_to_the_next_and_waiting_needs_a_full_date(store: TestStore) {
        let services = world(&store).await;
        let [one, two, three] = ready(&services).await;
        let slot = a_slot(&services, "2023-10-18", 1).await;
        let free = join(&services, &own(&one), &one, &slot.id).await.unwrap_err();
        assert_eq!(free.to_string(), "There is a place on this date now: book it.");
        book(&services, &own(&one), &one, &slot.id).await.unwrap();
        assert_eq!(join(&services, &own(&one), &one, &slot.id).await.unwrap_err().to_string(), "You have already booked this date.");
        for practice in [&two, &three] {
            join(&services, &own(practice), practice, &slot.id).await.unwrap();
        }
        let twice = join(&services, &own(&two), &two, &slot.id).await.unwrap_err();
        assert_eq!(twice.to_string(), "This practice is on the waiting list already.");
        set_places(&services, &admin(), &slot.id, 2).await.unwrap();
        assert!(until(&services, &two, &slot).await.is_some(), "a place that is added is offered");
        leave(&services, &own(&two), &two, &slot.id).await.unwrap();
        assert!(until(&services, &three, &slot).await.is_some());
        assert!(matches!(leave(&services, &own(&two), &two, &slot.id).await, Err(Error::Conflict(_))));
    }

    async fn the_practices_of_an_icb_take_its_places_first(store: TestStore) {
        let services = world(&store).await;
        let [one, two, three] = ready(&services).await;
        let slot = a_slot(&services, "2023-10-18", 2).await;
        hold_back(&services, &admin(), &slot.id, &code("XA1"), 1).await.unwrap();
        let booked = book(&services, &own(&one), &one, &slot.id).await.unwrap().booking;
        assert_eq!(booked.pool, domain::slots::Pool::Held(code("XA1")));
        let less = hold_back(&services, &admin(), &slot.id, &code("XA1"), 0).await.unwrap_err();
        assert!(matches!(less, Error::Invalid(_)), "a place that is taken is not lost: {less:?}");
        let second = book(&services, &own(&two), &two, &slot.id).await.unwrap().booking;
        assert_eq!(second.pool, domain::slots::Pool::National);
        assert!(book(&services, &own(&three), &three, &slot.id).await.is_err());
        let fewer = set_places(&services, &admin(), &slot.id, 1).await.unwrap_err();
        assert!(matches!(fewer, Error::Invalid(_)), "{fewer:?}");
        cancel(&services, &own(&one), &one, "Ill").await.unwrap();
        hold_back(&services, &admin(), &slot.id, &code("XA1"), 0).await.unwrap();
        assert_eq!(book(&services, &own(&three), &three, &slot.id).await.unwrap().booking.pool, domain::slots::Pool::National);
    }

    async fn putting_off_keeps_the_day_and_frees_the_place(store: TestStore) {
        let services = world(&store).await;
        let [one, two] = ready(&services).await;
        let slot = a_slot(&services, "2023-10-18", 1).await;
        book(&services, &own(&one), &one, &slot.id).await.unwrap();
        join(&services, &own(&two), &two, &slot.id).await.unwrap();
        let today = defer(&services, &own(&one), &one, " ", day("2023-09-18")).await.unwrap_err();
        assert!(matches!(&today, Error::Invalid(mistakes) if mistakes.len() == 2), "{today:?}");
        defer(&services, &own(&one), &one, "Server moves", day("2023-11-06")).await.unwrap();
        let view = load(&services, &own(&one), &one).await.unwrap();
        assert_eq!(view.put_off.and_then(|booking| booking.wanted_from), Some(day("2023-11-06")));
        assert!(until(&services, &two, &slot).await.is_some());
        assert_eq!(journey(&services, &one).await.stage, "ready");
    }

    async fn twenty_practices_hear_that_their_date_is_cancelled_and_some_get_another(store: TestStore) {
        let services = world(&store).await;
        let practices = ready::<22>(&services).await;
        let (slot, other) = (a_slot(&services, "2023-10-18", 20).await, a_slot(&services, "2023-10-25", 5).await);
        for practice in &practices[..20] {
            book(&services, &own(practice), practice, &slot.id).await.unwrap();
        }
        for practice in &practices[20..] {
            join(&services, &own(practice), practice, &slot.id).await.unwrap();
        }
        let before = messages(&services).await.len();
        assert!(matches!(cancel_slot(&services, &admin(), &slot.id, None, " ").await, Err(Error::Invalid(_))));
        let concerned = cancel_slot(&services, &admin(), &slot.id, Some(&other.id), "EMIS cannot do it").await.unwrap();
        assert_eq!((concerned.rebooked, concerned.cancelled, concerned.waiting), (5, 15, 2));
        let count = |kind: &str, all: &[(String, String)]| all.iter().filter(|(of, _)| of == kind).count();
        let all = messages(&services).await;
        assert_eq!(all.len(), before + 22);
        assert_eq!((count("booking-moved", &all), count("booking-cancelled", &all), count("waiting-ended", &all)), (5, 15, 2));
        assert_eq!((taken(&services, &slot).await, taken(&services, &other).await), (0, 5));
        // The first to book are the first to be rebooked, and keep the event in their calendars.
        let first = load(&services, &own(&practices[0]), &practices[0]).await.unwrap().booked.unwrap();
        assert_eq!((first.slot.id, first.booking.sequence), (other.id, 1));
        assert_eq!(journey(&services, &practices[19]).await.stage, "ready");
        assert!(matches!(cancel_slot(&services, &admin(), &slot.id, None, "Again").await, Err(Error::Conflict(_))));
    }

    async fn a_date_that_moves_takes_its_practices_with_it(store: TestStore) {
        let services = world(&store).await;
        let [one, two] = ready(&services).await;
        let slot = a_slot(&services, "2023-10-18", 2).await;
        a_slot(&services, "2023-10-25", 2).await;
        for practice in [&one, &two] {
            book(&services, &own(practice), practice, &slot.id).await.unwrap();
        }
        let there = move_slot(&services, &admin(), &slot.id, day("2023-10-25"), day("2023-10-04"), "EMIS").await.unwrap_err();
        assert!(matches!(&there, Error::Invalid(mistakes) if mistakes[0].field == "date"), "{there:?}");
        let moved = move_slot(&services, &admin(), &slot.id, day("2023-10-19"), day("2023-09-28"), "EMIS").await.unwrap();
        assert_eq!(moved.rebooked, 2);
        let view = load(&services, &own(&one), &one).await.unwrap().booked.unwrap();
        assert_eq!((view.slot.facts.date, view.booking.sequence), (day("2023-10-19"), 1));
        assert_eq!(messages(&services).await.iter().filter(|(kind, _)| kind == "booking-moved").count(), 2);
    }

    async fn what_a_practice_holds_is_released_in_the_callers_transaction(store: TestStore) {
        let services = world(&store).await;
        let [one, two, three] = ready(&services).await;
        let (slot, other) = (a_slot(&services, "2023-10-18", 1).await, a_slot(&services, "2023-10-25", 1).await);
        book(&services, &own(&one), &one, &slot.id).await.unwrap();
        book(&services, &own(&two), &two, &other.id).await.unwrap();
        join(&services, &own(&one), &one, &other.id).await.unwrap();
        join(&services, &own(&three), &three, &slot.id).await.unwrap();
        let tx = store.begin().await.unwrap();
        release(&tx, &services, &admin(), &one, "The practice has merged").await.unwrap();
        drop(tx);
        assert!(until(&services, &three, &slot).await.is_none(), "undone with the caller's transaction");
        let tx = store.begin().await.unwrap();
        let released = release(&tx, &services, &admin(), &one, "The practice has merged").await.unwrap();
        assert_eq!((released.date, released.lists), (Some(day("2023-10-18")), 1));
        tx.commit().await.unwrap();
        assert!(until(&services, &three, &slot).await.is_some());
        let tx = store.begin().await.unwrap();
        assert_eq!(release(&tx, &services, &admin(), &one, "Again").await.unwrap(), services::slots::Released::default());
    }

    async fn nobody_else_waits_moves_dates_or_holds_places_back(store: TestStore) {
        let services = world(&store).await;
        let practice = a_ready_practice(&services, "X10001", Supplier::Emis).await;
        let slot = a_slot(&services, "2023-10-18", 1).await;
        for (viewer, told) in refused_people() {
            for refused in [
                join(&services, &viewer, &practice, &slot.id).await.unwrap_err(),
                leave(&services, &viewer, &practice, &slot.id).await.unwrap_err(),
                take_up(&services, &viewer, &practice, &slot.id).await.unwrap_err(),
            ] {
                assert_eq!(refused.to_string(), told, "{}", viewer.name);
            }
        }
        for viewer in [manager(&practice), icb_staff()] {
            assert!(matches!(cancel_slot(&services, &viewer, &slot.id, None, "No").await, Err(Error::Forbidden)));
            let moved = move_slot(&services, &viewer, &slot.id, day("2023-10-19"), day("2023-10-01"), "No").await;
            assert!(matches!(moved, Err(Error::Forbidden)));
            assert!(matches!(hold_back(&services, &viewer, &slot.id, &code("XA1"), 1).await, Err(Error::Forbidden)));
        }
    }

    async fn after_the_cut_off_the_icb_moves_a_booking(store: TestStore) {
        let services = world(&store).await;
        let practice = a_ready_practice(&services, "X10001", Supplier::Emis).await;
        let (one, two) = (a_slot(&services, "2023-10-18", 20).await, a_slot(&services, "2023-11-08", 20).await);
        book(&services, &manager(&practice), &practice, &one.id).await.unwrap();
        move_clock(&services, "2023-09-28");
        move_to(&services, &icb_staff(), &practice, &two.id, "The practice asked us").await.unwrap();
        assert_eq!((taken(&services, &one).await, taken(&services, &two).await), (0, 1));
    }
}
