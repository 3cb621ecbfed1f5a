mod real;
mod several;

use chrono::NaiveDate;
use domain::accounts::{Role, Scope};
use domain::clock::Clock;
use domain::organisations::import::ReadOptions;
use domain::time::london_instant;
use sea_orm::{ActiveModelTrait, EntityTrait, IntoActiveModel, PaginatorTrait};
use store::entity::{audit_event, organisation_import, practice, practice_change};
use store::on_both_databases;
use store::testing::TestStore;

use super::*;
use crate::Settings;

const DECEMBER_2022: &[u8] = include_bytes!("../../../domain/tests/samples/epraccur-2022-12.csv");
const DECEMBER_2023: &[u8] = include_bytes!("../../../domain/tests/samples/epraccur-2023-12.csv");
const LOOKUP: &[u8] = include_bytes!("../../../domain/tests/samples/sub-icb-lookup.csv");
const MAP: &[u8] = include_bytes!("../../../domain/tests/samples/practice-map-2025-10.csv");
const COUNTS: &[u8] = include_bytes!("../../../domain/tests/samples/pcn-supplier-counts.csv");

fn services(store: &TestStore) -> Services {
    let clock = Clock::starting_at(london_instant(day("2023-09-18"), 9, 5));
    let settings = Settings { public_url: "https://tracker.example".to_owned(), demo: false };
    Services::new(store.store.clone(), clock, settings)
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn admin() -> Viewer {
    Viewer {
        account_id: "a1".into(),
        name: "Ada".into(),
        email: "ada@example.com".into(),
        role: Role::Admin,
        scope: Scope::england(),
        session: None,
    }
}

fn file(bytes: &[u8]) -> ReadFile {
    read_bytes("sample.csv", bytes, &ReadOptions { today: day("2024-06-01"), dated: None }).unwrap()
}

async fn imported(services: &Services, files: &[&[u8]]) -> Outcome {
    import(services, &admin(), files.iter().map(|bytes| file(bytes)).collect(), Accept::ALL).await.unwrap()
}

async fn rows(services: &Services) -> [u64; 4] {
    let db = services.store.read();
    [
        practice::Entity::find().count(db).await.unwrap(),
        practice_change::Entity::find().count(db).await.unwrap(),
        organisation_import::Entity::find().count(db).await.unwrap(),
        audit_event::Entity::find().count(db).await.unwrap(),
    ]
}

on_both_databases! {
    async fn files_in_any_order_are_one_import(store: TestStore) {
        let services = services(&store);
        // The register comes last and is taken first.
        let outcome = imported(&services, &[MAP, COUNTS, LOOKUP, DECEMBER_2022]).await;
        let kinds: Vec<_> = outcome.files.iter().map(|file| file.report.kind.name()).collect();
        assert_eq!(kinds[0], "register of practices (epraccur)");
        assert_eq!(outcome.files[2].taken.unknown[0].code.as_str(), "X10098");
        assert_eq!((outcome.plan.count(What::Opened), outcome.plan.learned.supplier), (4, 3));
        assert!(outcome.import_id.is_some());
        assert_eq!(rows(&services).await, [4, 0, 1, 1], "a first import leaves no history");
        let done = done(&services, &admin()).await.unwrap();
        assert_eq!((done.len(), done[0].files.len(), done[0].summary.changes["opened"]), (1, 4, 4));
    }

    async fn the_same_again_writes_nothing(store: TestStore) {
        let services = services(&store);
        imported(&services, &[DECEMBER_2022, LOOKUP, MAP]).await;
        let before = rows(&services).await;
        let again = imported(&services, &[MAP, DECEMBER_2022]).await;
        assert!(again.plan.is_empty && again.import_id.is_none());
        assert_eq!(rows(&services).await, before);
    }

    async fn a_preview_shows_the_plan_and_writes_nothing(store: TestStore) {
        let services = services(&store);
        imported(&services, &[DECEMBER_2022]).await;
        let before = rows(&services).await;
        let shown = preview(&services, &admin(), vec![file(DECEMBER_2023)]).await.unwrap();
        assert_eq!(rows(&services).await, before);
        assert_eq!(shown.plan, imported(&services, &[DECEMBER_2023]).await.plan);
    }

    async fn history_keeps_what_a_report_goes_back_behind(store: TestStore) {
        let services = services(&store);
        imported(&services, &[DECEMBER_2022]).await;
        imported(&services, &[DECEMBER_2023]).await;
        let history = practice_change::Entity::find().all(store.read()).await.unwrap();
        let moved = history.iter().find(|row| row.what == "moved").unwrap();
        assert_eq!((moved.practice_code.as_str(), moved.before.as_deref(), moved.after.as_deref()), ("X10002", Some("X1A"), Some("X1B")));
        assert_eq!((moved.dated, history.len()), (day("2023-12-04"), 6));
    }

    async fn closing_more_than_one_in_twenty_is_refused_unless_accepted(store: TestStore) {
        let services = services(&store);
        imported(&services, &[DECEMBER_2022]).await;
        let before = rows(&services).await;
        let refused = import(&services, &admin(), vec![file(DECEMBER_2023)], Accept { closures: false, part: true }).await.unwrap_err();
        let sentence = "This would close 2 of 4 open practices, more than 5%. If that is right, accept the closures.";
        assert!(matches!(&refused, Error::Conflict(text) if text == sentence), "{refused}");
        assert_eq!(rows(&services).await, before);
        assert_eq!(imported(&services, &[DECEMBER_2023]).await.plan.after.open_practices, 4);
    }

    async fn a_damaged_register_closes_what_it_says_and_the_whole_one_the_rest(store: TestStore) {
        let services = services(&store);
        imported(&services, &[DECEMBER_2022]).await;
        let damaged = String::from_utf8(DECEMBER_2023.to_vec()).unwrap().replace("\"X10002\"", "\"X1000?\"");
        let outcome = imported(&services, &[damaged.as_bytes()]).await;
        assert_eq!(outcome.files[0].taken.held_open, ["X10002", "X10006"].map(|code| code.parse().unwrap()));
        assert_eq!((outcome.plan.count(What::Closed), outcome.plan.after.open_practices), (1, 5));
        assert_eq!(store::organisations::known(store.read()).await.unwrap().counts(), outcome.plan.after);
        assert!(imported(&services, &[damaged.as_bytes()]).await.plan.is_empty);
        let whole = imported(&services, &[DECEMBER_2023]).await;
        assert_eq!((whole.files[0].taken.held_open_count, whole.plan.count(What::Closed), whole.plan.after.open_practices), (0, 1, 4));
        let done = done(&services, &admin()).await.unwrap();
        assert_eq!(done[1].files[0].report.lost.as_ref().unwrap().line, 2, "kept with the import");
    }

    async fn only_an_admin_imports(store: TestStore) {
        let services = services(&store);
        for role in [Role::PracticeManager, Role::Icb, Role::Commissioner] {
            let viewer = Viewer { role, ..admin() };
            let refused = [
                preview(&services, &viewer, vec![file(DECEMBER_2022)]).await.err(),
                import(&services, &viewer, vec![file(DECEMBER_2022)], Accept::ALL).await.err(),
                upload(&services, &viewer, Vec::new(), None).await.err(),
                pending(&services, &viewer).await.err(),
                confirm(&services, &viewer, "", Accept::ALL).await.err(),
                discard(&services, &viewer).await.err(),
                done(&services, &viewer).await.err(),
            ];
            assert!(refused.iter().all(|error| matches!(error, Some(Error::Forbidden))), "{refused:?}");
        }
        assert_eq!(rows(&services).await, [0; 4]);
    }

    async fn a_new_supplier_moves_the_stage_of_a_practice_under_way(store: TestStore) {
        let services = services(&store);
        imported(&services, &[DECEMBER_2022]).await;
        let tx = store.begin().await.unwrap();
        crate::stages::refresh(&tx, &services, "Ada", &"X10001".parse().unwrap(), domain::stage::Cause::ChecklistAnswered).await.unwrap();
        tx.commit().await.unwrap();
        let programme = services.programme.code.as_str();
        let oak = "X10001".parse().unwrap();
        let before = store::stages::journey(store.read(), programme, &oak).await.unwrap().unwrap();
        services.clock.move_to(london_instant(day("2023-09-19"), 9, 5));
        imported(&services, &[MAP]).await;
        let after = store::stages::journey(store.read(), programme, &oak).await.unwrap().unwrap();
        assert!(after.updated_at > before.updated_at, "looked at again, now on the TPP route");
        assert!(store::stages::journey(store.read(), programme, &"X10002".parse().unwrap()).await.unwrap().is_none());
    }

    async fn practices_that_came_another_way_count_as_open(store: TestStore) {
        let services = services(&store);
        imported(&services, &[DECEMBER_2022]).await;
        let row = practice::Entity::find_by_id("X10001").one(store.read()).await.unwrap().unwrap();
        let by_hand = practice::Model { ods_code: "X10000".into(), existence_dated: None, ..row };
        by_hand.into_active_model().reset_all().insert(store.writer()).await.unwrap();
        let refused = import(&services, &admin(), vec![file(DECEMBER_2022)], Accept::default()).await.unwrap_err();
        assert!(matches!(refused, Error::Conflict(_)));
    }

    async fn files_wait_between_upload_and_confirmation(store: TestStore) {
        let services = services(&store);
        let sent = |bytes: &[u8]| vec![UploadedFile { name: "epraccur.csv".into(), content: bytes.to_vec() }];
        assert!(pending(&services, &admin()).await.unwrap().is_none());
        let wrong = upload(&services, &admin(), sent(b"<html>"), None).await.unwrap_err();
        assert!(matches!(&wrong, Error::Invalid(mistakes) if mistakes[0].message.starts_with("epraccur.csv: The file is a web page")));
        upload(&services, &admin(), sent(DECEMBER_2022), None).await.unwrap();
        let first = pending(&services, &admin()).await.unwrap().unwrap();
        assert_eq!(first.outcome.plan.after.open_practices, 4);
        let other = Viewer { account_id: "a2".into(), ..admin() };
        assert!(pending(&services, &other).await.unwrap().is_none(), "nobody else's files");

        upload(&services, &admin(), sent(DECEMBER_2023), None).await.unwrap();
        let stale = confirm(&services, &admin(), &first.token, Accept::ALL).await.unwrap_err();
        assert!(matches!(stale, Error::Conflict(_)), "another tab chose other files");
        let second = pending(&services, &admin()).await.unwrap().unwrap();
        assert!(confirm(&services, &admin(), &second.token, Accept { closures: false, part: true }).await.unwrap().import_id.is_some());
        assert!(pending(&services, &admin()).await.unwrap().is_none());
        assert!(confirm(&services, &admin(), &second.token, Accept::ALL).await.is_err(), "only once");
    }

    async fn what_is_imported_is_what_was_looked_at(store: TestStore) {
        let services = services(&store);
        let sent = vec![UploadedFile { name: "epraccur.csv".into(), content: DECEMBER_2023.to_vec() }];
        upload(&services, &admin(), sent, None).await.unwrap();
        let seen = pending(&services, &admin()).await.unwrap().unwrap();
        // Meanwhile somebody imports on the command line, and the same files mean another change.
        imported(&services, &[DECEMBER_2022]).await;
        let stale = confirm(&services, &admin(), &seen.token, Accept::ALL).await.unwrap_err();
        assert!(matches!(stale, Error::Conflict(_)), "{stale:?}");
        let now = pending(&services, &admin()).await.unwrap().unwrap();
        assert_ne!(now.outcome.plan, seen.outcome.plan);
        assert!(confirm(&services, &admin(), &now.token, Accept::ALL).await.unwrap().import_id.is_some());
    }
}

#[test]
fn a_file_is_refused_by_its_size_without_being_read() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("huge.csv");
    // Sparse: two gigabytes that take no room.
    std::fs::File::create(&path).unwrap().set_len(2 * 1024 * 1024 * 1024).unwrap();
    let refused = read_path(&path, &ReadOptions { today: day("2024-06-01"), dated: None }).unwrap_err().to_string();
    assert!(refused.ends_with("huge.csv: The file is 2048 MB long. Organisation files are far smaller: the limit is 64 MB."), "{refused}");
    let missing = read_path(&folder.path().join("none.csv"), &ReadOptions { today: day("2024-06-01"), dated: None }).unwrap_err();
    assert!(missing.to_string().contains("none.csv: cannot be read"));
    assert!(read_path(folder.path(), &ReadOptions { today: day("2024-06-01"), dated: None }).is_err());
}
