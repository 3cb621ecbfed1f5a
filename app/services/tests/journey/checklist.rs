use std::collections::BTreeMap;

use domain::checklist::{AnswerState, TypedAnswer};
use domain::field::DateInput;
use domain::organisations::Supplier;
use services::Error;
use services::checklist::{Saved, load, save, save_section};
use store::on_both_databases;

use crate::fixtures::*;

on_both_databases! {
    async fn an_answer_is_kept_with_who_when_and_one_audit_event(store: TestStore) {
        let services = world(&store).await;
        let practice = a_practice(&services, "X10001", Supplier::Emis).await;
        let mut typed = form(&services, &practice, "policies").await;
        let dpia = typed.get_mut("dpia").unwrap();
        *dpia = TypedAnswer {
            state: "done".into(),
            note: " Signed.\r\nFiled. ".into(),
            evidence_url: "https://example.com/dpia".into(),
            ..dpia.clone()
        };
        assert_eq!(save(&services, &manager(&practice), &practice, "policies", &typed).await.unwrap(), Saved::Done(1));
        let loaded = load(&services, &icb_staff(), &practice, "policies").await.unwrap();
        assert!(!loaded.may_answer);
        let answered: Vec<_> = loaded.items.iter().filter_map(|view| view.answer.as_ref()).collect();
        let [answer] = answered.as_slice() else { panic!("{answered:?}") };
        assert_eq!((answer.item.as_str(), answer.state, answer.note.as_str()), ("dpia", AnswerState::Done, "Signed.\nFiled."));
        assert_eq!((answer.revision, answer.updated_by.as_str()), (1, "Sam"));
        assert_eq!(domain::time::format_instant(answer.updated_at), "18 September 2023 at 9:05am BST");
        assert_eq!(traces(&services).await, (1, 1));
        let event = last_event(&services).await;
        assert_eq!((event.action.as_str(), event.subject.as_deref(), event.before), ("checklist.answer", Some("dpia"), None));
        assert!(event.after.unwrap().contains("Signed."));
        assert_eq!(journey(&services, &practice).await.stage, "checklist_in_progress");
    }

    async fn saving_what_was_loaded_changes_nothing(store: TestStore) {
        let services = world(&store).await;
        let practice = a_ready_practice(&services, "X10001", Supplier::Tpp).await;
        let before = traces(&services).await;
        let typed = form(&services, &practice, "safeguarding").await;
        assert_eq!(save(&services, &manager(&practice), &practice, "safeguarding", &typed).await.unwrap(), Saved::Done(0));
        assert_eq!(traces(&services).await, before);
    }

    async fn the_second_of_two_editors_gets_what_the_first_wrote(store: TestStore) {
        let services = world(&store).await;
        let practice = a_practice(&services, "X10001", Supplier::Emis).await;
        let (mut first, mut second) = (form(&services, &practice, "policies").await, form(&services, &practice, "policies").await);
        first.get_mut("dpia").unwrap().state = "done".into();
        first.get_mut("dpia").unwrap().note = "Alex was here".into();
        second.get_mut("dpia").unwrap().state = "in_progress".into();
        second.get_mut("policies-reviewed").unwrap().state = "done".into();
        save(&services, &deputy(&practice), &practice, "policies", &first).await.unwrap();
        let before = traces(&services).await;

        let Saved::Clashed(clashes) = save(&services, &manager(&practice), &practice, "policies", &second).await.unwrap() else {
            panic!("nobody was told")
        };
        let [clash] = clashes.as_slice() else { panic!("{clashes:?}") };
        assert_eq!((clash.item.as_str(), clash.current.note.as_str(), clash.current.updated_by.as_str()), ("dpia", "Alex was here", "Alex"));
        assert_eq!(traces(&services).await, before, "all or nothing");

        // Having seen it, the second may insist.
        second.get_mut("dpia").unwrap().revision = clash.current.revision.to_string();
        assert_eq!(save(&services, &manager(&practice), &practice, "policies", &second).await.unwrap(), Saved::Done(2));
        let loaded = load(&services, &manager(&practice), &practice, "policies").await.unwrap();
        let dpia = loaded.items.iter().find(|view| view.item.code == "dpia").and_then(|view| view.answer.clone()).unwrap();
        assert_eq!((dpia.state, dpia.revision, dpia.updated_by.as_str()), (AnswerState::InProgress, 2, "Sam"));
        assert!(last_event(&services).await.before.unwrap().contains("Alex was here"));
    }

    async fn two_editors_of_different_items_do_not_disturb_each_other(store: TestStore) {
        let services = world(&store).await;
        let practice = a_ready_practice(&services, "X10001", Supplier::Emis).await;
        let (mut first, mut second) = (form(&services, &practice, "policies").await, form(&services, &practice, "policies").await);
        first.get_mut("dpia").unwrap().note = "one".into();
        second.get_mut("clinical-safety").unwrap().note = "two".into();
        assert_eq!(save(&services, &deputy(&practice), &practice, "policies", &first).await.unwrap(), Saved::Done(1));
        assert_eq!(save(&services, &manager(&practice), &practice, "policies", &second).await.unwrap(), Saved::Done(1));
        let loaded = form(&services, &practice, "policies").await;
        assert_eq!((loaded["dpia"].note.as_str(), loaded["clinical-safety"].note.as_str()), ("one", "two"));
    }

    async fn of_two_who_save_at_the_same_moment_one_is_told(store: TestStore) {
        let services = world(&store).await;
        let practice = a_practice(&services, "X10001", Supplier::Emis).await;
        let mut typed = form(&services, &practice, "staff").await;
        let mut tries = Vec::new();
        for n in 0..8 {
            typed.get_mut("staff-trained").unwrap().note = format!("version {n}");
            let (services, practice, typed) = (services.clone(), practice.clone(), typed.clone());
            tries.push(tokio::spawn(async move { save(&services, &manager(&practice), &practice, "staff", &typed).await.unwrap() }));
        }
        let mut done = 0;
        for outcome in tries {
            done += usize::from(outcome.await.unwrap() == Saved::Done(1));
        }
        assert_eq!(done, 1);
        assert_eq!(traces(&services).await.0, 1);
    }

    async fn the_last_two_items_done_at_the_same_moment_make_it_ready(store: TestStore) {
        let services = world(&store).await;
        let practice = a_ready_practice(&services, "X10001", Supplier::Emis).await;
        for (section, item) in [("staff", "staff-trained"), ("patients", "patients-told")] {
            let mut typed = form(&services, &practice, section).await;
            typed.get_mut(item).unwrap().state = "in_progress".into();
            save(&services, &manager(&practice), &practice, section, &typed).await.unwrap();
        }
        assert_eq!(journey(&services, &practice).await.stage, "checklist_in_progress");
        let mut tries = Vec::new();
        for (section, item) in [("staff", "staff-trained"), ("patients", "patients-told")] {
            let mut typed = form(&services, &practice, section).await;
            typed.get_mut(item).unwrap().state = "done".into();
            let (services, practice) = (services.clone(), practice.clone());
            tries.push(tokio::spawn(async move { save(&services, &manager(&practice), &practice, section, &typed).await.unwrap() }));
        }
        for outcome in tries {
            assert_eq!(outcome.await.unwrap(), Saved::Done(1));
        }
        let now = journey(&services, &practice).await;
        assert_eq!(now.settled, now.required);
        // Reopening the items let the sign-off fall.
        assert_eq!(now.stage, "checklist_in_progress");
        sign(&services, &practice).await;
        assert_eq!(journey(&services, &practice).await.stage, "ready");
    }

    async fn who_and_by_when_are_kept_with_the_answer(store: TestStore) {
        let services = world(&store).await;
        let practice = a_practice(&services, "X10001", Supplier::Emis).await;
        let mut typed = form(&services, &practice, "policies").await;
        let dpia = typed.get_mut("dpia").unwrap();
        dpia.assigned_to = " Moira Hall ".into();
        dpia.due = DateInput::of(day("2023-09-29"));
        assert_eq!(save(&services, &manager(&practice), &practice, "policies", &typed).await.unwrap(), Saved::Done(1));
        let loaded = load(&services, &manager(&practice), &practice, "policies").await.unwrap();
        let answer = loaded.items.iter().find(|view| view.item.code == "dpia").and_then(|view| view.answer.clone()).unwrap();
        assert_eq!((answer.assigned_to.as_str(), answer.due_on), ("Moira Hall", Some(day("2023-09-29"))));
        let again = form(&services, &practice, "policies").await;
        assert_eq!(save(&services, &manager(&practice), &practice, "policies", &again).await.unwrap(), Saved::Done(0));
    }

    async fn a_section_is_completed_only_when_nothing_required_is_open(store: TestStore) {
        let services = world(&store).await;
        let practice = a_practice(&services, "X10001", Supplier::Emis).await;
        let mut typed = form(&services, &practice, "staff").await;
        typed.get_mut("staff-trained").unwrap().state = "done".into();
        let early = save_section(&services, &manager(&practice), &practice, "staff", &typed, Some(true)).await.unwrap_err();
        let Error::Invalid(mistakes) = early else { panic!("{early:?}") };
        assert!(mistakes[0].field == "complete" && mistakes[0].message.contains("“Tell staff, and name a lead for online services” is still open"));
        assert_eq!(traces(&services).await, (0, 0), "nothing of the page was kept");
        assert_eq!(save_section(&services, &manager(&practice), &practice, "staff", &typed, Some(false)).await.unwrap(), Saved::Done(2));
        let loaded = load(&services, &manager(&practice), &practice, "staff").await.unwrap();
        assert_eq!(loaded.said_complete, Some(false));
        let mut typed = form(&services, &practice, "staff").await;
        typed.get_mut("staff-informed").unwrap().state = "done".into();
        assert_eq!(save_section(&services, &manager(&practice), &practice, "staff", &typed, Some(true)).await.unwrap(), Saved::Done(2));
        assert_eq!(load(&services, &manager(&practice), &practice, "staff").await.unwrap().said_complete, Some(true));
    }

    async fn what_is_in_the_way_is_said(store: TestStore) {
        let services = world(&store).await;
        let practice = a_practice(&services, "X10001", Supplier::Emis).await;
        let titles = async || {
            let loaded = load(&services, &manager(&practice), &practice, "settings").await.unwrap();
            loaded.items[0].in_the_way.iter().map(|item| item.code.clone()).collect::<Vec<_>>()
        };
        assert_eq!(titles().await, ["dpia"]);
        answer_everything(&services, &practice, Supplier::Emis).await;
        assert_eq!(titles().await, Vec::<String>::new());
    }

    async fn mistakes_leave_nothing_behind(store: TestStore) {
        let services = world(&store).await;
        let practice = a_practice(&services, "X10001", Supplier::Emis).await;
        let mut typed = form(&services, &practice, "policies").await;
        typed.get_mut("policies-reviewed").unwrap().state = "done".into();
        typed.get_mut("dpia").unwrap().state = "not_applicable".into();
        typed.get_mut("clinical-safety").unwrap().evidence_url = "javascript:alert(1)".into();
        let Error::Invalid(mistakes) = save(&services, &manager(&practice), &practice, "policies", &typed).await.unwrap_err() else {
            panic!("mistakes are values")
        };
        let fields: Vec<_> = mistakes.iter().map(|mistake| mistake.field.as_str()).collect();
        assert_eq!(fields, ["items[dpia][reason]", "items[clinical-safety][evidence_url]"]);
        assert_eq!(traces(&services).await, (0, 0));
        assert!(store::stages::journey(store.writer(), &services.programme.code, &practice).await.unwrap().is_none());
    }

    async fn only_what_the_route_asks_for_can_be_answered(store: TestStore) {
        let services = world(&store).await;
        let practice = a_practice(&services, "X10001", Supplier::Emis).await;
        let done = TypedAnswer { state: "done".into(), ..TypedAnswer::default() };
        let typed = BTreeMap::from([("settings-tpp".to_owned(), done)]);
        let refused = save(&services, &manager(&practice), &practice, "settings", &typed).await.unwrap_err();
        assert!(matches!(refused, Error::Conflict(_)), "{refused:?}");
        let unknown = save(&services, &manager(&practice), &practice, "nonsense", &BTreeMap::new()).await.unwrap_err();
        assert!(matches!(unknown, Error::NotFound), "{unknown:?}");
        assert!(matches!(load(&services, &manager(&practice), &practice, "nonsense").await, Err(Error::NotFound)));
        assert_eq!(traces(&services).await, (0, 0));
    }

    async fn nobody_else_may_answer(store: TestStore) {
        let services = world(&store).await;
        let practice = a_practice(&services, "X10001", Supplier::Emis).await;
        let mut typed = form(&services, &practice, "policies").await;
        typed.get_mut("dpia").unwrap().state = "done".into();
        for (viewer, told) in refused_people() {
            let refused = save(&services, &viewer, &practice, "policies", &typed).await.unwrap_err();
            assert_eq!(refused.to_string(), told, "{}", viewer.name);
            let seen = load(&services, &viewer, &practice, "policies").await;
            assert_eq!(seen.is_ok(), told == "not allowed", "{}", viewer.name);
        }
        assert_eq!(traces(&services).await, (0, 0));
        assert_eq!(save(&services, &admin(), &practice, "policies", &typed).await.unwrap(), Saved::Done(1));
    }
}
