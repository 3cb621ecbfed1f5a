//! Exceptions that have ended: who is told, and how often.

use domain::accounts::{Role, Scope, Viewer};
use domain::organisations::{OdsCode, Supplier};
use services::Services;
use services::exceptions::{ExceptionDecision, ask, decide, end, load};
use services::reminders::remind_of_days;
use store::on_both_databases;

use crate::fixtures::*;

/// A practice of Sam's with an exception that Kim agreed up to and including 31 October 2023; Lee works with Kim, Olga for another ICB
/// sub-group.
async fn excepted(services: &Services, supplier: Supplier) -> (OdsCode, String) {
    let practice = a_ready_practice(services, "X10001", supplier).await;
    for person in [manager(&practice), icb_staff(), lee(), viewer("Olga", Role::Icb, Scope::sub_icbs([code("X1B")]))] {
        give_account(services, &person).await;
    }
    let id = agree_until(services, &practice, "2023-10-31").await;
    (practice, id)
}

fn lee() -> Viewer {
    viewer("Lee", Role::Icb, Scope::sub_icbs([code("X1A")]))
}

async fn agree_until(services: &Services, practice: &OdsCode, last: &str) -> String {
    ask(services, &manager(practice), practice, ["closing-or-merging", "We merge", ""]).await.unwrap();
    let id = load(services, &icb_staff(), practice).await.unwrap().waiting.unwrap().id;
    decide(services, &icb_staff(), practice, &id, ExceptionDecision::Agree(day(last)), "").await.unwrap();
    id
}

async fn written(services: &Services) -> u64 {
    remind_of_days(services, false).await.unwrap().unwrap().written
}

async fn told_of_an_end(services: &Services) -> Vec<String> {
    messages(services).await.into_iter().filter(|(kind, _)| kind == "exception-ended").map(|(_, to)| to).collect()
}

on_both_databases! {
    async fn whoever_decides_is_told_what_a_practice_asks_for_once(store: TestStore) {
        let services = world(&store).await;
        let practice = a_ready_practice(&services, "X10001", Supplier::Emis).await;
        let nobody = ask(&services, &manager(&practice), &practice, ["closing-or-merging", "We merge", ""]).await.unwrap();
        assert_eq!((nobody.people.len(), nobody.reaches_somebody()), (0, false), "nobody works for the ICB yet");
        let other = a_ready_practice(&services, "X10002", Supplier::Emis).await;
        for person in [manager(&other), icb_staff(), lee(), viewer("Olga", Role::Icb, Scope::sub_icbs([code("X1B")]))] {
            give_account(&services, &person).await;
        }
        let told = ask(&services, &manager(&other), &other, ["closing-or-merging", "We merge", ""]).await.unwrap();
        assert_eq!(told.people, ["Kim", "Lee"]);
        let mails = messages(&services).await.into_iter().filter(|(kind, _)| kind == "decision-asked");
        assert_eq!(mails.map(|(_, to)| to).collect::<Vec<_>>(), ["Kim@example.com", "Lee@example.com"]);
    }

    async fn one_that_ends_by_itself_is_told_once_to_the_practice_and_its_sub_group(store: TestStore) {
        let services = world(&store).await;
        excepted(&services, Supplier::Emis).await;
        move_clock(&services, "2023-10-31");
        written(&services).await;
        assert!(told_of_an_end(&services).await.is_empty(), "it stands up to and including that day");
        move_clock(&services, "2023-11-01");
        assert_eq!((written(&services).await, written(&services).await), (3, 0));
        assert_eq!(told_of_an_end(&services).await, ["Kim@example.com", "Lee@example.com", "Sam@example.com"]);
        move_clock(&services, "2023-11-02");
        assert_eq!(written(&services).await, 0, "once");
    }

    async fn it_is_told_late_where_nothing_ran_but_not_after_a_week(store: TestStore) {
        let services = world(&store).await;
        excepted(&services, Supplier::Emis).await;
        move_clock(&services, "2023-11-07");
        assert_eq!(remind_of_days(&services, true).await.unwrap().unwrap().owed, 3);
        move_clock(&services, "2023-11-08");
        assert_eq!(remind_of_days(&services, true).await.unwrap().unwrap().owed, 0);
    }

    async fn nobody_is_told_where_another_was_agreed_meanwhile(store: TestStore) {
        let services = world(&store).await;
        let (practice, _) = excepted(&services, Supplier::Emis).await;
        move_clock(&services, "2023-11-01");
        agree_until(&services, &practice, "2023-12-31").await;
        assert_eq!(written(&services).await, 0);
    }

    async fn nobody_is_told_of_a_practice_that_is_switched_on(store: TestStore) {
        let services = world(&store).await;
        let (practice, _) = excepted(&services, Supplier::Other).await;
        move_clock(&services, "2023-10-10");
        services::confirmation::confirm(&services, &manager(&practice), &practice, day("2023-10-09"), "A note is seen").await.unwrap();
        agree(&services, &practice).await;
        move_clock(&services, "2023-11-01");
        assert_eq!(written(&services).await, 0);
    }

    async fn who_ends_one_tells_the_practice_and_their_colleagues_at_once(store: TestStore) {
        let services = world(&store).await;
        let (practice, id) = excepted(&services, Supplier::Emis).await;
        move_clock(&services, "2023-09-25");
        end(&services, &icb_staff(), &practice, &id, "The merger is off").await.unwrap();
        assert_eq!(told_of_an_end(&services).await, ["Lee@example.com"]);
        let decisions = messages(&services).await.into_iter().filter(|(kind, _)| kind == "decision");
        assert_eq!(decisions.map(|(_, to)| to).collect::<Vec<_>>(), ["Sam@example.com", "Sam@example.com"], "agreed, then ended");
        move_clock(&services, "2023-11-01");
        assert_eq!(written(&services).await, 0, "it did not end by itself");
    }
}
