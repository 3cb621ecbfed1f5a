//! A practice reads by what is still possible for it, and a report of a past day stays as it was.

use domain::organisations::{OdsCode, Supplier};
use domain::reports::{By, Question};
use domain::slots::SlotStatus;
use domain::stage::Rag;
use services::slots::{book, cancel, cancel_slot, hold_back, move_slot, set_places, set_status};
use services::{Services, checklist};
use store::on_both_databases;

use crate::fixtures::*;
use crate::rag::reads;

/// How each practice stood and read on a day, line by line.
pub async fn report_of(services: &Services, as_at: &str) -> Vec<String> {
    let question = Question { by: Some(By::Practice), within: None, as_at: day(as_at) };
    let report = services::reports::deadline(services, &admin(), &question).await.unwrap();
    report.rows.iter().map(|row| format!("{row:?}")).collect()
}

async fn reason(services: &Services, practice: &OdsCode) -> (Rag, String) {
    let (rag, reason) = reads(services, practice).await;
    (rag, reason.unwrap_or_default())
}

on_both_databases! {
    async fn without_a_date_a_practice_reads_by_the_places_that_are_left(store: TestStore) {
        let services = world(&store).await;
        let [one, two] = ready(&services).await;
        assert!(reason(&services, &one).await.1.starts_with("No EMIS date is on offer yet, and the deadline is 31 October 2023: 31 working days"));
        let slot = a_slot(&services, "2023-10-25", 1).await;
        let until = "Sign-up for the last date with a place closes on 4 October 2023: 12 working days are left.";
        assert_eq!(reason(&services, &one).await, (Rag::Green, until.to_owned()));
        book(&services, &manager(&two), &two, &slot.id).await.unwrap();
        assert_eq!(reason(&services, &one).await, (Rag::Red, "Every EMIS date by the deadline is full.".to_owned()));
        set_places(&services, &admin(), &slot.id, 2).await.unwrap();
        assert_eq!(reason(&services, &one).await.0, Rag::Green);
        set_status(&services, &admin(), &slot.id, SlotStatus::Closed).await.unwrap();
        assert_eq!(reason(&services, &one).await, (Rag::Red, "Every EMIS date by the deadline is closed.".to_owned()));
        set_status(&services, &admin(), &slot.id, SlotStatus::Open).await.unwrap();
        move_clock(&services, "2023-10-05");
        let over = "Sign-up for the last EMIS date by the deadline closed on 4 October 2023.";
        assert_eq!(reason(&services, &one).await, (Rag::Red, over.to_owned()));
        let open = a_practice(&services, "X10009", Supplier::Emis).await;
        let event = domain::audit::ChecklistEvent::CaughtUp {};
        store::audit::append(services.store.writer(), services.actor(&admin()).did(event)).await.unwrap();
        assert_eq!(reason(&services, &open).await, (Rag::Red, over.to_owned()), "with its checklist open, too");
    }

    async fn a_practice_whose_date_is_cancelled_or_moved_is_told_why(store: TestStore) {
        let services = world(&store).await;
        let [one, two] = ready(&services).await;
        let slots = [a_slot(&services, "2023-10-18", 1).await, a_slot(&services, "2023-10-25", 1).await];
        for (practice, slot) in [(&one, &slots[0]), (&two, &slots[1])] {
            book(&services, &manager(practice), practice, &slot.id).await.unwrap();
        }
        move_slot(&services, &admin(), &slots[1].id, day("2023-11-15"), day("2023-10-25"), "EMIS").await.unwrap();
        assert_eq!(reason(&services, &two).await, (Rag::Red, "The EMIS date that is booked is after the deadline.".to_owned()));
        cancel_slot(&services, &admin(), &slots[0].id, None, "EMIS").await.unwrap();
        assert_eq!(reason(&services, &one).await, (Rag::Red, "Every EMIS date on offer is after the deadline.".to_owned()));
    }

    async fn a_checklist_that_is_reopened_counts_against_the_date(store: TestStore) {
        let services = world(&store).await;
        let practice = a_ready_practice(&services, "X10001", Supplier::Emis).await;
        let slot = a_slot(&services, "2023-10-18", 1).await;
        book(&services, &manager(&practice), &practice, &slot.id).await.unwrap();
        move_clock(&services, "2023-10-17");
        assert_eq!(reason(&services, &practice).await.0, Rag::Green);
        checklist::reopen(&services, &manager(&practice), &practice, "A setting was wrong").await.unwrap();
        let (rag, why) = reason(&services, &practice).await;
        assert_eq!(rag, Rag::Amber);
        assert_eq!(why, "The EMIS date is 18 October 2023, and the checklist is open: 1 working day is left, and what is open usually takes 1.");
    }

    async fn places_held_back_are_possible_for_their_icb_alone(store: TestStore) {
        let services = world(&store).await;
        let [one] = ready(&services).await;
        let slot = a_slot(&services, "2023-10-25", 1).await;
        hold_back(&services, &admin(), &slot.id, &code("XA1"), 1).await.unwrap();
        assert_eq!(reason(&services, &one).await.0, Rag::Green);
    }

    async fn what_is_done_today_changes_no_report_of_yesterday(store: TestStore) {
        let services = world(&store).await;
        let [one, two, three] = ready(&services).await;
        let (early, late) = (a_slot(&services, "2023-10-18", 2).await, a_slot(&services, "2023-10-25", 2).await);
        for practice in [&one, &two] {
            book(&services, &manager(practice), practice, &early.id).await.unwrap();
        }
        move_clock(&services, "2023-09-19");
        let (yesterday, today) = (report_of(&services, "2023-09-18").await, report_of(&services, "2023-09-19").await);
        move_slot(&services, &admin(), &early.id, day("2023-11-15"), day("2023-10-25"), "EMIS").await.unwrap();
        assert_eq!(report_of(&services, "2023-09-18").await, yesterday, "moved");
        assert_ne!(report_of(&services, "2023-09-19").await, today);
        cancel(&services, &manager(&one), &one, "Ill").await.unwrap();
        book(&services, &manager(&one), &one, &late.id).await.unwrap();
        cancel_slot(&services, &admin(), &early.id, Some(&late.id), "EMIS").await.unwrap();
        set_places(&services, &admin(), &late.id, 3).await.unwrap();
        hold_back(&services, &admin(), &late.id, &code("XA1"), 1).await.unwrap();
        checklist::reopen(&services, &manager(&three), &three, "A setting was wrong").await.unwrap();
        set_status(&services, &admin(), &late.id, SlotStatus::Closed).await.unwrap();
        assert_eq!(report_of(&services, "2023-09-18").await, yesterday, "all of it");
        assert_eq!(report_of(&afresh(&services), "2023-09-18").await, yesterday, "by who has kept nothing");
        let of_yesterday = yesterday.iter().filter(|line| line.contains("booked_on: Some(2023-10-18)")).count();
        assert_eq!(of_yesterday, 2, "the date as it stood on the day");
    }
}
