use std::collections::BTreeMap;
use std::sync::Arc;

use domain::accounts::Scope;
use domain::audit::{AccountEvent, ChecklistEvent, Event, ReminderEvent};
use domain::clock::Clock;
use domain::reports::{By, Question};
use domain::stage::{Cause, Stage};
use sea_orm::EntityTrait;
use store::on_both_databases;
use store::testing::TestStore;

use super::*;
use crate::demo::{self, PERSONAS, Persona};
use crate::{Settings, system_viewer};

async fn demonstration(store: &TestStore) -> Services {
    let settings = Settings { public_url: "http://127.0.0.1".into(), demo: true };
    let services = Services::new(store.store.clone(), Clock::starting_at(demo::start()), settings);
    demo::load(&services).await.unwrap();
    services
}

async fn persona(services: &Services, key: &str) -> Viewer {
    let email = Persona::by_key(key).unwrap().email;
    let account = store::accounts::active_by_email(services.store.read(), email).await.unwrap().unwrap();
    store::accounts::viewer(services.store.read(), &account.id).await.unwrap().unwrap()
}

fn question(services: &Services, by: By, within: Option<&str>) -> Question {
    Question { by: Some(by), within: within.map(|code| code.parse().unwrap()), as_at: services.clock.today() }
}

async fn england(services: &Services, by: By) -> Arc<DeadlineReport> {
    deadline(services, &system_viewer("test"), &question(services, by, None)).await.unwrap()
}

/// Rows of a CSV file by heading.
fn read_csv(content: &[u8]) -> Vec<BTreeMap<String, String>> {
    ::csv::Reader::from_reader(content).deserialize().collect::<std::result::Result<Vec<_>, ::csv::Error>>().unwrap()
}

on_both_databases! {
    async fn every_level_adds_up_and_agrees_with_the_journeys(store: TestStore) {
        let services = demonstration(&store).await;
        let journeys = store::entity::journey::Entity::find().all(store.read()).await.unwrap();
        let on = u32::try_from(journeys.iter().filter(|row| row.stage == Stage::SwitchedOn.key()).count()).unwrap();
        for by in By::ALL {
            let report = england(&services, by).await;
            assert_eq!((report.total.practices, report.total.switched_on()), (150, on), "{by:?}");
        }
        assert_eq!(england(&services, By::Region).await.total.exceptions, 4);
    }

    async fn each_persona_sees_their_own(store: TestStore) {
        let services = demonstration(&store).await;
        let seen = [("practice-manager-emis", 1), ("practice-manager-tpp", 1), ("icb", 30), ("commissioner", 90), ("admin", 150)];
        for (key, practices) in seen {
            let viewer = persona(&services, key).await;
            let report = deadline(&services, &viewer, &question(&services, By::Icb, None)).await.unwrap();
            assert_eq!(report.total.practices, practices, "{key}");
            let elsewhere = deadline(&services, &viewer, &question(&services, By::Icb, Some("XS22"))).await;
            assert_eq!(elsewhere.is_ok(), key == "admin", "{key}");
        }
    }

    async fn a_report_shows_what_was_committed_a_moment_ago(store: TestStore) {
        let services = demonstration(&store).await;
        let before = england(&services, By::Region).await;
        let kept = services.registers.current(&services).await.unwrap();
        if store.is_sqlite() {
            let again = services.registers.current(&services).await.unwrap();
            assert!(std::sync::Arc::ptr_eq(&kept, &again), "nothing was committed, so nothing is read again");
        }
        let change = store::stages::StageChange {
            stage: Stage::SwitchedOn,
            effective_on: services.clock.today(),
            cause: Cause::SelfSwitchRecorded.key().into(),
            recorded_by: "Sam".into(),
            recorded_at: services.clock.now(),
        };
        let tx = services.store.begin().await.unwrap();
        store::stages::append(&tx, &services.programme.code, &"X10002".parse().unwrap(), change).await.unwrap();
        store::audit::append(&tx, services.actor(&system_viewer("test")).did(ChecklistEvent::CaughtUp {})).await.unwrap();
        assert_eq!(england(&services, By::Region).await.total.switched_on(), before.total.switched_on(), "not yet");
        tx.commit().await.unwrap();
        assert_eq!(england(&services, By::Region).await.total.switched_on(), before.total.switched_on() + 1);
    }

    async fn what_changes_no_report_makes_nobody_read_again(store: TestStore) {
        let services = demonstration(&store).await;
        let kept = services.registers.current(&services).await.unwrap();
        let events: [(Event, bool); 3] = [
            (AccountEvent::SignIn { after: None }.into(), true),
            (ReminderEvent::Unsubscribe {}.into(), true),
            (ChecklistEvent::CaughtUp {}.into(), false),
        ];
        for (event, same) in events {
            let (tx, action) = (services.store.begin().await.unwrap(), event.said().key);
            store::audit::append(&tx, services.actor(&system_viewer("test")).did(event)).await.unwrap();
            tx.commit().await.unwrap();
            let again = services.registers.current(&services).await.unwrap();
            assert_eq!(std::sync::Arc::ptr_eq(&kept, &again), same, "{action}");
        }
    }

    async fn earlier_days_show_less(store: TestStore) {
        let services = demonstration(&store).await;
        let mut last = u32::MAX;
        for as_at in ["2023-09-18", "2023-08-01", "2023-06-15", "2023-03-01"] {
            let question = Question { as_at: as_at.parse().unwrap(), ..question(&services, By::Region, None) };
            let report = deadline(&services, &system_viewer("test"), &question).await.unwrap();
            assert!(report.total.switched_on() < last, "{as_at}");
            last = report.total.switched_on();
        }
        assert_eq!(last, 0);
    }
}

#[tokio::test]
async fn csv_holds_every_row_of_the_page() {
    let store = store::testing::sqlite().await;
    let services = demonstration(&store).await;
    let report = england(&services, By::SubIcb).await;
    let file = write(&report, Format::Csv).unwrap();
    assert_eq!((file.name.as_str(), file.content_type), ("deadline-report-by-sub-icb-as-at-2023-09-18.csv", "text/csv; charset=utf-8"));
    let content = file.content.whole().unwrap();
    let rows = read_csv(&content);
    let sum: u32 = rows.iter().map(|row| row["Practices"].parse::<u32>().unwrap()).sum();
    assert_eq!((rows.len(), sum), (5, 150));
    assert!(rows.iter().all(|row| row["As at"] == "2023-09-18" && row["ICB sub-group code"].starts_with("XS")));
    let text = String::from_utf8(content).unwrap();
    assert_eq!(text.matches("\r\n").count(), text.matches('\n').count(), "every line ends as RFC 4180 says");
    let for_excel = write(&report, Format::CsvForExcel).unwrap().content.whole().unwrap();
    assert_eq!(&for_excel[..3], "\u{feff}".as_bytes());
    assert_eq!(&for_excel[3..], text.as_bytes());
}

#[tokio::test]
async fn csv_of_practices_tells_where_each_stands() {
    let store = store::testing::sqlite().await;
    let services = demonstration(&store).await;
    let rows = read_csv(&write(&england(&services, By::Practice).await, Format::Csv).unwrap().content.whole().unwrap());
    let row = rows.iter().find(|row| row["Practice code"] == "X10001").unwrap();
    let shown = ["ICB sub-group code", "System supplier", "Stage", "Switched on", "Status", "Checklist items settled", "Days to deadline"];
    assert_eq!(shown.map(|heading| row[heading].as_str()), ["XS11", "EMIS", "Checklist in progress", "No", "Needs attention", "10", "43"]);
}

#[tokio::test]
async fn the_checklist_of_an_earlier_day_is_told_as_it_was() {
    let store = store::testing::sqlite().await;
    let services = demonstration(&store).await;
    let settled = async |as_at: &str| {
        let question = Question { as_at: as_at.parse().unwrap(), ..question(&services, By::Practice, None) };
        let report = deadline(&services, &system_viewer("test"), &question).await.unwrap();
        let rows = read_csv(&write(&report, Format::Csv).unwrap().content.whole().unwrap());
        rows.iter().find(|row| row["Practice code"] == "X10001").unwrap()["Checklist items settled"].clone()
    };
    assert_eq!((settled("2023-09-18").await, settled("2023-03-01").await), ("10".to_owned(), String::new()));
    let earlier: u32 = settled("2023-07-31").await.parse().unwrap_or_default();
    assert!(earlier <= 10, "{earlier}");
}

#[tokio::test]
async fn json_has_the_total_apart() {
    let store = store::testing::sqlite().await;
    let services = demonstration(&store).await;
    for by in [By::Region, By::Practice] {
        let file = write(&england(&services, by).await, Format::Json).unwrap();
        let json: serde_json::Value = serde_json::from_slice(&file.content.whole().unwrap()).unwrap();
        assert_eq!(json["as_at"], "2023-09-18");
        assert!(json["made"].as_str().unwrap().starts_with("18 September 2023 at 9:0"), "{}", json["made"]);
        assert_eq!(json["total"]["practices"], 150);
        assert_eq!(json["within"], serde_json::Value::Null);
    }
}

#[tokio::test]
async fn workbooks_explain_every_column() {
    let store = store::testing::sqlite().await;
    let services = demonstration(&store).await;
    for by in By::ALL {
        let file = write(&england(&services, by).await, Format::Xlsx).unwrap();
        assert_eq!(&file.content.whole().unwrap()[..2], b"PK", "{by:?}");
        for column in domain::reports::columns::of_report(by) {
            let heading = column.heading(by);
            assert!(!column.description.is_empty() && !column.example(by).is_empty() && !column.key.is_empty(), "{heading}");
        }
    }
}

#[tokio::test]
async fn a_practice_manager_sees_no_other_practice_in_any_file() {
    let store = store::testing::sqlite().await;
    let services = demonstration(&store).await;
    let viewer = persona(&services, PERSONAS[0].key).await;
    let report = deadline(&services, &viewer, &question(&services, By::Practice, None)).await.unwrap();
    let text = String::from_utf8(write(&report, Format::Csv).unwrap().content.whole().unwrap()).unwrap();
    assert!(text.contains("X10001") && !text.contains("X10002"));
    assert_eq!(viewer.scope, Scope::practices(["X10001".parse().unwrap()]));
}
