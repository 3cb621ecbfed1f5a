//! What is found of practices, and their histories, on both databases.

use chrono::{NaiveDate, TimeDelta};
use domain::accounts::Scope;
use domain::organisations::{OdsCode, Supplier};
use domain::stage::Stage;
use domain::time::london_instant;
use sea_orm::{ActiveModelTrait, ActiveValue::Set};

use super::{Source, find, history};
use crate::audit::Event;
use crate::entity::{icb, journey, practice, practice_change, practice_exception, sub_icb};
use crate::stages::{StageChange, put_journey};
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
        assert_eq!(practice.place.icb, None);
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
        let event = Event {
            at: nine,
            actor: "Mona".into(),
            action: "slots.book",
            practice: Some("X10002".into()),
            after: Some("{}".into()),
            ..Event::default()
        };
        crate::audit::append(store.writer(), event).await.unwrap();
        let change = StageChange {
            stage: Stage::Ready,
            effective_on: day("2023-09-10"),
            cause: "Checklist answered".into(),
            recorded_by: "Mona".into(),
            recorded_at: nine,
        };
        crate::stages::append(store.writer(), PROGRAMME, &code("X10002"), change).await.unwrap();
        let place = find(store.read(), PROGRAMME, &code("X10002"), day("2023-09-18")).await.unwrap().unwrap().place;
        let got = history(store.read(), &Scope::england(), PROGRAMME, &place, &["slots.book"], 9).await.unwrap();
        assert_eq!(got.iter().map(|entry| entry.source).collect::<Vec<_>>(), [Source::Stage, Source::Audit, Source::Import]);
        assert_eq!((got[0].day, got[0].at), (Some(day("2023-09-10")), nine));
        assert_eq!((got[2].who.as_deref(), got[2].after.as_deref()), (None, Some("tpp")));
        assert_eq!(history(store.read(), &Scope::england(), PROGRAMME, &place, &["slots.book"], 2).await.unwrap().len(), 2);
        for _ in 0..9 {
            let aside = Event { at: nine, action: "smartcards.add", practice: Some("X10002".into()), ..Event::default() };
            crate::audit::append(store.writer(), aside).await.unwrap();
        }
        assert_eq!(history(store.read(), &Scope::england(), PROGRAMME, &place, &["slots.book"], 9).await.unwrap(), got, "what is not told hides nothing");
        assert_eq!(history(store.read(), &Scope::england(), PROGRAMME, &place, &["smartcards.add", "slots.book"], 20).await.unwrap().len(), 12);
        let elsewhere = Scope::sub_icbs([code("X1B")]);
        assert!(history(store.read(), &elsewhere, PROGRAMME, &place, &["slots.book"], 9).await.unwrap().is_empty());
    }
}
