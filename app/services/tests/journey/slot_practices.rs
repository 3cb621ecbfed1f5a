//! Who has a date and who waits for it, as an administrator sees them before and after.

use domain::accounts::{Role, Scope};
use services::confirmation::confirm;
use services::slots::{EntryStatus, Reported, Unreached, book, cancel, cancel_slot, did_not_work, join, move_slot, slot_practices};
use services::{Error, Services};
use store::on_both_databases;

use crate::fixtures::*;

/// Codes of the practices that have the date, and of those that wait.
async fn on(services: &Services, slot_id: &str) -> (Vec<String>, Vec<(String, EntryStatus)>) {
    let found = slot_practices(services, &admin(), slot_id).await.unwrap();
    let waits = found.waits.iter().map(|one| (one.practice.code.to_string(), one.state)).collect();
    (found.has.iter().map(|one| one.practice.code.to_string()).collect(), waits)
}

on_both_databases! {
    async fn those_who_have_it_and_those_who_wait_are_named(store: TestStore) {
        let services = world(&store).await;
        let [one, two, three, four] = ready(&services).await;
        let slot = a_slot(&services, "2023-10-18", 2).await;
        book(&services, &own(&two), &two, &slot.id).await.unwrap();
        services.clock.move_to(services.clock.now() + chrono::TimeDelta::minutes(1));
        book(&services, &own(&one), &one, &slot.id).await.unwrap();
        for late in [&four, &three] {
            join(&services, &own(late), late, &slot.id).await.unwrap();
        }
        let found = slot_practices(&services, &admin(), &slot.id).await.unwrap();
        let first = &found.has[0];
        assert_eq!((first.practice.name.as_str(), first.practice.icb.as_deref()), ("Practice Z00001", Some("Invented ICB")));
        assert_eq!(first.said, Reported::Nothing);
        let (has, waits) = on(&services, &slot.id).await;
        assert_eq!(has, ["Z00001", "Z00000"], "who booked first comes first");
        assert_eq!(waits, [("Z00003".to_owned(), EntryStatus::Waits(1)), ("Z00002".to_owned(), EntryStatus::Waits(2))]);

        cancel(&services, &own(&two), &two, "Staff are away").await.unwrap();
        let (has, waits) = on(&services, &slot.id).await;
        assert_eq!(has, ["Z00000"]);
        assert!(matches!(waits[0].1, EntryStatus::Offered(_)) && waits[1].1 == EntryStatus::Waits(1), "{waits:?}");
        move_clock(&services, "2023-09-21");
        assert_eq!(on(&services, &slot.id).await.1[0].1, EntryStatus::RanOut, "before the sweep");
    }

    async fn a_date_that_has_passed_says_who_confirmed(store: TestStore) {
        let services = world(&store).await;
        let [one, two, three] = ready(&services).await;
        let slot = a_slot(&services, "2023-10-18", 3).await;
        for practice in [&one, &two, &three] {
            book(&services, &own(practice), practice, &slot.id).await.unwrap();
        }
        move_clock(&services, "2023-10-19");
        confirm(&services, &own(&one), &one, day("2023-10-18"), "A note is seen").await.unwrap();
        did_not_work(&services, &own(&two), &two, "No note is seen").await.unwrap();
        let said = slot_practices(&services, &admin(), &slot.id).await.unwrap().has.iter().map(|one| one.said).collect::<Vec<_>>();
        assert_eq!(said, [Reported::Works(day("2023-10-18")), Reported::DidNotWork, Reported::Nothing]);
    }

    async fn only_an_administrator_sees_them_and_those_of_their_scope_alone(store: TestStore) {
        let services = world(&store).await;
        let [one] = ready(&services).await;
        let slot = a_slot(&services, "2023-10-18", 1).await;
        book(&services, &own(&one), &one, &slot.id).await.unwrap();
        for other in [own(&one), icb_staff(), viewer("Pat", Role::Commissioner, Scope::england())] {
            assert!(matches!(slot_practices(&services, &other, &slot.id).await, Err(Error::Forbidden)), "{}", other.name);
        }
        assert!(matches!(slot_practices(&services, &admin(), "no such date").await, Err(Error::NotFound)));
        let elsewhere = viewer("Remy", Role::Admin, Scope::sub_icbs([code("X1B")]));
        assert!(slot_practices(&services, &elsewhere, &slot.id).await.unwrap().has.is_empty());
    }

    async fn why_a_date_moved_or_was_cancelled_stands_in_its_own_event(store: TestStore) {
        let services = world(&store).await;
        let slot = a_slot(&services, "2023-10-18", 1).await;
        move_slot(&services, &admin(), &slot.id, day("2023-10-25"), slot.facts.cutoff, "EMIS has moved it").await.unwrap();
        cancel_slot(&services, &admin(), &slot.id, None, "EMIS cannot do it").await.unwrap();
        for (action, reason) in [("slots.move-date", "EMIS has moved it"), ("slots.cancel-date", "EMIS cannot do it")] {
            let events = events(&services, action).await;
            let after: serde_json::Value = serde_json::from_str(events[0].after.as_deref().unwrap()).unwrap();
            assert_eq!((events.len(), after["reason"].as_str(), after["date"].as_str()), (1, Some(reason), Some("2023-10-25")));
        }
    }

    async fn who_has_nobody_to_tell_is_named_to_who_moves_or_cancels_a_date(store: TestStore) {
        let services = world(&store).await;
        let practices = many_ready_practices(&services, 4).await;
        let slot = a_slot(&services, "2023-10-18", 2).await;
        for practice in &practices[..2] {
            book(&services, &own(practice), practice, &slot.id).await.unwrap();
        }
        for practice in &practices[2..] {
            join(&services, &own(practice), practice, &slot.id).await.unwrap();
        }
        for somebody in [0, 2] {
            give_account(&services, &own(&practices[somebody])).await;
        }
        let nobody = [1, 3].map(|at| Unreached { practice: practices[at].clone(), failing: Vec::new() });
        let (date, cutoff) = (day("2023-10-25"), day("2023-10-04"));
        let moved = move_slot(&services, &admin(), &slot.id, date, cutoff, "EMIS moved it").await.unwrap();
        assert_eq!((moved.rebooked, moved.still_waiting, &moved.unreached[..]), (2, 2, &nobody[..]));
        let cancelled = cancel_slot(&services, &admin(), &slot.id, None, "EMIS cannot do it").await.unwrap();
        assert_eq!((cancelled.cancelled, cancelled.waiting, &cancelled.unreached[..]), (2, 2, &nobody[..]));
    }
}
