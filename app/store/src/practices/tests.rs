//! What lists, searches and histories find, on both databases.

use chrono::{DateTime, NaiveDate, TimeDelta};
use domain::accounts::Scope;
use domain::audit::changes::Claim;
use domain::audit::smartcards::Holder;
use domain::audit::{ChangeEvent, Kept, SmartcardEvent};
use domain::organisations::{OdsCode, Supplier};
use domain::stage::{Cause, Readings, Span, Stage};
use domain::time::london_instant;
use sea_orm::{ActiveModelTrait, ActiveValue::Set};

use super::{Filter, PAGE, Reading, What, find, history, list, search, sub_icbs};
use crate::audit::Actor;
use crate::entity::{icb, journey, practice, practice_change, practice_exception, sub_icb};
use crate::stages::{StageChange, put_journey};
use crate::switch_plans::{self, Plan};
use crate::{Store, on_both_databases};

const PROGRAMME: &str = "p";

fn code(text: &str) -> OdsCode {
    text.parse().unwrap()
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

async fn add(store: &Store, ods: &str, name: &str, sub_icb: &str, supplier: Supplier) {
    let row = practice::ActiveModel {
        ods_code: Set(ods.into()),
        name: Set(name.into()),
        postcode: Set("ZZ1 1ZZ".into()),
        sub_icb_code: Set(Some(sub_icb.into())),
        supplier: Set(supplier.word().into()),
        is_open: Set(true),
        ..Default::default()
    };
    row.insert(store.writer()).await.unwrap();
}

async fn at(store: &Store, ods: &str, stage: Stage) {
    let row = journey::Model {
        programme: PROGRAMME.into(),
        practice_code: ods.into(),
        stage: stage.word().into(),
        stage_since: day("2023-09-01"),
        settled: 3,
        required: 12,
        settings_confirmed: false,
        updated_at: london_instant(day("2023-09-01"), 9, 0),
    };
    put_journey(store.writer(), row).await.unwrap();
}

/// Two practices in X1A under the ICB XA1, one in X1B.
async fn world(store: &Store) {
    let above = icb::ActiveModel {
        code: Set("XA1".into()),
        name: Set("North ICB".into()),
        region_code: Set(Some("X01".into())),
        ..Default::default()
    };
    above.insert(store.writer()).await.unwrap();
    for (place, parent) in [("X1A", Some("XA1")), ("X1B", None)] {
        let name = format!("Sub-group {place}");
        let row = sub_icb::ActiveModel {
            code: Set(place.into()),
            name: Set(name),
            icb_code: Set(parent.map(str::to_owned)),
            ..Default::default()
        };
        row.insert(store.writer()).await.unwrap();
    }
    add(store, "X10001", "Hill Surgery", "X1A", Supplier::Emis).await;
    add(store, "X10002", "Hill 100% View", "X1A", Supplier::Tpp).await;
    add(store, "X10003", "Dale Practice", "X1B", Supplier::Emis).await;
    at(store, "X10002", Stage::Ready).await;
}

async fn found(store: &Store, scope: &Scope, filter: Filter) -> Vec<String> {
    let page = list(store.read(), scope, PROGRAMME, &filter, 1).await.unwrap();
    assert_eq!(page.total, u64::try_from(page.lines.len()).unwrap());
    page.lines.into_iter().map(|line| line.code.to_string()).collect()
}

fn text(text: &str) -> Filter {
    Filter { text: text.into(), ..Filter::default() }
}

on_both_databases! {
    async fn a_scope_bounds_every_list(store: TestStore) {
        world(&store).await;
        assert_eq!(found(&store, &Scope::england(), Filter::default()).await, ["X10003", "X10002", "X10001"]);
        assert_eq!(found(&store, &Scope::sub_icbs([code("X1B")]), Filter::default()).await, ["X10003"]);
        let icb = Scope { icbs: [code("XA1")].into(), ..Scope::default() };
        assert_eq!(found(&store, &icb, text("dale")).await, Vec::<String>::new());
        assert!(found(&store, &Scope::default(), Filter::default()).await.is_empty());
        let names = |found: Vec<(OdsCode, String)>| found.into_iter().map(|(code, _)| code.to_string()).collect::<Vec<_>>();
        assert_eq!(names(sub_icbs(store.read(), &icb).await.unwrap()), ["X1A"]);
        assert_eq!(names(sub_icbs(store.read(), &Scope::england()).await.unwrap()), ["X1A", "X1B"]);
        assert!(sub_icbs(store.read(), &Scope::practices([code("X10001")])).await.unwrap().is_empty());
    }

    async fn filters(store: TestStore) {
        world(&store).await;
        let all = Scope::england();
        assert_eq!(found(&store, &all, text("HILL")).await, ["X10002", "X10001"]);
        assert_eq!(found(&store, &all, text("surgery hill")).await, ["X10001"]);
        assert_eq!(found(&store, &all, text("x10003")).await, ["X10003"]);
        assert_eq!(found(&store, &all, text("0%")).await, ["X10002"], "a typed % is no wildcard");
        assert_eq!(found(&store, &all, text("_")).await, Vec::<String>::new());
        let stages = |stages: &[Stage]| {
            let readings = Readings { stages: stages.to_vec(), arranged: Vec::new() };
            Filter { reading: Some(Reading::Stages(readings)), ..Filter::default() }
        };
        assert_eq!(found(&store, &all, stages(&[Stage::Ready])).await, ["X10002"]);
        assert_eq!(found(&store, &all, stages(&[Stage::NotStarted])).await, ["X10003", "X10001"]);
        assert!(found(&store, &all, stages(&[])).await.is_empty());
        at(&store, "X10001", Stage::SwitchingOn).await;
        assert_eq!(found(&store, &all, stages(&[Stage::SwitchingOn])).await, ["X10001"], "nothing is planned");
        let plan = Plan { planned_on: day("2023-10-18"), since: day("2023-09-18"), contact: String::new(), made_at: DateTime::UNIX_EPOCH, made_by: String::new() };
        let tx = store.begin().await.unwrap();
        switch_plans::put(&tx, PROGRAMME, &code("X10001"), plan).await.unwrap();
        tx.commit().await.unwrap();
        assert!(found(&store, &all, stages(&[Stage::SwitchingOn])).await.is_empty());
        let by = |last: &str| {
            let arranged = vec![(Stage::SwitchingOn, Span { first: None, last: Some(day(last)) })];
            Filter { reading: Some(Reading::Stages(Readings { stages: Vec::new(), arranged })), ..Filter::default() }
        };
        assert_eq!(found(&store, &all, by("2023-10-18")).await, ["X10001"]);
        assert!(found(&store, &all, by("2023-10-17")).await.is_empty());
        assert_eq!(found(&store, &all, Filter { supplier: Some(Supplier::Tpp), ..Filter::default() }).await, ["X10002"]);
        assert_eq!(found(&store, &all, Filter { sub_icb: Some(code("X1B")), ..Filter::default() }).await, ["X10003"]);
    }

    async fn names_stand_in_one_order_whatever_the_locale(store: TestStore) {
        for (ods, name) in [("X10001", "the Elms"), ("X10002", "\u{c9}clair Surgery"), ("X10003", "Zeal House"), ("X10004", "Ash & Oak")] {
            add(&store, ods, name, "X1A", Supplier::Emis).await;
        }
        let all = Scope::england();
        assert_eq!(found(&store, &all, Filter::default()).await, ["X10004", "X10003", "X10001", "X10002"], "by bytes");
        assert_eq!(found(&store, &all, text("THE elms")).await, ["X10001"]);
        assert_eq!(found(&store, &all, text("\u{e9}clair")).await, Vec::<String>::new(), "A to Z alone are folded");
    }

    async fn a_closed_practice_is_in_no_list_but_still_found(store: TestStore) {
        world(&store).await;
        let closing = practice::ActiveModel {
            ods_code: Set("X10003".into()),
            is_open: Set(false),
            closed_on: Set(Some(day("2023-08-31"))),
            ..Default::default()
        };
        closing.update(store.writer()).await.unwrap();
        assert_eq!(found(&store, &Scope::england(), Filter::default()).await.len(), 2);
        let practice = find(store.read(), PROGRAMME, &code("X10003"), day("2023-09-18")).await.unwrap().unwrap();
        assert_eq!((practice.is_open, practice.closed_on), (false, Some(day("2023-08-31"))));
        assert_eq!(practice.place.icb, None);
        assert!(find(store.read(), PROGRAMME, &code("X99999"), day("2023-09-18")).await.unwrap().is_none());
    }

    async fn pages(store: TestStore) {
        world(&store).await;
        for number in 0..=PAGE {
            add(&store, &format!("X2{number:04}"), &format!("Practice {number:04}"), "X1A", Supplier::Emis).await;
        }
        let second = list(store.read(), &Scope::england(), PROGRAMME, &Filter::default(), 2).await.unwrap();
        assert_eq!((second.total, second.lines.len()), (PAGE + 4, 4));
        assert_eq!(second.lines[3].name, format!("Practice {PAGE:04}"));
    }

    async fn a_code_is_offered_before_a_name(store: TestStore) {
        world(&store).await;
        add(&store, "X30001", "The X10001 Memorial", "X1B", Supplier::Emis).await;
        let offered = search(store.read(), &Scope::england(), PROGRAMME, "x10001", 8).await.unwrap();
        assert_eq!(offered.iter().map(|line| line.code.as_str()).collect::<Vec<_>>(), ["X10001", "X30001"]);
        assert_eq!(offered[0].sub_icb.as_deref(), Some("Sub-group X1A"));
        assert_eq!(search(store.read(), &Scope::england(), PROGRAMME, "hill", 1).await.unwrap().len(), 1);
    }

    async fn one_practice_with_its_exception(store: TestStore) {
        world(&store).await;
        let agreed = practice_exception::ActiveModel {
            id: Set("e".into()),
            programme: Set(PROGRAMME.into()),
            practice_code: Set("X10002".into()),
            category: Set("Changing system".into()),
            reason: Set("Moves".into()),
            agreed_on: Set(day("2023-09-01")),
            review_on: Set(day("2023-11-30")),
            ended_on: Set(Some(day("2023-10-01"))),
            agreed_by: Set("Ines".into()),
        };
        agreed.insert(store.writer()).await.unwrap();
        for (today, holds) in [("2023-08-31", false), ("2023-09-01", true), ("2023-09-30", true), ("2023-10-01", false)] {
            let practice = find(store.read(), PROGRAMME, &code("X10002"), day(today)).await.unwrap().unwrap();
            assert_eq!(practice.exception.is_some(), holds, "{today}");
            assert_eq!(practice.place.region, Some(code("X01")));
            assert_eq!(practice.stage_since, Some(day("2023-09-01")));
        }
    }

    async fn what_happened_comes_newest_first_and_only_to_whom_it_concerns(store: TestStore) {
        world(&store).await;
        let nine = london_instant(day("2023-09-18"), 9, 0);
        let imported = practice_change::ActiveModel {
            practice_code: Set("X10002".into()),
            what: Set("supplier".into()),
            before: Set(Some("emis".into())),
            after: Set(Some("tpp".into())),
            dated: Set(day("2023-09-01")),
            import_id: Set("i".into()),
            recorded_at: Set(nine - TimeDelta::days(1)),
            ..Default::default()
        };
        imported.insert(store.writer()).await.unwrap();
        let mona = Actor { at: nine, name: "Mona".into(), ..Actor::default() };
        let event = ChangeEvent::WithdrawClaim { subject: "1".into(), before: Claim { what: "tpp".into(), reason: "Since April".into() } };
        crate::audit::append(store.writer(), mona.clone().did_to(&code("X10002"), event.clone())).await.unwrap();
        let change = StageChange {
            stage: Stage::Ready,
            effective_on: day("2023-09-10"),
            cause: Cause::ChecklistAnswered.key().into(),
            recorded_by: "Mona".into(),
            recorded_at: nine,
        };
        crate::stages::append(store.writer(), PROGRAMME, &code("X10002"), change).await.unwrap();
        let place = find(store.read(), PROGRAMME, &code("X10002"), day("2023-09-18")).await.unwrap().unwrap().place;
        let history = async |scope: Scope, limit| history(store.read(), &scope, PROGRAMME, &place, limit).await.unwrap();
        let got = history(Scope::england(), 9).await;
        let stage = What::Stage { stage: "ready".into(), from: Some(day("2023-09-10")), cause: Some(Cause::ChecklistAnswered) };
        let (before, after) = (Some("emis".to_owned()), Some("tpp".to_owned()));
        let import = What::Import { what: "supplier".into(), on: Some(day("2023-09-01")), before, after };
        assert_eq!(got.iter().map(|entry| &entry.what).collect::<Vec<_>>(), [&stage, &What::Event(Kept::Read(Box::new(event.into()))), &import]);
        assert_eq!((got[0].at, got[2].who.as_deref()), (nine, None));
        assert_eq!(history(Scope::england(), 2).await.len(), 2);
        for _ in 0..9 {
            let aside = SmartcardEvent::Add { subject: "1".into(), after: Holder { name: "Robin".into(), missing: Vec::new(), revision: 1 } };
            crate::audit::append(store.writer(), mona.clone().did_to(&code("X10002"), aside)).await.unwrap();
        }
        assert_eq!(history(Scope::england(), 9).await, got, "what is not told hides nothing");
        let elsewhere = Scope::sub_icbs([code("X1B")]);
        assert!(history(elsewhere, 9).await.is_empty());
    }
}
