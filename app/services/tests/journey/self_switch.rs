use domain::organisations::Supplier;
use domain::self_switch::SelfSwitch;
use services::Error;
use services::self_switch::{Recorded, load, record};
use store::on_both_databases;

use crate::fixtures::*;

fn facts(default_on: Option<&str>, existing_updated: Option<&str>) -> SelfSwitch {
    SelfSwitch { default_on: default_on.map(day), existing_updated: existing_updated.map(day) }
}

on_both_databases! {
    async fn both_facts_switch_a_practice_on_from_the_later_day(store: TestStore) {
        let services = world(&store).await;
        let practice = a_ready_practice(&services, "X10001", Supplier::Tpp).await;
        let before = traces(&services).await;
        record(&services, &manager(&practice), &practice, facts(Some("2023-09-11"), None), 0).await.unwrap();
        assert_eq!(journey(&services, &practice).await.stage, "switching_on");
        let Recorded::Done(kept) = record(&services, &manager(&practice), &practice, facts(Some("2023-09-11"), Some("2023-09-14")), 1)
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

    async fn a_corrected_day_corrects_the_past(store: TestStore) {
        let services = world(&store).await;
        move_clock(&services, "2023-09-04");
        let practice = a_ready_practice(&services, "X10001", Supplier::Tpp).await;
        move_clock(&services, "2023-09-18");
        record(&services, &manager(&practice), &practice, facts(Some("2023-09-08"), Some("2023-09-08")), 0).await.unwrap();
        let days = ["2023-09-04", "2023-09-07", "2023-09-08", "2023-09-12", "2023-09-14", "2023-09-18"];
        assert_eq!(stages_on(&services, &practice, days).await, ["ready", "ready", "switched_on", "switched_on", "switched_on", "switched_on"]);
        record(&services, &manager(&practice), &practice, facts(Some("2023-09-12"), Some("2023-09-14")), 1).await.unwrap();
        assert_eq!(stages_on(&services, &practice, days).await, ["ready", "ready", "ready", "switching_on", "switched_on", "switched_on"]);
        record(&services, &manager(&practice), &practice, facts(Some("2023-09-12"), None), 2).await.unwrap();
        assert_eq!(stages_on(&services, &practice, days).await, ["ready", "ready", "ready", "switching_on", "switching_on", "switching_on"]);
        record(&services, &manager(&practice), &practice, facts(None, None), 3).await.unwrap();
        assert_eq!(stages_on(&services, &practice, days).await, ["ready"; 6]);
        let row = journey(&services, &practice).await;
        assert_eq!((row.stage.as_str(), row.stage_since), ("ready", day("2023-09-04")));
    }

    async fn the_second_of_two_is_told_what_stands(store: TestStore) {
        let services = world(&store).await;
        let practice = a_ready_practice(&services, "X10001", Supplier::Tpp).await;
        record(&services, &deputy(&practice), &practice, facts(Some("2023-09-11"), None), 0).await.unwrap();
        let before = traces(&services).await;
        let Recorded::Clashed(stands) = record(&services, &manager(&practice), &practice, facts(Some("2023-09-12"), None), 0).await.unwrap()
            else { panic!("nobody was told") };
        assert_eq!((stands.facts, stands.updated_by.as_str()), (facts(Some("2023-09-11"), None), "Alex"));
        // The same again is no clash: nothing would be lost.
        let same = record(&services, &manager(&practice), &practice, facts(Some("2023-09-11"), None), 0).await.unwrap();
        assert_eq!(same, Recorded::Done(stands));
        assert_eq!(traces(&services).await, before);
    }

    async fn settings_come_first(store: TestStore) {
        let services = world(&store).await;
        let practice = a_practice(&services, "X10001", Supplier::Tpp).await;
        let refused = record(&services, &manager(&practice), &practice, facts(Some("2023-09-11"), None), 0).await.unwrap_err();
        let expected = "Check your organisation preferences in SystmOne first, and mark that item of the checklist as done.";
        assert!(matches!(&refused, Error::Conflict(words) if words == expected), "{refused:?}");
        assert_eq!(traces(&services).await, (0, 0));
        let mut typed = form(&services, &practice, "settings").await;
        typed.get_mut("settings-tpp").unwrap().state = "done".into();
        services::checklist::save(&services, &manager(&practice), &practice, "settings", &typed).await.unwrap();
        record(&services, &manager(&practice), &practice, facts(Some("2023-09-11"), None), 0).await.unwrap();
        assert_eq!(journey(&services, &practice).await.stage, "switching_on");
    }

    async fn mistakes_and_other_routes_leave_nothing_behind(store: TestStore) {
        let services = world(&store).await;
        let practice = a_ready_practice(&services, "X10001", Supplier::Tpp).await;
        let emis = a_ready_practice(&services, "X10002", Supplier::Emis).await;
        let before = traces(&services).await;
        let wrong = facts(Some("2023-09-19"), Some("2021-12-31"));
        let Error::Invalid(mistakes) = record(&services, &manager(&practice), &practice, wrong, 0).await.unwrap_err() else {
            panic!("mistakes are values")
        };
        let told: Vec<_> = mistakes.iter().map(|mistake| (mistake.field.as_str(), mistake.message.as_str())).collect();
        assert_eq!(told, [
            ("default_on", "The day new accounts got access must be today or in the past"),
            ("existing_updated", "The day existing accounts were updated must be on or after 1 January 2022"),
        ]);
        let other = record(&services, &manager(&emis), &emis, facts(Some("2023-09-11"), None), 0).await.unwrap_err();
        assert!(matches!(other, Error::Conflict(_)), "{other:?}");
        for (viewer, told) in refused_people() {
            let refused = record(&services, &viewer, &practice, facts(Some("2023-09-11"), None), 0).await.unwrap_err();
            assert_eq!(refused.to_string(), told, "{}", viewer.name);
            assert_eq!(load(&services, &viewer, &practice).await.is_ok(), told == "not allowed", "{}", viewer.name);
        }
        assert_eq!(traces(&services).await, before);
    }
}
