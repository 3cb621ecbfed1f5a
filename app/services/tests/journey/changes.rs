//! A practice that changes its supplier, closes, merges or moves: what becomes of its date, its stage and what waits.

use domain::accounts::{Role, Scope};
use domain::organisations::import::ReadOptions;
use domain::organisations::{OdsCode, Supplier};
use services::changes::{ClaimDecision, claim, decide, load, name_successor, withdraw};
use services::confirmation::confirm;
use services::organisations::{Accept, Outcome, import, read_bytes};
use services::slots::book;
use services::{Error, Services};
use store::on_both_databases;

use crate::fixtures::*;

const MAP: &str = "PUBLICATION,EXTRACT_DATE,PRACTICE_CODE,PRACTICE_NAME,PRACTICE_POSTCODE,PCN_CODE,PCN_NAME,ONS_SUB_ICB_LOCATION_CODE,\
SUB_ICB_LOCATION_CODE,SUB_ICB_LOCATION_NAME,ONS_ICB_CODE,ICB_CODE,ICB_NAME,ONS_COMM_REGION_CODE,COMM_REGION_CODE,COMM_REGION_NAME,SUPPLIER_NAME";

/// A map of practices that names one practice's location and supplier.
fn map(practice: &str, on: &str, sub_icb: &str, supplier: &str) -> String {
    let icb = if sub_icb == "X1A" { "XA1" } else { "XB1" };
    format!(
        "{MAP}\nGP_PRAC_PAT_LIST,{on},{practice},PRACTICE,ZZ1 1ZZ,U,Unallocated,E38999001,{sub_icb},Invented - {sub_icb},E54999001,{icb},\
         Invented ICB {icb},E40999001,X01,Invented region,{supplier}\n"
    )
}

/// A register with one practice that goes on and one that closed on 22 September 2023.
fn register(open: &str, closed: &str) -> String {
    let row = |code: &str, closed: &str, status: &str| {
        format!(
            "\"{code}\",\"PRACTICE {code}\",\"X01\",\"XA1\",\"1 ROAD\",\"\",\"TOWN\",\"\",\"\",\"ZZ1 1ZZ\",\"19740401\",\"{closed}\",\"{status}\",\"B\",\
             \"X1A\",\"20200401\",\"{closed}\",\"\",\"\",\"\",\"\",\"0\",\"\",\"X1A\",\"\",\"4\",\"\"\n"
        )
    };
    row(open, "", "A") + &row(closed, "20230922", "C")
}

async fn imported(services: &Services, text: &str) -> Outcome {
    let options = ReadOptions { today: services.clock.today(), dated: None };
    let file = read_bytes("file.csv", text.as_bytes(), &options).unwrap();
    import(services, &admin(), vec![file], Accept::ALL).await.unwrap()
}

/// An EMIS practice with a date in October, whose manager has an account.
async fn booked(services: &Services, code: &str) -> (OdsCode, store::slots::Slot) {
    let practice = a_ready_practice(services, code, Supplier::Emis).await;
    let slot = a_slot(services, "2023-10-18", 5).await;
    give_account(services, &manager(&practice)).await;
    book(services, &manager(&practice), &practice, &slot.id).await.unwrap();
    (practice, slot)
}

async fn kinds(services: &Services) -> Vec<String> {
    messages(services).await.into_iter().map(|(kind, _)| kind).collect()
}

on_both_databases! {
    async fn a_file_that_names_another_supplier_gives_the_date_back(store: TestStore) {
        let services = world(&store).await;
        let (practice, slot) = booked(&services, "X10001").await;
        move_clock(&services, "2023-09-22");
        imported(&services, &map("X10001", "20Sep2023", "X1A", "TPP")).await;
        assert_eq!(taken(&services, &slot).await, 0);
        assert_eq!(kinds(&services).await, ["booking-cancelled", "booking-confirmed"]);
        assert_eq!(stages_on(&services, &practice, ["2023-09-21", "2023-09-22"]).await, ["date_booked", "checklist_in_progress"]);
        let again = imported(&services, &map("X10001", "21Sep2023", "X1A", "TPP")).await;
        assert!(again.import_id.is_some());
        assert_eq!(kinds(&services).await.len(), 2, "told once");
    }

    async fn a_date_that_has_come_stays(store: TestStore) {
        let services = world(&store).await;
        let (practice, slot) = booked(&services, "X10001").await;
        move_clock(&services, "2023-10-20");
        services::confirmation::confirm(&services, &manager(&practice), &practice, day("2023-10-19"), "Looked").await.unwrap();
        imported(&services, &register("X10002", "X10001")).await;
        assert_eq!(taken(&services, &slot).await, 1);
        assert_eq!(journey(&services, &practice).await.stage, "switched_on");
    }

    async fn a_practice_that_closes_gives_its_date_back(store: TestStore) {
        let services = world(&store).await;
        let (practice, slot) = booked(&services, "X10001").await;
        move_clock(&services, "2023-09-25");
        imported(&services, &register("X10002", "X10001")).await;
        assert_eq!((taken(&services, &slot).await, kinds(&services).await), (0, vec!["booking-cancelled".to_owned(), "booking-confirmed".to_owned()]));
        assert_eq!(journey(&services, &practice).await.stage, "ready");
        let refused = book(&services, &manager(&practice), &practice, &slot.id).await.unwrap_err();
        assert!(matches!(refused, Error::Conflict(_)), "{refused:?}");
    }

    async fn after_a_merger_the_icb_names_who_took_over(store: TestStore) {
        let services = world(&store).await;
        let (merged, slot) = booked(&services, "X10001").await;
        let goes_on = a_ready_practice(&services, "X10002", Supplier::Emis).await;
        book(&services, &manager(&goes_on), &goes_on, &slot.id).await.unwrap();
        let early = name_successor(&services, &icb_staff(), &merged, "X10002").await.unwrap_err();
        assert!(matches!(early, Error::Conflict(_)), "{early:?}");
        move_clock(&services, "2023-09-25");
        imported(&services, &register("X10002", "X10001")).await;
        assert_eq!(taken(&services, &slot).await, 1, "the practice that goes on keeps its own");
        for wrong in ["X10001", "X99999", "nonsense", ""] {
            let refused = name_successor(&services, &icb_staff(), &merged, wrong).await.unwrap_err();
            assert!(matches!(refused, Error::Invalid(_)), "{wrong}: {refused:?}");
        }
        let refused = name_successor(&services, &manager(&merged), &merged, "X10002").await.unwrap_err();
        assert!(matches!(refused, Error::Forbidden), "{refused:?}");
        name_successor(&services, &icb_staff(), &merged, "x10002").await.unwrap();
        let view = load(&services, &icb_staff(), &merged).await.unwrap();
        assert_eq!((view.practice.successor.as_deref(), view.changes[0].what.as_str()), (Some("X10002"), "closed"));
        assert_eq!(journey(&services, &goes_on).await.stage, "date_booked");
    }

    async fn a_move_leaves_the_journey_as_it_is_and_takes_what_waits_along(store: TestStore) {
        let services = world(&store).await;
        let (practice, slot) = booked(&services, "X10001").await;
        claim(&services, &manager(&practice), &practice, ["tpp", "Since April", ""]).await.unwrap();
        let new_icb = viewer("Olga", Role::Icb, Scope::sub_icbs([code("X1B")]));
        assert_eq!((waits_for(&services, &icb_staff()).await, waits_for(&services, &new_icb).await), (1, 0));
        move_clock(&services, "2023-09-22");
        imported(&services, &map("X10001", "20Sep2023", "X1B", "EMIS")).await;
        assert_eq!((waits_for(&services, &icb_staff()).await, waits_for(&services, &new_icb).await), (0, 1));
        assert_eq!((taken(&services, &slot).await, journey(&services, &practice).await.stage.as_str()), (1, "date_booked"));
        assert!(matches!(load(&services, &icb_staff(), &practice).await, Err(Error::NotFound)));
        assert_eq!(load(&services, &new_icb, &practice).await.unwrap().changes[0].what, "moved");
    }

    async fn a_supplier_that_the_icb_confirmed_stays_whatever_files_say(store: TestStore) {
        let services = world(&store).await;
        let (practice, slot) = booked(&services, "X10001").await;
        claim(&services, &manager(&practice), &practice, ["tpp", "Since April", "The contract"]).await.unwrap();
        assert_eq!((taken(&services, &slot).await, journey(&services, &practice).await.stage.as_str()), (1, "date_booked"), "only said so far");
        let twice = claim(&services, &manager(&practice), &practice, ["vision", "No, this", ""]).await.unwrap_err();
        assert!(matches!(twice, Error::Conflict(_)), "{twice:?}");
        let id = load(&services, &icb_staff(), &practice).await.unwrap().waiting.unwrap().id;
        decide(&services, &icb_staff(), &practice, &id, ClaimDecision::Agree, "").await.unwrap();
        assert_eq!(taken(&services, &slot).await, 0);
        assert_eq!(kinds(&services).await, ["booking-cancelled", "booking-confirmed", "decision"]);
        assert_eq!(journey(&services, &practice).await.stage, "checklist_in_progress");
        let late = decide(&services, &icb_staff(), &practice, &id, ClaimDecision::Refuse, "No").await.unwrap_err();
        assert!(matches!(late, Error::Conflict(_)), "{late:?}");
        move_clock(&services, "2023-10-03");
        let outcome = imported(&services, &map("X10001", "01Oct2023", "X1A", "EMIS")).await;
        assert_eq!(outcome.files[0].taken.overruled, std::slice::from_ref(&practice));
        let view = load(&services, &manager(&practice), &practice).await.unwrap();
        assert_eq!((view.practice.supplier, view.practice.supplier_confirmed), (Supplier::Tpp, true));
        assert_eq!(view.practice.supplier_dated, Some(day("2023-09-18")));
        assert_eq!(view.changes.len(), 1);
    }

    async fn a_claim_is_refused_with_a_reason_and_only_by_the_icb(store: TestStore) {
        let services = world(&store).await;
        let practice = a_practice(&services, "X10001", Supplier::Unknown).await;
        give_account(&services, &manager(&practice)).await;
        for typed in [["unknown", "Since April", ""], ["nonsense", "Since April", ""], ["tpp", " ", ""]] {
            let refused = claim(&services, &manager(&practice), &practice, typed).await.unwrap_err();
            assert!(matches!(refused, Error::Invalid(_)), "{typed:?}: {refused:?}");
        }
        for (viewer, told) in refused_people() {
            let refused = claim(&services, &viewer, &practice, ["tpp", "Since April", ""]).await.unwrap_err();
            assert_eq!(refused.to_string(), told, "{}", viewer.name);
        }
        claim(&services, &manager(&practice), &practice, ["tpp", "Since April", ""]).await.unwrap();
        let id = load(&services, &icb_staff(), &practice).await.unwrap().waiting.unwrap().id;
        let own = decide(&services, &manager(&practice), &practice, &id, ClaimDecision::Agree, "").await.unwrap_err();
        assert!(matches!(own, Error::Forbidden), "{own:?}");
        let silent = decide(&services, &icb_staff(), &practice, &id, ClaimDecision::Refuse, " ").await.unwrap_err();
        assert!(matches!(silent, Error::Invalid(_)), "{silent:?}");
        decide(&services, &icb_staff(), &practice, &id, ClaimDecision::Refuse, "The contract says Vision").await.unwrap();
        let view = load(&services, &manager(&practice), &practice).await.unwrap();
        assert_eq!((view.practice.supplier, view.waiting.is_none()), (Supplier::Unknown, true));
        assert!(last_event(&services).await.after.unwrap().contains("The contract says Vision"));
        claim(&services, &manager(&practice), &practice, ["vision", "So be it", ""]).await.unwrap();
    }

    async fn what_was_confirmed_ends_with_the_supplier_and_is_confirmed_anew(store: TestStore) {
        let services = world(&store).await;
        let (practice, _) = booked(&services, "X10001").await;
        move_clock(&services, "2023-10-20");
        confirm(&services, &manager(&practice), &practice, day("2023-10-19"), "Three patients").await.unwrap();
        assert_eq!(journey(&services, &practice).await.stage, "switched_on");
        move_clock(&services, "2023-10-24");
        imported(&services, &map("X10001", "23Oct2023", "X1A", "TPP")).await;
        assert_eq!(journey(&services, &practice).await.stage, "checklist_in_progress");
        let kept = events(&services, "confirmation.end").await;
        assert!(kept.len() == 1 && kept[0].before.as_ref().unwrap().contains("Three patients"), "{kept:?}");
        let swept = services::slots::sweep(&services).await.unwrap().unwrap();
        assert_eq!((swept.asked, swept.told), (0, 0), "nobody asks a TPP practice about an EMIS date");
        move_clock(&services, "2023-10-26");
        imported(&services, &map("X10001", "25Oct2023", "X1A", "EMIS")).await;
        assert_eq!(journey(&services, &practice).await.stage, "date_booked", "it has not looked again");
        confirm(&services, &manager(&practice), &practice, day("2023-10-26"), "Two patients").await.unwrap();
        let days = ["2023-10-18", "2023-10-19", "2023-10-23", "2023-10-24", "2023-10-25", "2023-10-26"];
        let on = ["date_booked", "switched_on", "switched_on", "checklist_in_progress", "checklist_in_progress", "switched_on"];
        assert_eq!(stages_on(&services, &practice, days).await, on);
    }

    async fn what_was_recorded_in_systmone_ends_with_it_too(store: TestStore) {
        let services = world(&store).await;
        let practice = a_ready_practice(&services, "X10001", Supplier::Tpp).await;
        let facts = domain::self_switch::SelfSwitch { default_on: Some(day("2023-09-11")), existing_updated: Some(day("2023-09-11")) };
        let declared = services::self_switch::Declared { facts, existing_count: Some(5400), reason: String::new() };
        services::self_switch::record(&services, &manager(&practice), &practice, &declared, 0).await.unwrap();
        move_clock(&services, "2023-09-22");
        imported(&services, &map("X10001", "20Sep2023", "X1A", "EMIS")).await;
        move_clock(&services, "2023-09-25");
        imported(&services, &map("X10001", "24Sep2023", "X1A", "TPP")).await;
        let days = ["2023-09-21", "2023-09-22", "2023-09-25"];
        assert_eq!(stages_on(&services, &practice, days).await, ["switched_on", "checklist_in_progress", "checklist_in_progress"]);
        let kept = events(&services, "self-switch.end").await;
        assert!(kept.len() == 1 && kept[0].before.as_ref().unwrap().contains("2023-09-11"), "{kept:?}");
        let found = services::self_switch::load(&services, &manager(&practice), &practice).await.unwrap().record.unwrap();
        assert_eq!((found.facts, found.revision), (domain::self_switch::SelfSwitch::default(), 2));
    }

    async fn a_claim_is_withdrawn_before_anybody_has_decided(store: TestStore) {
        let services = world(&store).await;
        let practice = a_practice(&services, "X10001", Supplier::Emis).await;
        claim(&services, &manager(&practice), &practice, ["tpp", "Since April", ""]).await.unwrap();
        let id = load(&services, &icb_staff(), &practice).await.unwrap().waiting.unwrap().id;
        for (viewer, told) in refused_people() {
            assert_eq!(withdraw(&services, &viewer, &practice, &id).await.unwrap_err().to_string(), told, "{}", viewer.name);
        }
        withdraw(&services, &deputy(&practice), &practice, &id).await.unwrap();
        let event = last_event(&services).await;
        assert_eq!((event.action.as_str(), event.actor.as_str()), ("changes.withdraw-claim", "Alex"));
        assert_eq!(waits_for(&services, &icb_staff()).await, 0);
        let late = decide(&services, &icb_staff(), &practice, &id, ClaimDecision::Agree, "").await.unwrap_err();
        assert!(matches!(&late, Error::Conflict(words) if words.contains("withdrawn")), "{late:?}");
        assert_eq!(load(&services, &manager(&practice), &practice).await.unwrap().practice.supplier, Supplier::Emis);
        claim(&services, &manager(&practice), &practice, ["vision", "Really", ""]).await.unwrap();
    }
}
