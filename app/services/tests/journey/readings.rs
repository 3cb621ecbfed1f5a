//! How a practice reads against the deadline is told alike wherever it is told.

use domain::organisations::{OdsCode, Supplier};
use domain::reports::{By, Question};
use domain::stage::Rag;
use services::Services;
use services::practices::{Sort, Wanted, list, mine, overview};
use services::slots::book;
use store::on_both_databases;

use crate::fixtures::*;

/// What the page of the practice says, once the lists, their filter and the report are found to say the same.
async fn reads(services: &Services, practice: &OdsCode) -> (Rag, Option<String>) {
    let page = overview(services, &admin(), practice).await.unwrap();
    let told = (page.rag, page.why);
    let listed = list(services, &admin(), &Wanted::default(), 1).await.unwrap().lines;
    let listed = listed.into_iter().find(|(line, ..)| line.code == *practice).unwrap();
    assert_eq!((listed.1, listed.2), told, "the list");
    let own = mine(services, &manager(practice), Sort::Name).await.unwrap().unwrap().remove(0);
    assert_eq!((own.rag, own.why), told, "the manager's own practices");
    for rag in Rag::ALL {
        let found = list(services, &admin(), &Wanted { rag: Some(rag), ..Wanted::default() }, 1).await.unwrap();
        assert_eq!(found.lines.iter().any(|(line, ..)| line.code == *practice), rag == told.0, "the filter {rag:?}");
    }
    let question = Question { by: Some(By::Practice), within: Some(practice.clone()), as_at: services.clock.today() };
    let report = services::reports::deadline(services, &admin(), &question).await.unwrap();
    assert_eq!(report.rows[0].practice.as_ref().unwrap().rag, told.0, "the report");
    let counted = [report.total.red, report.total.amber, report.total.green];
    assert_eq!(counted, [Rag::Red, Rag::Amber, Rag::Green].map(|rag| u32::from(rag == told.0)), "its figures");
    told
}

on_both_databases! {
    async fn a_date_that_has_passed_needs_attention_and_then_is_at_risk(store: TestStore) {
        let services = world(&store).await;
        let practice = a_ready_practice(&services, "X10001", Supplier::Emis).await;
        let slot = a_slot(&services, "2023-10-18", 20).await;
        book(&services, &manager(&practice), &practice, &slot.id).await.unwrap();
        let passed = "The EMIS date, 18 October 2023, has passed and the switch-on is not confirmed.";
        for (today, expected) in [
            ("2023-09-18", (Rag::Green, None)),
            ("2023-10-18", (Rag::Green, None)),
            ("2023-10-19", (Rag::Amber, Some(passed))),
            ("2023-10-25", (Rag::Amber, Some(passed))),
            ("2023-10-26", (Rag::Red, Some(passed))),
            ("2023-11-20", (Rag::Red, Some(passed))),
        ] {
            move_clock(&services, today);
            let (rag, why) = reads(&services, &practice).await;
            assert_eq!((rag, why.as_deref()), expected, "{today}");
        }
    }

    async fn a_date_after_the_deadline_is_at_risk(store: TestStore) {
        let services = world(&store).await;
        let practice = a_ready_practice(&services, "X10001", Supplier::Emis).await;
        let slot = a_slot(&services, "2023-11-15", 20).await;
        book(&services, &manager(&practice), &practice, &slot.id).await.unwrap();
        let told = reads(&services, &practice).await;
        assert_eq!(told, (Rag::Red, Some("The EMIS date that is booked is after the deadline.".to_owned())));
    }
}
