//! Signing the checklist off, reopening it, and what lets a sign-off fall.

use domain::checklist::TypedSignOff;
use domain::organisations::Supplier;
use services::checklist::{Saved, reopen, save, sign_off};
use services::{Error, stages};
use store::on_both_databases;

use crate::fixtures::*;

fn typed() -> TypedSignOff {
    TypedSignOff { name: "Moira Hall".into(), deputy: "Sam".into(), declared: true }
}

on_both_databases! {
    async fn what_is_settled_is_ready_once_it_is_signed_off(store: TestStore) {
        let services = world(&store).await;
        let practice = a_practice(&services, "X10001", Supplier::Emis).await;
        let early = services::checklist::sign(&services, &manager(&practice), &practice, 1, &typed()).await.unwrap_err();
        assert_eq!(early.to_string(), "“Review your policies and procedures” is still open. Complete every required item first.");
        answer_everything(&services, &practice, Supplier::Emis).await;
        assert_eq!(journey(&services, &practice).await.stage, "checklist_in_progress");
        services::checklist::sign(&services, &manager(&practice), &practice, 1, &typed()).await.unwrap();
        assert_eq!(journey(&services, &practice).await.stage, "ready");
        let event = last_event(&services).await;
        assert_eq!(event.action, "checklist.sign-off");
        assert!(event.after.unwrap().contains("Moira Hall"));
        let twice = services::checklist::sign(&services, &deputy(&practice), &practice, 1, &typed()).await.unwrap_err();
        assert_eq!(twice.to_string(), "Moira Hall has signed the checklist off already.");
        let seen = sign_off(&services, &icb_staff(), &practice).await.unwrap();
        let signed = seen.signed.unwrap();
        assert_eq!((signed.name.as_str(), signed.deputy.as_str(), signed.version, seen.may_work), ("Moira Hall", "Sam", 1, false));
    }

    async fn reopening_needs_a_reason_and_moves_the_stage_back(store: TestStore) {
        let services = world(&store).await;
        let practice = a_ready_practice(&services, "X10001", Supplier::Tpp).await;
        let before = traces(&services).await;
        assert!(matches!(reopen(&services, &manager(&practice), &practice, " ").await, Err(Error::Invalid(_))));
        assert_eq!(traces(&services).await, before);
        move_clock(&services, "2023-09-20");
        reopen(&services, &deputy(&practice), &practice, "The locum list was out of date").await.unwrap();
        assert_eq!(journey(&services, &practice).await.stage, "checklist_in_progress");
        assert_eq!(stages_on(&services, &practice, ["2023-09-18", "2023-09-20"]).await, ["ready", "checklist_in_progress"]);
        let event = last_event(&services).await;
        assert_eq!((event.action.as_str(), event.actor.as_str()), ("checklist.reopen", "Alex"));
        let again = reopen(&services, &manager(&practice), &practice, "Once more").await.unwrap_err();
        assert_eq!(again.to_string(), "The checklist is not signed off, so there is nothing to reopen.");
        sign(&services, &practice).await;
        assert_eq!(journey(&services, &practice).await.stage, "ready");
        assert_eq!(sign_off(&services, &manager(&practice), &practice).await.unwrap().ended.len(), 1);
    }

    async fn a_required_item_that_is_open_again_lets_the_sign_off_fall(store: TestStore) {
        let services = world(&store).await;
        let practice = a_ready_practice(&services, "X10001", Supplier::Emis).await;
        let mut notes = form(&services, &practice, "staff").await;
        notes.get_mut("staff-trained").unwrap().note = "A note changes nothing".into();
        save(&services, &manager(&practice), &practice, "staff", &notes).await.unwrap();
        assert_eq!(journey(&services, &practice).await.stage, "ready");
        let mut typed = form(&services, &practice, "staff").await;
        typed.get_mut("staff-trained").unwrap().state = "in_progress".into();
        let saved = save(&services, &manager(&practice), &practice, "staff", &typed).await.unwrap();
        assert_eq!(saved, Saved::SignOffFell);
        assert_eq!((journey(&services, &practice).await.stage.as_str(), last_event(&services).await.action.as_str()), ("checklist_in_progress", "checklist.sign-off-fell"));
        // Closing the item again is not enough.
        let mut typed = form(&services, &practice, "staff").await;
        typed.get_mut("staff-trained").unwrap().state = "done".into();
        save(&services, &manager(&practice), &practice, "staff", &typed).await.unwrap();
        assert_eq!(journey(&services, &practice).await.stage, "checklist_in_progress");
        sign(&services, &practice).await;
        assert_eq!(journey(&services, &practice).await.stage, "ready");
    }

    async fn another_supplier_lets_the_sign_off_fall(store: TestStore) {
        let services = world(&store).await;
        let practice = a_ready_practice(&services, "X10001", Supplier::Emis).await;
        set_supplier(&services, &practice, Supplier::Tpp).await;
        let tx = services.store.begin().await.unwrap();
        stages::refresh(&tx, &services, "an import", &practice, domain::stage::Cause::SupplierChanged).await.unwrap();
        tx.commit().await.unwrap();
        assert!(sign_off(&services, &manager(&practice), &practice).await.unwrap().signed.is_none());
        assert_eq!(journey(&services, &practice).await.stage, "checklist_in_progress");
    }

    async fn of_many_who_sign_at_the_same_moment_one_does(store: TestStore) {
        let services = world(&store).await;
        let practice = a_practice(&services, "X10001", Supplier::Other).await;
        answer_everything(&services, &practice, Supplier::Other).await;
        let tries: Vec<_> = (0..6)
            .map(|_| {
                let (services, practice) = (services.clone(), practice.clone());
                tokio::spawn(async move { services::checklist::sign(&services, &manager(&practice), &practice, 1, &typed()).await.is_ok() })
            })
            .collect();
        let mut signed = 0;
        for one in tries {
            signed += usize::from(one.await.unwrap());
        }
        assert_eq!(signed, 1);
    }

    async fn nobody_else_may_sign_or_reopen(store: TestStore) {
        let services = world(&store).await;
        let practice = a_ready_practice(&services, "X10001", Supplier::Emis).await;
        let before = traces(&services).await;
        for (viewer, told) in refused_people() {
            let signed = services::checklist::sign(&services, &viewer, &practice, 1, &typed()).await.unwrap_err();
            let reopened = reopen(&services, &viewer, &practice, "Because").await.unwrap_err();
            assert_eq!((signed.to_string(), reopened.to_string()), (told.to_owned(), told.to_owned()), "{}", viewer.name);
        }
        assert_eq!(traces(&services).await, before);
    }
}
