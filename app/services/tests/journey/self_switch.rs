use domain::organisations::{OdsCode, Supplier};
use domain::self_switch::SelfSwitch;
use sea_orm::ConnectionTrait;
use services::practices::What;
use services::self_switch::{Declared, Planned, Recorded, TypedPlan, load, plan, record, seen};
use services::{Error, Services};
use store::on_both_databases;

use crate::fixtures::*;

fn facts(default_on: Option<&str>, existing_updated: Option<&str>) -> SelfSwitch {
    SelfSwitch { default_on: default_on.map(day), existing_updated: existing_updated.map(day) }
}

fn declared(facts: SelfSwitch) -> Declared {
    Declared { facts, existing_count: facts.existing_updated.map(|_| 5400), reason: "We looked at the wrong line".to_owned() }
}

/// The form of the plan as it is loaded, filled in.
async fn typed(services: &Services, practice: &OdsCode, on: Option<&str>, contact: &str) -> TypedPlan {
    let found = load(services, &admin(), practice).await.unwrap();
    TypedPlan { day: on.map(day), contact: contact.to_owned(), seen: seen(found.plan.as_ref()) }
}

on_both_databases! {
    async fn both_facts_switch_a_practice_on_from_the_later_day(store: TestStore) {
        let services = world(&store).await;
        let practice = a_ready_practice(&services, "X10001", Supplier::Tpp).await;
        let before = traces(&services).await;
        record(&services, &manager(&practice), &practice, &declared(facts(Some("2023-09-11"), None)), 0).await.unwrap();
        assert_eq!(journey(&services, &practice).await.stage, "switching_on");
        let Recorded::Done(kept) = record(&services, &manager(&practice), &practice, &declared(facts(Some("2023-09-11"), Some("2023-09-14"))), 1)
            .await.unwrap() else { panic!("clashed") };
        assert_eq!((kept.revision, kept.updated_by.as_str()), (2, "Sam"));
        let row = journey(&services, &practice).await;
        assert_eq!((row.stage.as_str(), row.stage_since), ("switched_on", day("2023-09-14")));
        assert_eq!(traces(&services).await, (before.0 + 2, before.1 + 2));
        let on = stages_on(&services, &practice, ["2023-09-10", "2023-09-11", "2023-09-13", "2023-09-14", "2023-09-18"]).await;
        assert_eq!(on, ["nothing known", "switching_on", "switching_on", "switched_on", "switched_on"]);
        let seen = load(&services, &icb_staff(), &practice).await.unwrap();
        assert!(!seen.may_work && seen.settings_confirmed);
    }

    async fn a_correction_is_one_entry_of_the_history(store: TestStore) {
        let services = world(&store).await;
        move_clock(&services, "2023-09-04");
        let practice = a_ready_practice(&services, "X10001", Supplier::Tpp).await;
        move_clock(&services, "2023-09-18");
        record(&services, &manager(&practice), &practice, &declared(facts(Some("2023-09-08"), None)), 0).await.unwrap();
        let history = async || services::practices::history(&services, &icb_staff(), &practice).await.unwrap().1;
        let (before, rows) = (history().await.len(), traces(&services).await.1);
        move_clock(&services, "2023-09-19");
        record(&services, &manager(&practice), &practice, &declared(facts(Some("2023-09-12"), Some("2023-09-14"))), 1).await.unwrap();
        assert!(traces(&services).await.1 > rows + 1, "the stages of the past are written anew");
        let now = history().await;
        assert_eq!(now.len(), before + 1, "{now:?}");
        let step = now[0].led_to.unwrap();
        assert!(matches!(&now[0].what, What::Event(event) if event.key() == "self-switch.record"), "{now:?}");
        assert_eq!((step.stage.key(), step.from), ("switched_on", day("2023-09-14")));
    }

    async fn a_corrected_day_corrects_the_past(store: TestStore) {
        let services = world(&store).await;
        move_clock(&services, "2023-09-04");
        let practice = a_ready_practice(&services, "X10001", Supplier::Tpp).await;
        move_clock(&services, "2023-09-18");
        record(&services, &manager(&practice), &practice, &declared(facts(Some("2023-09-08"), Some("2023-09-08"))), 0).await.unwrap();
        let days = ["2023-09-04", "2023-09-07", "2023-09-08", "2023-09-12", "2023-09-14", "2023-09-18"];
        assert_eq!(stages_on(&services, &practice, days).await, ["ready", "ready", "switched_on", "switched_on", "switched_on", "switched_on"]);
        record(&services, &manager(&practice), &practice, &declared(facts(Some("2023-09-12"), Some("2023-09-14"))), 1).await.unwrap();
        assert_eq!(stages_on(&services, &practice, days).await, ["ready", "ready", "ready", "switching_on", "switched_on", "switched_on"]);
        record(&services, &manager(&practice), &practice, &declared(facts(Some("2023-09-12"), None)), 2).await.unwrap();
        assert_eq!(stages_on(&services, &practice, days).await, ["ready", "ready", "ready", "switching_on", "switching_on", "switching_on"]);
        record(&services, &manager(&practice), &practice, &declared(facts(None, None)), 3).await.unwrap();
        assert_eq!(stages_on(&services, &practice, days).await, ["ready"; 6]);
        let row = journey(&services, &practice).await;
        assert_eq!((row.stage.as_str(), row.stage_since), ("ready", day("2023-09-04")));
    }

    async fn the_second_of_two_is_told_what_stands(store: TestStore) {
        let services = world(&store).await;
        let practice = a_ready_practice(&services, "X10001", Supplier::Tpp).await;
        record(&services, &deputy(&practice), &practice, &declared(facts(Some("2023-09-11"), None)), 0).await.unwrap();
        let before = traces(&services).await;
        let Recorded::Clashed { stands, .. } = record(&services, &manager(&practice), &practice, &declared(facts(Some("2023-09-12"), None)), 0).await.unwrap()
            else { panic!("nobody was told") };
        assert_eq!((stands.facts, stands.updated_by.as_str()), (facts(Some("2023-09-11"), None), "Alex"));
        // The same again is no clash: nothing would be lost.
        let same = record(&services, &manager(&practice), &practice, &declared(facts(Some("2023-09-11"), None)), 0).await.unwrap();
        assert_eq!(same, Recorded::Done(stands));
        assert_eq!(traces(&services).await, before);
    }

    async fn no_more_accounts_are_updated_than_patients_are_registered(store: TestStore) {
        let services = world(&store).await;
        let practice = a_ready_practice(&services, "X10001", Supplier::Tpp).await;
        let typed = |count| Declared { existing_count: Some(count), ..declared(facts(None, Some("2023-09-11"))) };
        let refused = record(&services, &manager(&practice), &practice, &typed(8001), 0).await.unwrap_err();
        let Error::Invalid(mistakes) = refused else { panic!("{refused:?}") };
        assert_eq!(mistakes.iter().map(|mistake| mistake.field.as_str()).collect::<Vec<_>>(), ["existing_count"]);
        assert!(mistakes[0].message.starts_with("Your practice had 8,000 registered patients, so the number must not be higher."));
        record(&services, &manager(&practice), &practice, &typed(8000), 0).await.unwrap();
        // The list is shorter now: what was recorded before is not asked about when a day is put right.
        services.store.writer().execute_unprepared("UPDATE practice SET list_size = 7000").await.unwrap();
        let other_day = Declared { existing_count: Some(8000), ..declared(facts(None, Some("2023-09-12"))) };
        record(&services, &manager(&practice), &practice, &other_day, 1).await.unwrap();
    }

    async fn settings_come_first(store: TestStore) {
        let services = world(&store).await;
        let practice = a_practice(&services, "X10001", Supplier::Tpp).await;
        let refused = record(&services, &manager(&practice), &practice, &declared(facts(Some("2023-09-11"), None)), 0).await.unwrap_err();
        let expected = "Check your organisation preferences in SystmOne first, and mark that item of the checklist as done.";
        assert!(matches!(&refused, Error::Conflict(words) if words == expected), "{refused:?}");
        assert_eq!(traces(&services).await, (0, 0));
        let mut typed = form(&services, &practice, "settings").await;
        typed.get_mut("settings-tpp").unwrap().state = "done".into();
        services::checklist::save(&services, &manager(&practice), &practice, "settings", &typed).await.unwrap();
        record(&services, &manager(&practice), &practice, &declared(facts(Some("2023-09-11"), None)), 0).await.unwrap();
        assert_eq!(journey(&services, &practice).await.stage, "switching_on");
    }

    async fn mistakes_and_other_routes_leave_nothing_behind(store: TestStore) {
        let services = world(&store).await;
        let practice = a_ready_practice(&services, "X10001", Supplier::Tpp).await;
        let emis = a_ready_practice(&services, "X10002", Supplier::Emis).await;
        let before = traces(&services).await;
        let wrong = facts(Some("2023-09-19"), Some("2021-12-31"));
        let Error::Invalid(mistakes) = record(&services, &manager(&practice), &practice, &declared(wrong), 0).await.unwrap_err() else {
            panic!("mistakes are values")
        };
        let told: Vec<_> = mistakes.iter().map(|mistake| (mistake.field.as_str(), mistake.message.as_str())).collect();
        assert_eq!(told, [
            ("default_on", "The day new accounts got access must be today or in the past"),
            ("existing_updated", "The day existing accounts were updated must be on or after 1 January 2022"),
        ]);
        let other = record(&services, &manager(&emis), &emis, &declared(facts(Some("2023-09-11"), None)), 0).await.unwrap_err();
        assert!(matches!(other, Error::Conflict(_)), "{other:?}");
        for (viewer, told) in refused_people() {
            let refused = record(&services, &viewer, &practice, &declared(facts(Some("2023-09-11"), None)), 0).await.unwrap_err();
            assert_eq!(refused.to_string(), told, "{}", viewer.name);
            assert_eq!(load(&services, &viewer, &practice).await.is_ok(), told == "not allowed", "{}", viewer.name);
        }
        assert_eq!(traces(&services).await, before);
    }

    async fn a_correction_needs_a_reason_and_keeps_what_stood_before(store: TestStore) {
        let services = world(&store).await;
        let practice = a_ready_practice(&services, "X10001", Supplier::Tpp).await;
        record(&services, &deputy(&practice), &practice, &declared(facts(Some("2023-09-11"), None)), 0).await.unwrap();
        let both = facts(Some("2023-09-12"), Some("2023-09-14"));
        let silent = Declared { facts: both, existing_count: None, reason: " ".to_owned() };
        let Error::Invalid(mistakes) = record(&services, &manager(&practice), &practice, &silent, 1).await.unwrap_err() else {
            panic!("mistakes are values")
        };
        assert_eq!(mistakes.iter().map(|mistake| mistake.field.as_str()).collect::<Vec<_>>(), ["existing_count", "reason"]);
        let Recorded::Done(kept) = record(&services, &manager(&practice), &practice, &declared(both), 1).await.unwrap() else { panic!("clashed") };
        // Who changes a day declares it; the other fact names who declared that.
        assert_eq!((kept.default_by.as_deref(), kept.existing_by.as_deref(), kept.existing_count), (Some("Sam"), Some("Sam"), Some(5400)));
        let event = last_event(&services).await;
        assert!(event.before.unwrap().contains("2023-09-11") && event.after.unwrap().contains("We looked at the wrong line"));
        let again = Declared { facts: both, existing_count: Some(5600), reason: String::new() };
        let Recorded::Done(kept) = record(&services, &deputy(&practice), &practice, &again, 2).await.unwrap() else { panic!("clashed") };
        assert_eq!((kept.existing_by.as_deref(), kept.existing_count, kept.updated_by.as_str()), (Some("Sam"), Some(5600), "Alex"));
    }

    async fn a_planned_day_counts_as_switching_on_and_is_reminded_once(store: TestStore) {
        let services = world(&store).await;
        let practice = a_ready_practice(&services, "X10001", Supplier::Tpp).await;
        give_account(&services, &manager(&practice)).await;
        let past = plan(&services, &manager(&practice), &practice, &typed(&services, &practice, Some("2023-09-17"), "").await).await.unwrap_err();
        assert!(matches!(past, Error::Invalid(_)), "{past:?}");
        plan(&services, &manager(&practice), &practice, &typed(&services, &practice, Some("2023-09-25"), "").await).await.unwrap();
        let row = journey(&services, &practice).await;
        assert_eq!((row.stage.as_str(), row.stage_since), ("switching_on", day("2023-09-18")));
        let reminded = async || services::reminders::remind_of_days(&services, false).await.unwrap().unwrap().written;
        assert_eq!(reminded().await, 0, "a week before");
        plan(&services, &manager(&practice), &practice, &typed(&services, &practice, Some("2023-09-28"), "").await).await.unwrap();
        move_clock(&services, "2023-09-27");
        assert_eq!((reminded().await, reminded().await), (1, 0));
        plan(&services, &manager(&practice), &practice, &typed(&services, &practice, None, "").await).await.unwrap();
        answer_everything(&services, &practice, Supplier::Tpp).await;
        assert_eq!(stages_on(&services, &practice, ["2023-09-18", "2023-09-26", "2023-09-27"]).await, ["switching_on", "switching_on", "ready"]);
    }

    async fn plans_are_for_those_who_book_no_date(store: TestStore) {
        let services = world(&store).await;
        let emis = a_ready_practice(&services, "X10001", Supplier::Emis).await;
        let unready = a_practice(&services, "X10002", Supplier::Tpp).await;
        let other = a_practice(&services, "X10003", Supplier::Vision).await;
        let before = traces(&services).await;
        for practice in [&emis, &unready] {
            let refused = plan(&services, &manager(practice), practice, &typed(&services, practice, Some("2023-09-25"), "").await).await.unwrap_err();
            assert!(matches!(refused, Error::Conflict(_)), "{refused:?}");
        }
        for (viewer, told) in refused_people() {
            let refused = plan(&services, &viewer, &emis, &typed(&services, &emis, None, "").await).await.unwrap_err();
            assert_eq!(refused.to_string(), told, "{}", viewer.name);
        }
        assert_eq!(traces(&services).await, before);
        plan(&services, &manager(&other), &other, &typed(&services, &other, Some("2023-09-25"), "The service desk").await).await.unwrap();
        assert_eq!(journey(&services, &other).await.stage, "switching_on");
    }

    async fn of_two_who_plan_the_second_is_told_and_nothing_is_lost(store: TestStore) {
        let services = world(&store).await;
        let practice = a_ready_practice(&services, "X10001", Supplier::Tpp).await;
        let (sam, alex) = (manager(&practice), deputy(&practice));
        let (first, second) = (typed(&services, &practice, Some("2023-09-25"), "").await, typed(&services, &practice, Some("2023-09-28"), "").await);
        assert_eq!(plan(&services, &alex, &practice, &first).await.unwrap(), Planned::Done);
        let before = traces(&services).await;
        let Planned::Clashed { stands: Some(stands), .. } = plan(&services, &sam, &practice, &second).await.unwrap() else { panic!("nobody was told") };
        assert_eq!((stands.planned_on, stands.made_by.as_str()), (day("2023-09-25"), "Alex"));
        // The same again is no clash: nothing would be lost.
        assert_eq!(plan(&services, &sam, &practice, &first).await.unwrap(), Planned::Done);
        // Nor is a plan dropped that somebody has moved in the meantime.
        let drops = TypedPlan { day: None, ..second.clone() };
        assert!(matches!(plan(&services, &sam, &practice, &drops).await.unwrap(), Planned::Clashed { stands: Some(_), .. }));
        assert_eq!(traces(&services).await, before);
        let insists = TypedPlan { seen: seen(Some(&stands)), ..second };
        assert_eq!(plan(&services, &sam, &practice, &insists).await.unwrap(), Planned::Done);
        let stale = TypedPlan { contact: "The desk".to_owned(), ..insists };
        let gone = TypedPlan { seen: typed(&services, &practice, None, "").await.seen, ..TypedPlan::default() };
        assert_eq!(plan(&services, &alex, &practice, &gone).await.unwrap(), Planned::Done);
        assert!(matches!(plan(&services, &sam, &practice, &stale).await.unwrap(), Planned::Clashed { stands: None, .. }));
    }
}
