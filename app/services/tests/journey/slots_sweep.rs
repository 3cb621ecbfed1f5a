//! What comes after a date: asking, telling the ICB, done; and the manual way.

use domain::organisations::Supplier;
use domain::slots::{ManualProgress, ManualStepKind, SlotStatus};
use services::confirmation::confirm;
use services::slots::{all, book, load, manual, record_manual, sweep};
use services::{Error, Services};
use store::on_both_databases;

use crate::fixtures::*;

async fn count(services: &Services, kind: &str) -> usize {
    messages(services).await.iter().filter(|(of, _)| of == kind).count()
}

on_both_databases! {
    async fn the_practice_is_asked_and_then_its_icb_told_once(store: TestStore) {
        let services = world(&store).await;
        let (silent, quick) = (a_ready_practice(&services, "X10001", Supplier::Emis).await, a_ready_practice(&services, "X10002", Supplier::Emis).await);
        for person in [manager(&silent), icb_staff()] {
            give_account(&services, &person).await;
        }
        let slot = a_slot(&services, "2023-10-18", 20).await;
        for practice in [&silent, &quick] {
            book(&services, &manager(practice), practice, &slot.id).await.unwrap();
        }
        move_clock(&services, "2023-10-18");
        let on_the_day = sweep(&services).await.unwrap().unwrap();
        assert_eq!((on_the_day.asked, on_the_day.done), (0, 0));
        move_clock(&services, "2023-10-19");
        confirm(&services, &manager(&quick), &quick, day("2023-10-18"), "Patients see notes").await.unwrap();
        let swept = sweep(&services).await.unwrap().unwrap();
        assert_eq!((swept.asked, swept.told, swept.done), (1, 0, 1));
        assert_eq!(all(&services, &admin()).await.unwrap()[0].slot.facts.status, SlotStatus::Done);
        // Five working days after Wednesday 18 October end with Wednesday 25 October.
        move_clock(&services, "2023-10-25");
        assert_eq!(sweep(&services).await.unwrap().unwrap().told, 0);
        move_clock(&services, "2023-10-26");
        assert_eq!(sweep(&services).await.unwrap().unwrap().told, 1);
        assert_eq!(sweep(&services).await.unwrap().unwrap(), services::slots::Swept::default());
        assert_eq!((count(&services, "date-check").await, count(&services, "date-unconfirmed").await), (1, 1));
        assert!(messages(&services).await.contains(&("date-unconfirmed".to_owned(), "Kim@example.com".to_owned())));
    }

    async fn who_missed_all_dates_does_it_by_hand_in_order(store: TestStore) {
        let services = world(&store).await;
        let practice = a_ready_practice(&services, "X10001", Supplier::Emis).await;
        let person = manager(&practice);
        assert!(!load(&services, &person, &practice).await.unwrap().missed_all, "there was never a date");
        a_slot(&services, "2023-10-18", 20).await;
        let early = record_manual(&services, &person, &practice, ManualStepKind::Existing, day("2023-09-18"), 5).await.unwrap_err();
        assert_eq!(early.to_string(), "This practice can still have a date: book one.");
        move_clock(&services, "2023-10-19");
        assert!(manual(&services, &person, &practice).await.unwrap().is_open);
        let review = record_manual(&services, &person, &practice, ManualStepKind::Review, day("2023-10-19"), 5).await.unwrap_err();
        assert!(matches!(review, Error::Conflict(_)), "{review:?}");
        let wrong = record_manual(&services, &person, &practice, ManualStepKind::Existing, day("2023-10-20"), -1).await.unwrap_err();
        assert!(matches!(&wrong, Error::Invalid(mistakes) if mistakes.len() == 2), "{wrong:?}");
        let before = traces(&services).await;
        record_manual(&services, &person, &practice, ManualStepKind::Existing, day("2023-10-19"), 120).await.unwrap();
        record_manual(&services, &person, &practice, ManualStepKind::Review, day("2023-10-19"), 3).await.unwrap();
        assert_eq!(traces(&services).await, (before.0 + 2, before.1));
        let view = manual(&services, &person, &practice).await.unwrap();
        assert_eq!((view.progress, view.steps.len()), (ManualProgress::ReviewBy(day("2023-10-26")), 2));
        for (viewer, told) in refused_people() {
            let refused = record_manual(&services, &viewer, &practice, ManualStepKind::Review, day("2023-10-19"), 1).await.unwrap_err();
            assert_eq!(refused.to_string(), told, "{}", viewer.name);
        }
    }
}
