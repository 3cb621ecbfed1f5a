//! What is found of practices, and their histories, on both databases.

use chrono::{NaiveDate, TimeDelta};
use domain::accounts::Scope;
use domain::audit::changes::Claim;
use domain::audit::smartcards::Holder;
use domain::audit::{ChangeEvent, SmartcardEvent, StoredEvent};
use domain::organisations::{OdsCode, Supplier};
use domain::stage::{Cause, Stage};
use domain::time::london_instant;
use sea_orm::{ActiveModelTrait, ActiveValue::Set};

use super::{What, find, history};
use crate::audit::Actor;
use crate::entity::{icb, journey, practice, practice_change, practice_exception, sub_icb};
use crate::stages::{StageChange, put_journey};
use crate::testing::practice_row;
use crate::{Store, on_both_databases};

const PROGRAMME: &str = "p";

fn code(text: &str) -> OdsCode {
    text.parse().unwrap()
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

async fn add(store: &Store, ods: &str, name: &str, sub_icb: &str, supplier: Supplier) {
    let row = practice::ActiveModel { sub_icb_code: Set(Some(sub_icb.into())), ..practice_row(ods, name, supplier) };
    row.insert(store.writer()).await.unwrap();
}

async fn at(store: &Store, ods: &str, stage: Stage) {
    let row = journey::Model {
        programme: PROGRAMME.into(),
        practice_code: ods.into(),
        stage: stage.key().into(),
        stage_since: day("2023-09-01"),
        settled: 3,
        required: 12,
        settings_confirmed: false,
        updated_at: london_instant(day("2023-09-01"), 9, 0),
    };
    put_journey(store.writer(), row, false).await.unwrap();
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

on_both_databases! {
    async fn a_closed_practice_is_still_found(store: TestStore) {
        world(&store).await;
        let closing = practice::ActiveModel {
            ods_code: Set("X10003".into()),
            is_open: Set(false),
            closed_on: Set(Some(day("2023-08-31"))),
            ..Default::default()
        };
        closing.update(store.writer()).await.unwrap();
        let practice = find(store.read(), PROGRAMME, &code("X10003"), day("2023-09-18")).await.unwrap().unwrap();
        assert_eq!((practice.is_open, practice.closed_on), (false, Some(day("2023-08-31"))));
        assert_eq!(practice.hierarchy.icb, None);
        assert!(find(store.read(), PROGRAMME, &code("X99999"), day("2023-09-18")).await.unwrap().is_none());
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
            assert_eq!(practice.hierarchy.region, Some(code("X01")));
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
        let place = find(store.read(), PROGRAMME, &code("X10002"), day("2023-09-18")).await.unwrap().unwrap().hierarchy;
        let history = async |scope: Scope, limit| history(store.read(), &scope, PROGRAMME, &place, limit).await.unwrap();
        let got = history(Scope::england(), 9).await;
        let stage = What::Stage { stage: "ready".into(), from: Some(day("2023-09-10")), cause: Some(Cause::ChecklistAnswered) };
        let (before, after) = (Some("emis".to_owned()), Some("tpp".to_owned()));
        let import = What::Import { what: "supplier".into(), on: Some(day("2023-09-01")), before, after };
        assert_eq!(got.iter().map(|entry| &entry.what).collect::<Vec<_>>(), [&stage, &What::Event(StoredEvent::Read(Box::new(event.into()))), &import]);
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
