//! Exceptions: asked for, agreed, renewed, ended, lapsed.

use domain::accounts::{Role, Scope, Viewer};
use domain::organisations::{OdsCode, Supplier};
use domain::self_switch::SelfSwitch;
use domain::time::london_instant;
use services::exceptions::{ExceptionDecision, ask, decide, end, load, queue, renew, withdraw};
use services::practices::{TimelineEntry, What};
use services::reminders::remind_of_days;
use services::self_switch::{Declared, record};
use services::slots::{book, join};
use services::{Error, Services};
use store::on_both_databases;

use crate::fixtures::*;

const ASKED: [&str; 3] = ["closing-or-merging", "We merge in December", "The contract"];

/// A practice whose request waits; the id of the request.
async fn asked(services: &Services) -> (OdsCode, String) {
    let practice = a_practice(services, "X10001", Supplier::Emis).await;
    give_account(services, &manager(&practice)).await;
    ask(services, &manager(&practice), &practice, ASKED).await.unwrap();
    let id = load(services, &icb_staff(), &practice).await.unwrap().waiting.unwrap().id;
    (practice, id)
}

async fn agreed(services: &Services, until: &str) -> (OdsCode, String) {
    let (practice, id) = asked(services).await;
    decide(services, &icb_staff(), &practice, &id, ExceptionDecision::Agree(day(until)), "").await.unwrap();
    (practice, id)
}

async fn stands(services: &Services, practice: &OdsCode) -> bool {
    load(services, &manager(practice), practice).await.unwrap().current.is_some()
}

on_both_databases! {
    async fn a_request_waits_in_the_queue_of_its_icb_alone(store: TestStore) {
        let services = world(&store).await;
        let (practice, _) = asked(&services).await;
        assert!(!stands(&services, &practice).await, "nothing counts before it is agreed");
        let found = queue(&services, &icb_staff()).await.unwrap();
        assert_eq!((found.waiting.len(), found.waiting[0].practice.as_str()), (1, "X10001"));
        assert_eq!(waits_for(&services, &icb_staff()).await, 1);
        assert_eq!(waits_for(&services, &viewer("Olga", Role::Icb, Scope::sub_icbs([code("X1B")]))).await, 0);
        assert_eq!(services::decisions::waiting(&services, &manager(&practice)).await.unwrap().practices, 0);
        assert!(matches!(queue(&services, &manager(&practice)).await, Err(Error::Forbidden)));
        let twice = ask(&services, &deputy(&practice), &practice, ASKED).await.unwrap_err();
        assert!(matches!(twice, Error::Conflict(_)), "{twice:?}");
        let before = traces(&services).await;
        for (viewer, told) in refused_people() {
            assert_eq!(ask(&services, &viewer, &practice, ASKED).await.unwrap_err().to_string(), told, "{}", viewer.name);
        }
        assert_eq!(traces(&services).await, before);
    }

    async fn who_decides_reads_for_which_dates_the_practice_waits(store: TestStore) {
        let services = world(&store).await;
        let [one, two, three] = ready(&services).await;
        for (other, date) in [(&one, "2023-10-25"), (&two, "2023-10-18")] {
            let slot = a_slot(&services, date, 1).await;
            book(&services, &own(other), other, &slot.id).await.unwrap();
            join(&services, &own(&three), &three, &slot.id).await.unwrap();
        }
        let waits_for = async |who: &Viewer| load(&services, who, &three).await.unwrap().waits_for;
        assert_eq!(waits_for(&icb_staff()).await, [], "nothing waits to be decided");
        ask(&services, &own(&three), &three, ASKED).await.unwrap();
        assert_eq!(waits_for(&icb_staff()).await, [day("2023-10-18"), day("2023-10-25")]);
        assert_eq!(waits_for(&own(&three)).await, [], "it does not decide");
    }

    async fn agreed_it_stands_until_its_review_and_then_ends_by_itself(store: TestStore) {
        let services = world(&store).await;
        let (practice, id) = agreed(&services, "2023-10-31").await;
        assert!(stands(&services, &practice).await);
        let near = async || {
            let in_force = queue(&services, &icb_staff()).await.unwrap().in_force;
            in_force.iter().map(|one| (one.practice.name.clone(), one.is_review_near)).collect::<Vec<_>>()
        };
        let name = || "Practice X10001".to_owned();
        assert_eq!(near().await, [(name(), false)]);
        let written = async || remind_of_days(&services, false).await.unwrap().unwrap().written;
        move_clock(&services, "2023-10-16");
        assert_eq!(written().await, 0);
        move_clock(&services, "2023-10-17");
        assert_eq!((written().await, written().await), (1, 0));
        assert_eq!(near().await, [(name(), true)]);
        let kinds: Vec<_> = messages(&services).await.into_iter().map(|(kind, _)| kind).collect();
        assert_eq!(kinds, ["decision", "exception-review"]);
        move_clock(&services, "2023-10-31");
        assert!(stands(&services, &practice).await);
        move_clock(&services, "2023-11-01");
        assert!(!stands(&services, &practice).await);
        assert_eq!(near().await, []);
        let (_, history) = services::practices::history(&services, &manager(&practice), &practice).await.unwrap();
        let lapse = |entry: &TimelineEntry| if let What::Lapse(last) = entry.what { Some((last, entry.at)) } else { None };
        let lapsed: Vec<_> = history.iter().filter_map(lapse).collect();
        assert_eq!(lapsed, [(day("2023-10-31"), london_instant(day("2023-11-01"), 0, 0))]);
        assert!(history.is_sorted_by_key(|entry| std::cmp::Reverse(entry.at)), "{history:?}");
        let late = renew(&services, &icb_staff(), &practice, &id, day("2023-12-31"), "").await.unwrap_err();
        assert!(matches!(late, Error::Conflict(_)), "it is not brought back: {late:?}");
        ask(&services, &manager(&practice), &practice, ASKED).await.unwrap();
    }

    async fn renewed_it_goes_on_and_is_reminded_again(store: TestStore) {
        let services = world(&store).await;
        let (practice, id) = agreed(&services, "2023-10-31").await;
        move_clock(&services, "2023-10-20");
        remind_of_days(&services, false).await.unwrap();
        renew(&services, &icb_staff(), &practice, &id, day("2023-12-31"), "Until the merger").await.unwrap();
        move_clock(&services, "2023-12-20");
        assert!(stands(&services, &practice).await);
        assert_eq!(remind_of_days(&services, false).await.unwrap().unwrap().written, 1);
    }

    async fn ended_it_holds_no_more_from_that_day(store: TestStore) {
        let services = world(&store).await;
        let (practice, id) = agreed(&services, "2023-10-31").await;
        move_clock(&services, "2023-09-25");
        let silent = end(&services, &icb_staff(), &practice, &id, " ").await.unwrap_err();
        assert!(matches!(silent, Error::Invalid(_)), "{silent:?}");
        let own = end(&services, &manager(&practice), &practice, &id, "We are done").await.unwrap_err();
        assert!(matches!(own, Error::Forbidden), "{own:?}");
        end(&services, &icb_staff(), &practice, &id, "The merger is off").await.unwrap();
        assert!(!stands(&services, &practice).await);
        move_clock(&services, "2024-01-01");
        let (_, history) = services::practices::history(&services, &manager(&practice), &practice).await.unwrap();
        assert!(!history.iter().any(|entry| matches!(entry.what, What::Lapse(_))), "it did not run out: {history:?}");
        let twice = end(&services, &icb_staff(), &practice, &id, "Again").await.unwrap_err();
        assert!(matches!(twice, Error::Conflict(_)), "{twice:?}");
    }

    async fn one_decision_only_with_a_day_or_a_reason(store: TestStore) {
        let services = world(&store).await;
        let (practice, id) = asked(&services).await;
        let wrong = [ExceptionDecision::Agree(day("2023-09-18")), ExceptionDecision::Agree(day("2025-01-01")), ExceptionDecision::Refuse];
        for verdict in wrong {
            let refused = decide(&services, &icb_staff(), &practice, &id, verdict, "").await.unwrap_err();
            assert!(matches!(refused, Error::Invalid(_)), "{verdict:?}: {refused:?}");
        }
        let kim = icb_staff();
        let (one, other) = tokio::join!(
            decide(&services, &kim, &practice, &id, ExceptionDecision::Agree(day("2023-12-01")), ""),
            decide(&services, &kim, &practice, &id, ExceptionDecision::Refuse, "Too vague"),
        );
        assert!(one.is_ok() != other.is_ok(), "{one:?}, {other:?}");
        assert_eq!(messages(&services).await.len(), 1);
    }

    async fn a_practice_that_is_switched_on_needs_none(store: TestStore) {
        let services = world(&store).await;
        let practice = a_ready_practice(&services, "X10001", Supplier::Tpp).await;
        let facts = SelfSwitch { default_on: Some(day("2023-09-11")), existing_updated: Some(day("2023-09-11")) };
        let declared = Declared { facts, existing_count: Some(5400), ..Declared::default() };
        record(&services, &manager(&practice), &practice, &declared, 0).await.unwrap();
        let refused = ask(&services, &manager(&practice), &practice, ASKED).await.unwrap_err();
        assert!(matches!(&refused, Error::Conflict(words) if words.contains("already switched on")), "{refused:?}");
        assert!(load(&services, &manager(&practice), &practice).await.unwrap().switched_on);
    }

    async fn a_request_is_withdrawn_before_anybody_has_decided(store: TestStore) {
        let services = world(&store).await;
        let (practice, id) = asked(&services).await;
        let before = traces(&services).await;
        for (viewer, told) in refused_people() {
            assert_eq!(withdraw(&services, &viewer, &practice, &id).await.unwrap_err().to_string(), told, "{}", viewer.name);
        }
        assert!(matches!(withdraw(&services, &manager(&practice), &practice, "another").await, Err(Error::Conflict(_))));
        assert_eq!(traces(&services).await, before);
        withdraw(&services, &deputy(&practice), &practice, &id).await.unwrap();
        let event = last_event(&services).await;
        assert_eq!((event.action.as_str(), event.actor.as_str()), ("exceptions.withdraw", "Alex"));
        assert_eq!(waits_for(&services, &icb_staff()).await, 0);
        let late = decide(&services, &icb_staff(), &practice, &id, ExceptionDecision::Agree(day("2023-12-31")), "").await.unwrap_err();
        assert!(matches!(&late, Error::Conflict(words) if words.contains("withdrawn")), "{late:?}");
        assert!(matches!(withdraw(&services, &manager(&practice), &practice, &id).await, Err(Error::Conflict(_))), "once");
        let view = load(&services, &manager(&practice), &practice).await.unwrap();
        assert_eq!((view.waiting.is_none(), view.decided[0].state.as_str()), (true, "withdrawn"));
        assert!(messages(&services).await.is_empty(), "nobody was told of a decision");
        ask(&services, &manager(&practice), &practice, ASKED).await.unwrap();
    }

    async fn what_the_icb_said_is_read_while_the_exception_stands(store: TestStore) {
        let services = world(&store).await;
        let (practice, id) = asked(&services).await;
        let note = "Switch on by 1 December";
        decide(&services, &icb_staff(), &practice, &id, ExceptionDecision::Agree(day("2023-12-31")), note).await.unwrap();
        for (reader, expected) in
            [(manager(&practice), note), (icb_staff(), note), (viewer("Colin", Role::Commissioner, Scope::england()), "")]
        {
            let seen = load(&services, &reader, &practice).await.unwrap();
            assert_eq!((seen.agreed.unwrap().note.as_str(), seen.decided.len()), (expected, 0), "{}", reader.name);
        }
    }

    async fn a_practice_that_is_switched_on_gets_no_exception(store: TestStore) {
        let services = world(&store).await;
        let practice = a_ready_practice(&services, "X10001", Supplier::Emis).await;
        ask(&services, &manager(&practice), &practice, ASKED).await.unwrap();
        let id = load(&services, &icb_staff(), &practice).await.unwrap().waiting.unwrap().id;
        let slot = a_slot(&services, "2023-10-18", 1).await;
        services::slots::book(&services, &manager(&practice), &practice, &slot.id).await.unwrap();
        move_clock(&services, "2023-10-19");
        services::confirmation::confirm(&services, &manager(&practice), &practice, day("2023-10-18"), "A note is seen").await.unwrap();
        let agree = decide(&services, &icb_staff(), &practice, &id, ExceptionDecision::Agree(day("2023-12-31")), "").await.unwrap_err();
        assert!(matches!(&agree, Error::Conflict(words) if words.contains("does not need an exception")), "{agree:?}");
        assert!(load(&services, &icb_staff(), &practice).await.unwrap().switched_on);
        decide(&services, &icb_staff(), &practice, &id, ExceptionDecision::Refuse, "You are switched on").await.unwrap();
    }

    async fn who_reads_figures_sees_category_state_and_days_but_no_words_and_no_names(store: TestStore) {
        let services = world(&store).await;
        let (practice, _) = agreed(&services, "2023-12-31").await;
        let commissioner = viewer("Colin", Role::Commissioner, Scope::england());
        let seen = load(&services, &commissioner, &practice).await.unwrap();
        let exception = seen.current.unwrap();
        assert_eq!((exception.agreed.category.as_str(), exception.agreed.review_on), ("Closing or merging", day("2023-12-31")));
        assert_eq!((exception.agreed.reason.as_str(), exception.agreed_by.as_str()), ("", ""));
        assert!(seen.decided.is_empty(), "what stands is told once");
        move_clock(&services, "2024-01-01");
        let seen = load(&services, &commissioner, &practice).await.unwrap();
        let request = &seen.decided[0];
        let words = [&request.reason, &request.evidence, &request.note, &request.asked_by];
        assert!(words.into_iter().all(String::is_empty) && request.decided_by.is_none(), "{request:?}");
        for reader in [icb_staff(), manager(&practice), admin()] {
            let seen = &load(&services, &reader, &practice).await.unwrap().decided[0];
            assert_eq!((seen.reason.as_str(), seen.decided_by.as_deref()), ("We merge in December", Some("Kim")), "{}", reader.name);
        }
        let (_, history) = services::practices::history(&services, &commissioner, &practice).await.unwrap();
        assert!(!history.is_empty() && history.iter().all(|entry| entry.who.is_none()), "{history:?}");
        assert!(!format!("{history:?}").contains("We merge"), "{history:?}");
    }
}
