//! A date that came and went without giving patients access.

use domain::accounts::{Role, Scope};
use domain::organisations::{OdsCode, Supplier};
use domain::reports::{By, Question};
use domain::stage::Stage;
use services::confirmation::confirm;
use services::practices::{Sort, my_practices, overview};
use services::slots::{Swept, book, did_not_work, load, sweep};
use services::{Error, Services};
use store::on_both_databases;

use crate::fixtures::*;

/// What the report says of the practice as at a day: its stage and its date.
async fn as_at(services: &Services, on: &str) -> (Stage, Option<chrono::NaiveDate>) {
    let question = Question { by: Some(By::Practice), within: Some(code("X10001")), as_at: day(on) };
    let report = services::reports::deadline(services, &admin(), &question).await.unwrap();
    let line = report.rows[0].practice.as_ref().unwrap();
    (line.stage, line.arranged.booked_on)
}

/// The date that did not work, as the page of the practice and the table of mine have it.
async fn behind(services: &Services, practice: &OdsCode) -> [Option<chrono::NaiveDate>; 2] {
    let page = overview(services, &manager(practice), practice).await.unwrap();
    let line = my_practices(services, &manager(practice), Sort::Name).await.unwrap().unwrap().remove(0);
    [page.practice_dates.did_not_work, line.practice_dates.did_not_work]
}

on_both_databases! {
    async fn the_practice_is_ready_again_and_people_are_told(store: TestStore) {
        let services = world(&store).await;
        let practice = a_ready_practice(&services, "X10001", Supplier::Emis).await;
        for person in [manager(&practice), icb_staff()] {
            give_account(&services, &person).await;
        }
        let slot = a_slot(&services, "2023-10-18", 1).await;
        book(&services, &manager(&practice), &practice, &slot.id).await.unwrap();
        move_clock(&services, "2023-10-18");
        let early = did_not_work(&services, &manager(&practice), &practice, "No access").await.unwrap_err();
        assert_eq!(early.to_string(), "Wait until the date, 18 October 2023, has passed: then you can say that it did not work.");
        assert!(!load(&services, &manager(&practice), &practice).await.unwrap().may_say_it_did_not_work);

        move_clock(&services, "2023-10-20");
        let before = traces(&services).await;
        let Error::Invalid(mistakes) = did_not_work(&services, &icb_staff(), &practice, " ").await.unwrap_err() else { panic!("no mistake") };
        assert_eq!((mistakes[0].field.as_ref(), mistakes[0].message.as_str()), ("reason", "Say what you saw when you looked"));
        for (viewer, told) in refused_people().into_iter().filter(|(viewer, _)| viewer.name != "Kim") {
            let refused = did_not_work(&services, &viewer, &practice, "No access").await.unwrap_err();
            assert_eq!(refused.to_string(), told, "{}", viewer.name);
        }
        assert_eq!(traces(&services).await, before);
        assert!(load(&services, &icb_staff(), &practice).await.unwrap().may_say_it_did_not_work);
        let told = did_not_work(&services, &icb_staff(), &practice, "Nobody sees a note").await.unwrap();
        assert_eq!((told.practice.reaches_somebody(), told.sub_group.reaches_somebody()), (true, false), "nobody else works for the sub-group");
        assert_eq!(traces(&services).await, (before.0 + 1, before.1 + 1));
        assert_eq!((journey(&services, &practice).await.stage.as_str(), taken(&services, &slot).await), ("ready", 0));
        let told: Vec<_> = messages(&services).await.into_iter().filter(|(kind, _)| kind == "did-not-work").map(|(_, to)| to).collect();
        assert_eq!(told, ["Sam@example.com"]);
        assert_eq!(as_at(&services, "2023-10-19").await, (Stage::DateBooked, Some(day("2023-10-18"))));
        assert_eq!(as_at(&services, "2023-10-20").await, (Stage::Ready, None));
    }

    async fn everybody_is_told_but_for_who_says_so(store: TestStore) {
        let services = world(&store).await;
        let practice = a_ready_practice(&services, "X10001", Supplier::Emis).await;
        let other_icb = viewer("Olga", Role::Icb, Scope::sub_icbs([code("X1B")]));
        for person in [manager(&practice), deputy(&practice), icb_staff(), other_icb] {
            give_account(&services, &person).await;
        }
        let slot = a_slot(&services, "2023-10-18", 1).await;
        book(&services, &manager(&practice), &practice, &slot.id).await.unwrap();
        move_clock(&services, "2023-10-19");
        let told = did_not_work(&services, &manager(&practice), &practice, "Nobody sees a note").await.unwrap();
        assert_eq!((told.practice.reaches_somebody(), told.sub_group.reaches_somebody()), (true, true));
        let told: Vec<_> = messages(&services).await.into_iter().filter(|(kind, _)| kind == "did-not-work").map(|(_, to)| to).collect();
        assert_eq!(told, ["Alex@example.com", "Kim@example.com"]);
    }

    async fn it_books_another_date_or_gives_access_by_hand(store: TestStore) {
        let services = world(&store).await;
        let practice = a_ready_practice(&services, "X10001", Supplier::Emis).await;
        let slot = a_slot(&services, "2023-10-18", 1).await;
        book(&services, &manager(&practice), &practice, &slot.id).await.unwrap();
        move_clock(&services, "2023-10-19");
        did_not_work(&services, &manager(&practice), &practice, "Nobody sees a note").await.unwrap();
        let view = load(&services, &manager(&practice), &practice).await.unwrap();
        assert_eq!((view.booked.is_none(), view.did_not_work, view.missed_all), (true, Some(day("2023-10-18")), true));
        assert!(!view.may_say_it_did_not_work);
        assert_eq!(behind(&services, &practice).await, [Some(day("2023-10-18")); 2]);
        let again = did_not_work(&services, &manager(&practice), &practice, "Still nobody").await.unwrap_err();
        assert_eq!(again.to_string(), "This practice has no date booked.");
        move_clock(&services, "2023-10-27");
        let swept = sweep(&services).await.unwrap().unwrap();
        assert_eq!(swept, Swept { done: 1, ..Swept::default() }, "nobody is asked or told of it any more");
        let later = a_slot(&services, "2023-11-22", 1).await;
        book(&services, &manager(&practice), &practice, &later.id).await.unwrap();
        let view = load(&services, &manager(&practice), &practice).await.unwrap();
        assert_eq!((view.booked.unwrap().slot.id, view.did_not_work), (later.id, None));
        assert_eq!(behind(&services, &practice).await, [None; 2]);
    }

    async fn who_has_confirmed_takes_that_back_first(store: TestStore) {
        let services = world(&store).await;
        let practice = a_ready_practice(&services, "X10001", Supplier::Emis).await;
        let slot = a_slot(&services, "2023-10-18", 1).await;
        book(&services, &manager(&practice), &practice, &slot.id).await.unwrap();
        move_clock(&services, "2023-10-19");
        confirm(&services, &manager(&practice), &practice, day("2023-10-18"), "Three patients see notes").await.unwrap();
        let before = traces(&services).await;
        let refused = did_not_work(&services, &manager(&practice), &practice, "Nobody sees a note").await.unwrap_err();
        assert_eq!(refused.to_string(), "This practice is already switched on.");
        assert_eq!(traces(&services).await, before);
    }
}
