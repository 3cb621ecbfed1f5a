use domain::organisations::{OdsCode, Supplier};
use services::confirmation::{SwitchOnDecision, confirm, decide, withdraw};
use services::slots::{book, load, move_to};
use services::{Error, Services};
use store::on_both_databases;

use crate::fixtures::*;

/// Booked for 18 October 2023; it is 20 October.
async fn after_its_date(services: &Services) -> OdsCode {
    let practice = a_ready_practice(services, "X10001", Supplier::Emis).await;
    let slot = a_slot(services, "2023-10-18", 20).await;
    book(services, &manager(&practice), &practice, &slot.id).await.unwrap();
    move_clock(services, "2023-10-20");
    practice
}

on_both_databases! {
    async fn an_emis_practice_is_on_from_the_day_it_looked(store: TestStore) {
        let services = world(&store).await;
        let practice = after_its_date(&services).await;
        assert_eq!(journey(&services, &practice).await.stage, "date_booked");
        let before = traces(&services).await;
        confirm(&services, &manager(&practice), &practice, day("2023-10-19"), "Three patients see new entries").await.unwrap();
        let row = journey(&services, &practice).await;
        assert_eq!((row.stage.as_str(), row.stage_since), ("switched_on", day("2023-10-19")));
        assert_eq!(traces(&services).await, (before.0 + 1, before.1 + 1));
        assert_eq!(stages_on(&services, &practice, ["2023-10-18", "2023-10-19"]).await, ["date_booked", "switched_on"]);
        let later = a_slot(&services, "2023-11-15", 20).await;
        let moved = move_to(&services, &admin(), &practice, &later.id, "Staff are away").await.unwrap_err();
        assert_eq!(moved.to_string(), "This practice is already switched on.");
        assert!(!load(&services, &admin(), &practice).await.unwrap().booked.unwrap().may_change);
        let twice = confirm(&services, &deputy(&practice), &practice, day("2023-10-20"), "Me too").await.unwrap_err();
        assert_eq!(twice.to_string(), "Sam has confirmed this already: patients have access since 19 October 2023.");
    }

    async fn taking_it_back_takes_the_stage_back_for_every_day(store: TestStore) {
        let services = world(&store).await;
        let practice = after_its_date(&services).await;
        confirm(&services, &manager(&practice), &practice, day("2023-10-19"), "Looked at the wrong practice").await.unwrap();
        let before = traces(&services).await;
        assert!(matches!(withdraw(&services, &manager(&practice), &practice, " ").await, Err(Error::Invalid(_))));
        withdraw(&services, &manager(&practice), &practice, "It was another practice").await.unwrap();
        assert_eq!(journey(&services, &practice).await.stage, "date_booked");
        assert_eq!(stages_on(&services, &practice, ["2023-10-19", "2023-10-20"]).await, ["date_booked"; 2]);
        assert_eq!(traces(&services).await, (before.0 + 1, before.1 + 1));
        let nothing = withdraw(&services, &manager(&practice), &practice, "Again").await.unwrap_err();
        assert!(matches!(nothing, Error::Conflict(_)), "{nothing:?}");
        confirm(&services, &manager(&practice), &practice, day("2023-10-20"), "Now really").await.unwrap();
        assert_eq!(stages_on(&services, &practice, ["2023-10-19", "2023-10-20"]).await, ["date_booked", "switched_on"]);
    }

    async fn not_before_the_date(store: TestStore) {
        let services = world(&store).await;
        let practice = a_ready_practice(&services, "X10001", Supplier::Emis).await;
        let today = day("2023-09-18");
        let unbooked = confirm(&services, &manager(&practice), &practice, today, "On").await.unwrap_err();
        assert_eq!(unbooked.to_string(), "Book a date first: there is nothing to confirm yet.");
        let slot = a_slot(&services, "2023-10-18", 20).await;
        book(&services, &manager(&practice), &practice, &slot.id).await.unwrap();
        let before = traces(&services).await;
        let early = confirm(&services, &manager(&practice), &practice, today, "On").await.unwrap_err();
        assert_eq!(early.to_string(), "You can confirm from 18 October 2023, the date you booked.");
        move_clock(&services, "2023-10-20");
        let Error::Invalid(mistakes) = confirm(&services, &manager(&practice), &practice, day("2023-10-17"), "").await.unwrap_err() else {
            panic!("mistakes are values")
        };
        let told: Vec<_> = mistakes.iter().map(|mistake| mistake.message.as_str()).collect();
        assert_eq!(told, ["The day patients got access must be 18 October 2023 or later, the date you booked", "Say what you saw when you looked"]);
        assert_eq!(traces(&services).await, before);
    }

    async fn another_supplier_confirms_with_evidence_and_tpp_does_not(store: TestStore) {
        let services = world(&store).await;
        let practice = a_practice(&services, "X10001", Supplier::Vision).await;
        confirm(&services, &manager(&practice), &practice, day("2023-09-15"), "Letter from the supplier").await.unwrap();
        assert_eq!(journey(&services, &practice).await.stage, "not_started", "the ICB has not agreed");
        assert_eq!(waits_for(&services, &icb_staff()).await, 1);
        agree(&services, &practice).await;
        assert_eq!(waits_for(&services, &icb_staff()).await, 0);
        assert_eq!(journey(&services, &practice).await.stage, "switched_on");
        assert_eq!(stages_on(&services, &practice, ["2023-09-14", "2023-09-15"]).await, ["nothing known", "switched_on"]);
        let tpp = a_ready_practice(&services, "X10002", Supplier::Tpp).await;
        let refused = confirm(&services, &manager(&tpp), &tpp, day("2023-09-15"), "On").await.unwrap_err();
        assert!(matches!(refused, Error::Conflict(_)), "{refused:?}");
    }

    async fn a_confirmation_from_an_earlier_supplier_does_not_count(store: TestStore) {
        let services = world(&store).await;
        let practice = a_ready_practice(&services, "X10001", Supplier::Vision).await;
        confirm(&services, &manager(&practice), &practice, day("2023-09-15"), "Letter from the supplier").await.unwrap();
        set_supplier(&services, &practice, Supplier::Emis).await;
        answer_everything(&services, &practice, Supplier::Emis).await;
        let slot = a_slot(&services, "2023-10-18", 20).await;
        book(&services, &manager(&practice), &practice, &slot.id).await.unwrap();
        move_clock(&services, "2023-10-20");
        confirm(&services, &manager(&practice), &practice, day("2023-10-20"), "Looked again").await.unwrap();
        assert_eq!(stages_on(&services, &practice, ["2023-10-19", "2023-10-20"]).await, ["date_booked", "switched_on"]);
        assert!(last_event(&services).await.before.unwrap().contains("Letter from the supplier"));
    }

    async fn nobody_else_may_confirm(store: TestStore) {
        let services = world(&store).await;
        let practice = after_its_date(&services).await;
        let before = traces(&services).await;
        for (viewer, told) in refused_people() {
            let refused = confirm(&services, &viewer, &practice, day("2023-10-19"), "On").await.unwrap_err();
            assert_eq!(refused.to_string(), told, "{}", viewer.name);
            assert_eq!(withdraw(&services, &viewer, &practice, "No").await.unwrap_err().to_string(), told, "{}", viewer.name);
        }
        assert_eq!(traces(&services).await, before);
    }

    async fn an_icb_agrees_to_what_it_saw_or_sends_it_back(store: TestStore) {
        let services = world(&store).await;
        let practice = a_practice(&services, "X10001", Supplier::Vision).await;
        give_account(&services, &manager(&practice)).await;
        let first = confirm(&services, &manager(&practice), &practice, day("2023-09-15"), "A letter").await.unwrap().record;
        let before = traces(&services).await;
        let people = [(manager(&practice), "not allowed"), (viewer("Other", domain::accounts::Role::Icb, domain::accounts::Scope::sub_icbs([code("X1B")])), "not found")];
        for (viewer, told) in people {
            let refused = decide(&services, &viewer, &practice, first.recorded_at, SwitchOnDecision::Agree).await.unwrap_err();
            assert_eq!(refused.to_string(), told, "{}", viewer.name);
        }
        let silent = decide(&services, &icb_staff(), &practice, first.recorded_at, SwitchOnDecision::SendBack(" ".to_owned())).await.unwrap_err();
        assert!(matches!(silent, Error::Invalid(_)), "{silent:?}");
        assert_eq!(traces(&services).await, before);
        decide(&services, &icb_staff(), &practice, first.recorded_at, SwitchOnDecision::SendBack("Which patients?".to_owned())).await.unwrap();
        move_clock(&services, "2023-09-19");
        confirm(&services, &manager(&practice), &practice, day("2023-09-16"), "Two patients").await.unwrap();
        let stale = decide(&services, &icb_staff(), &practice, first.recorded_at, SwitchOnDecision::Agree).await.unwrap_err();
        assert!(matches!(stale, Error::Conflict(_)), "{stale:?}");
        agree(&services, &practice).await;
        assert_eq!(stages_on(&services, &practice, ["2023-09-15", "2023-09-16"]).await, ["nothing known", "switched_on"]);
        let told: Vec<_> = messages(&services).await.into_iter().map(|(kind, _)| kind).collect();
        assert_eq!(told, ["decision", "decision"]);
    }
}
