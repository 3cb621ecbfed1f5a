//! How a practice reads against the deadline is told alike wherever it is told.

use domain::organisations::{OdsCode, Supplier};
use domain::reports::{By, Question};
use domain::self_switch::SelfSwitch;
use domain::stage::Rag;
use services::Services;
use services::exceptions::ExceptionDecision;
use services::practices::{Sort, Wanted, list, my_practices, overview};
use services::self_switch::{Declared, Planned, TypedPlan, load, seen};
use services::slots::book;
use store::on_both_databases;

use crate::fixtures::*;

/// What the page of the practice says, once the lists, their filter and the report are found to say the same.
pub async fn reads(services: &Services, practice: &OdsCode) -> (Rag, Option<String>) {
    let page = overview(services, &admin(), practice).await.unwrap();
    let told = (page.reading.rag, page.reading.sentence());
    let listed = list(services, &admin(), &Wanted::default(), 1).await.unwrap().listed.lines;
    let listed = listed.into_iter().find(|(line, ..)| line.code == *practice).unwrap();
    assert_eq!(listed.1, page.reading, "the list");
    let own = my_practices(services, &manager(practice), Sort::Name).await.unwrap().unwrap().remove(0);
    assert_eq!(own.reading, page.reading, "the manager's own practices");
    for rag in Rag::ALL {
        let found = list(services, &admin(), &Wanted { rag: Some(rag), ..Wanted::default() }, 1).await.unwrap();
        assert_eq!(found.listed.lines.iter().any(|(line, ..)| line.code == *practice), rag == told.0, "the filter {rag:?}");
    }
    let question = Question { by: Some(By::Practice), within: Some(practice.clone()), as_at: services.clock.today() };
    let report = services::reports::deadline(services, &admin(), &question).await.unwrap();
    assert_eq!(report.rows[0].practice.as_ref().unwrap().reading, page.reading, "the report");
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
        let in_time = "The EMIS date, 18 October 2023, is in time, and nothing is open before it.";
        for (today, expected) in [
            ("2023-09-18", (Rag::Green, Some(in_time))),
            ("2023-10-18", (Rag::Green, Some(in_time))),
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

    async fn a_planned_day_reads_like_a_date_that_is_booked(store: TestStore) {
        let services = world(&store).await;
        for (code, supplier) in [("X10001", Supplier::Tpp), ("X10002", Supplier::Other)] {
            let practice = a_ready_practice(&services, code, supplier).await;
            let plan = async |on: &str| {
                let seen = seen(load(&services, &manager(&practice), &practice).await.unwrap().plan.as_ref());
                let typed = TypedPlan { day: Some(day(on)), contact: String::new(), seen };
                assert_eq!(services::self_switch::plan(&services, &manager(&practice), &practice, &typed).await.unwrap(), Planned::Done);
            };
            move_clock(&services, "2023-09-18");
            plan("2023-11-15").await;
            let told = reads(&services, &practice).await;
            assert_eq!(told, (Rag::Red, Some("The day that is planned is after the deadline.".to_owned())));
            move_clock(&services, "2023-09-19");
            plan("2023-10-18").await;
            let in_time = "The planned day, 18 October 2023, is in time, and nothing is open before it.";
            assert_eq!(reads(&services, &practice).await, (Rag::Green, Some(in_time.to_owned())));
            let question = Question { by: Some(By::Practice), within: Some(practice.clone()), as_at: day("2023-09-18") };
            let report = services::reports::deadline(&services, &admin(), &question).await.unwrap();
            let line = report.rows[0].practice.as_ref().unwrap();
            assert_eq!((line.reading.rag, line.arranged.planned_on), (Rag::Red, Some(day("2023-11-15"))), "what was planned on that day");
            let passed = "The planned day, 18 October 2023, has passed and switching on is not finished.";
            for (today, expected) in [("2023-10-18", Rag::Green), ("2023-10-19", Rag::Amber), ("2023-10-26", Rag::Red), ("2023-11-20", Rag::Red)] {
                move_clock(&services, today);
                let (rag, why) = reads(&services, &practice).await;
                assert_eq!((rag, why.as_deref()), (expected, Some(if rag == Rag::Green { in_time } else { passed })), "{today}");
            }
        }
    }

    async fn without_a_plan_a_practice_that_switches_on_reads_by_the_step_that_is_open(store: TestStore) {
        let services = world(&store).await;
        let practice = a_ready_practice(&services, "X10001", Supplier::Tpp).await;
        let one = SelfSwitch { default_on: Some(day("2023-09-18")), existing_updated: None };
        let declared = Declared { facts: one, existing_count: None, reason: String::new() };
        services::self_switch::record(&services, &manager(&practice), &practice, &declared, 0).await.unwrap();
        for (today, expected) in [("2023-09-18", Rag::Green), ("2023-10-18", Rag::Amber), ("2023-10-25", Rag::Red), ("2023-11-01", Rag::Red)] {
            move_clock(&services, today);
            assert_eq!(reads(&services, &practice).await.0, expected, "{today}");
        }
    }

    async fn the_worst_come_first(store: TestStore) {
        let services = world(&store).await;
        // Their codes, and so their names, are in the opposite order.
        let [late, in_time] = [a_ready_practice(&services, "X10009", Supplier::Emis).await, a_ready_practice(&services, "X10001", Supplier::Emis).await];
        for (practice, date) in [(&late, "2023-11-15"), (&in_time, "2023-10-25")] {
            let slot = a_slot(&services, date, 2).await;
            book(&services, &manager(practice), practice, &slot.id).await.unwrap();
        }
        let ready = a_ready_practice(&services, "X10002", Supplier::Tpp).await;
        let excepted = a_practice(&services, "X10003", Supplier::Emis).await;
        services::exceptions::ask(&services, &manager(&excepted), &excepted, ["other", "We are merging", ""]).await.unwrap();
        let asked = services::exceptions::load(&services, &icb_staff(), &excepted).await.unwrap().waiting.unwrap().id;
        services::exceptions::decide(&services, &icb_staff(), &excepted, &asked, ExceptionDecision::Agree(day("2023-12-29")), "").await.unwrap();
        for (code, items) in [("X10004", usize::MAX), ("X10005", 1)] {
            let practice = a_practice(&services, code, Supplier::Emis).await;
            let mut typed = form(&services, &practice, "policies").await;
            typed.values_mut().take(items).for_each(|answer| answer.state = "done".to_owned());
            services::checklist::save(&services, &manager(&practice), &practice, "policies", &typed).await.unwrap();
        }
        for not_started in ["X10007", "X10008"] {
            a_practice(&services, not_started, Supplier::Emis).await;
        }
        let listed = async |wanted: Wanted| {
            let found = list(&services, &icb_staff(), &wanted, 1).await.unwrap();
            found.listed.lines.into_iter().map(|(line, reading)| (line.code.to_string(), (!line.exception).then_some(reading.rag))).collect::<Vec<_>>()
        };
        let expected = [
            ("X10007", Some(Rag::Red)),
            ("X10008", Some(Rag::Red)),
            ("X10009", Some(Rag::Red)),
            ("X10005", Some(Rag::Amber)),
            ("X10004", Some(Rag::Amber)),
            ("X10002", Some(Rag::Green)),
            ("X10001", Some(Rag::Green)),
            ("X10003", None),
        ]
        .map(|(code, rag)| (code.to_owned(), rag));
        assert_eq!(listed(Wanted { worst_first: true, ..Wanted::default() }).await, expected);
        let red = Wanted { worst_first: true, rag: Some(Rag::Red), ..Wanted::default() };
        assert_eq!(listed(red).await, expected[..3], "with a filter, too");
        let by_name: Vec<_> = listed(Wanted::default()).await.into_iter().map(|(code, _)| code).collect();
        assert!(by_name.is_sorted() && by_name[0] == in_time.to_string() && by_name[1] == ready.to_string(), "{by_name:?}");
    }
}
