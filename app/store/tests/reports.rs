//! What reports are made from, read from both databases; and whether the database changed since.

#![cfg(test)]

use chrono::{DateTime, NaiveDate};
use domain::accounts::Scope;
use domain::organisations::OdsCode;
use domain::reports::{By, Question, deadline};
use domain::stage::Stage;
use sea_orm::{ConnectionTrait, DbBackend, EntityTrait, IntoActiveModel, Statement};
use store::entity::{icb, pcn, practice, practice_change, practice_exception, region, sub_icb};
use store::stages::StageChange;
use store::{Store, on_both_databases};

const PROGRAMME: &str = "record-access-2023";

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn code(text: &str) -> OdsCode {
    text.parse().unwrap()
}

fn practice(number: u32, sub_icb: Option<&str>, pcn: Option<&str>) -> practice::Model {
    practice::Model {
        ods_code: format!("X1000{number}"),
        name: format!("Practice {number}"),
        postcode: "ZX1 1AA".into(),
        sub_icb_code: sub_icb.map(Into::into),
        pcn_code: pcn.map(Into::into),
        supplier: "emis".into(),
        list_size: Some(1_000),
        is_open: true,
        opened_on: None,
        closed_on: None,
        successor_code: None,
        existence_dated: None,
        name_dated: None,
        parent_dated: None,
        pcn_dated: None,
        supplier_dated: None,
        list_size_dated: None,
        supplier_confirmed: false,
    }
}

/// Two regions with an ICB and a location each. Practice 3 came from a location that is gone; practice 4 has no location.
async fn fill(store: &Store) {
    let tx = store.begin().await.unwrap();
    for (number, name) in [("1", "Second by name"), ("2", "First by name")] {
        let (dated, parent_dated) = (None, None);
        let region = region::Model { code: format!("XR{number}"), name: name.into(), dated, parent_dated };
        region::Entity::insert(region.into_active_model()).exec_without_returning(&tx).await.unwrap();
        let icb =
            icb::Model { code: format!("XC{number}"), name: name.into(), dated, parent_dated, region_code: Some(format!("XR{number}")) };
        icb::Entity::insert(icb.into_active_model()).exec_without_returning(&tx).await.unwrap();
        let sub_icb =
            sub_icb::Model { code: format!("XS{number}"), name: name.into(), dated, parent_dated, icb_code: Some(format!("XC{number}")) };
        sub_icb::Entity::insert(sub_icb.into_active_model()).exec_without_returning(&tx).await.unwrap();
    }
    let pcn = pcn::Model {
        code: "XP1".into(),
        name: "A PCN".into(),
        dated: None,
        parent_dated: None,
        sub_icb_code: Some("XS1".into()),
        opened_on: None,
        closed_on: None,
        period_dated: None,
    };
    pcn::Entity::insert(pcn.into_active_model()).exec_without_returning(&tx).await.unwrap();
    let practices = [
        practice(1, Some("XS1"), Some("XP1")),
        practice(2, Some("XS2"), Some("XP9")),
        practice(3, Some("XS2"), None),
        practice(4, None, None),
    ];
    practice::Entity::insert_many(practices.map(IntoActiveModel::into_active_model)).exec_without_returning(&tx).await.unwrap();
    let moved = practice_change::Model {
        id: 1,
        practice_code: "X10003".into(),
        what: "moved".into(),
        before: Some("XS0".into()),
        after: Some("XS2".into()),
        dated: day("2023-07-03"),
        import_id: "none".into(),
        recorded_at: DateTime::UNIX_EPOCH,
    };
    practice_change::Entity::insert(moved.into_active_model()).exec_without_returning(&tx).await.unwrap();
    let exception = practice_exception::Model {
        id: "one".into(),
        programme: PROGRAMME.into(),
        practice_code: "X10002".into(),
        category: "Changing system".into(),
        reason: "Moves in November.".into(),
        agreed_on: day("2023-08-01"),
        review_on: day("2023-12-01"),
        ended_on: None,
        agreed_by: "Sam".into(),
    };
    practice_exception::Entity::insert(exception.into_active_model()).exec_without_returning(&tx).await.unwrap();
    tx.commit().await.unwrap();
    record(store, "X10001", Stage::SwitchingOn, "2023-06-20").await;
    // Recorded later, for an earlier day.
    record(store, "X10001", Stage::SwitchedOn, "2023-06-10").await;
}

async fn record(store: &Store, practice: &str, stage: Stage, effective_on: &str) {
    let (cause, recorded_by, recorded_at) = ("a test".into(), "Sam".into(), DateTime::UNIX_EPOCH);
    let change = StageChange { stage, effective_on: day(effective_on), cause, recorded_by, recorded_at };
    let tx = store.begin().await.unwrap();
    store::stages::append(&tx, PROGRAMME, &code(practice), change).await.unwrap();
    tx.commit().await.unwrap();
}

async fn rows(store: &Store, by: By, as_at: &str) -> Vec<(String, u32, u32, u32)> {
    let (register, _) = store::reports::register(store, PROGRAMME, &Scope::england()).await.unwrap();
    let question = Question { by: Some(by), within: None, as_at: day(as_at) };
    let report = deadline(&register, &Scope::england(), &question, domain::programme::Programme::current(), DateTime::UNIX_EPOCH).unwrap();
    let label = |row: &domain::reports::Row| row.code.as_ref().map_or_else(|| row.name.to_string(), ToString::to_string);
    report.rows.iter().map(|row| (label(row), row.figures.practices, row.figures.switched_on(), row.figures.exceptions)).collect()
}

fn owned(rows: &[(&str, u32, u32, u32)]) -> Vec<(String, u32, u32, u32)> {
    rows.iter().map(|row| (row.0.to_owned(), row.1, row.2, row.3)).collect()
}

on_both_databases! {
    async fn a_report_of_a_day(store: TestStore) {
        fill(&store).await;
        assert_eq!(rows(&store, By::Region, "2023-09-18").await, owned(&[("XR2", 2, 0, 1), ("XR1", 1, 1, 0), ("Not known", 1, 0, 0)]));
        let in_june = owned(&[("XS2", 1, 0, 0), ("XS1", 1, 1, 0), ("XS0", 1, 0, 0), ("Not known", 1, 0, 0)]);
        assert_eq!(rows(&store, By::SubIcb, "2023-06-10").await, in_june);
        assert_eq!(rows(&store, By::Pcn, "2023-06-09").await, owned(&[("XP1", 1, 0, 0), ("XP9", 1, 0, 0), ("Not known", 2, 0, 0)]));
    }

    async fn only_the_practices_in_scope_are_read(store: TestStore) {
        fill(&store).await;
        let (register, _) = store::reports::register(&store, PROGRAMME, &Scope::sub_icbs([code("XS2")])).await.unwrap();
        let codes: Vec<_> = register.practices.iter().map(|practice| practice.code.as_str()).collect();
        assert_eq!(codes, ["X10002", "X10003"]);
        assert!(register.stages.is_empty() && register.exceptions.len() == 1 && register.moves.len() == 1);
    }

    async fn the_version_tells_of_every_commit(store: TestStore) {
        fill(&store).await;
        let before = store.version().await.unwrap();
        store::reports::register(&store, PROGRAMME, &Scope::england()).await.unwrap();
        if store.is_sqlite() {
            // PostgreSQL counts the transactions of the whole server, and other tests write to it too.
            assert_eq!(store.version().await.unwrap(), before, "reading changes nothing");
        }
        record(&store, "X10002", Stage::Ready, "2023-09-01").await;
        let after = store.version().await.unwrap();
        assert_ne!(after, before);
        let other = Store::connect(&store.url).await.unwrap();
        record(&other, "X10002", Stage::DateBooked, "2023-09-02").await;
        assert_ne!(store.version().await.unwrap(), after, "another process");
        other.close().await.unwrap();
    }

    async fn what_is_not_committed_does_not_count(store: TestStore) {
        fill(&store).await;
        let tx = store.begin().await.unwrap();
        let change = StageChange {
            stage: Stage::Ready,
            effective_on: day("2023-09-01"),
            cause: "a test".into(),
            recorded_by: "Sam".into(),
            recorded_at: DateTime::UNIX_EPOCH,
        };
        store::stages::append(&tx, PROGRAMME, &code("X10002"), change).await.unwrap();
        let version = store.version().await.unwrap();
        assert_eq!(rows(&store, By::Practice, "2023-09-18").await.iter().map(|row| row.2).sum::<u32>(), 1);
        tx.commit().await.unwrap();
        assert_ne!(store.version().await.unwrap(), version);
    }

    /// The wide rows of stage changes are left alone: the index holds all that is asked for.
    async fn stages_are_read_from_the_index(store: TestStore) {
        let query = "SELECT id, practice_code, stage, effective_on FROM stage_change WHERE programme = 'record-access-2023'";
        if store.is_sqlite() {
            let plan = Statement::from_string(DbBackend::Sqlite, format!("EXPLAIN QUERY PLAN {query}"));
            let plan: String = store.read().query_one_raw(plan).await.unwrap().unwrap().try_get("", "detail").unwrap();
            assert!(plan.contains("COVERING INDEX stage_change_as_at"), "{plan}");
        } else {
            let tx = store.begin().await.unwrap();
            tx.execute_unprepared("SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off").await.unwrap();
            let plan = Statement::from_string(DbBackend::Postgres, format!("EXPLAIN {query}"));
            let plan: String = tx.query_one_raw(plan).await.unwrap().unwrap().try_get("", "QUERY PLAN").unwrap();
            assert!(plan.contains("Index Only Scan using stage_change_as_at"), "{plan}");
        }
    }
}
