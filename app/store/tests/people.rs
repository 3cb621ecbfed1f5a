//! Who works at a practice, and the practices of somebody who works in several; on both databases.

#![cfg(test)]

use chrono::{DateTime, NaiveDate};
use domain::accounts::{PracticePlace, Role, Scope};
use domain::next_step::NextFacts;
use domain::organisations::{OdsCode, Route};
use domain::self_switch::SelfSwitch;
use domain::slots::DatesLeft;
use domain::stage::Stage;
use sea_orm::{ActiveValue::Set, EntityTrait};
use store::accounts::{NewAccount, insert, suspend};
use store::entity::{journey, practice};
use store::practices::{contacts, mine};
use store::stages::put_journey;
use store::{Store, on_both_databases};

const PROGRAMME: &str = "p";

fn code(text: &str) -> OdsCode {
    text.parse().unwrap()
}

async fn add(store: &Store, name: &str, role: Role, scope: Scope) {
    let account = NewAccount {
        id: name.to_lowercase(),
        email: format!("{}@practice.example", name.to_lowercase()),
        name: name.to_owned(),
        role,
        scope,
        unsubscribe_token: name.to_owned(),
        created_at: DateTime::UNIX_EPOCH,
    };
    insert(store.writer(), account).await.unwrap();
}

async fn practice(store: &Store, ods: &str, name: &str, supplier: &str, is_open: bool) {
    let row = practice::ActiveModel {
        ods_code: Set(ods.into()),
        name: Set(name.into()),
        postcode: Set("ZZ1 1ZZ".into()),
        supplier: Set(supplier.into()),
        is_open: Set(is_open),
        ..Default::default()
    };
    practice::Entity::insert(row).exec_without_returning(store.writer()).await.unwrap();
}

fn place(sub_icb: Option<&str>) -> PracticePlace {
    PracticePlace { practice: code("X10001"), sub_icb: sub_icb.map(code), icb: Some(code("XA1")), region: None }
}

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2023, 9, 18).unwrap()
}

on_both_databases! {
    async fn the_people_of_a_practice_come_before_those_of_its_sub_group(store: TestStore) {
        for (name, role, scope) in [
            ("Wanda", Role::PracticeManager, Scope::practices([code("X10001"), code("X10002")])),
            ("Abel", Role::Icb, Scope::sub_icbs([code("X1A")])),
            ("Mona", Role::PracticeManager, Scope::practices([code("X10001")])),
            ("Otto", Role::PracticeManager, Scope::practices([code("X10003")])),
            ("Olga", Role::Icb, Scope::sub_icbs([code("X1B")])),
            ("Ada", Role::Admin, Scope::england()),
            ("Colin", Role::Commissioner, Scope::practices([code("X10001")])),
            ("Sid", Role::PracticeManager, Scope::practices([code("X10001")])),
        ] {
            add(&store, name, role, scope).await;
        }
        suspend(store.writer(), "sid", DateTime::UNIX_EPOCH).await.unwrap();
        let names = async |place: PracticePlace| {
            let found = contacts(store.read(), &place).await.unwrap();
            found.into_iter().map(|contact| (contact.name, contact.has_come)).collect::<Vec<_>>()
        };
        let of = |names: &[&str]| names.iter().map(|name| ((*name).to_owned(), false)).collect::<Vec<_>>();
        assert_eq!(names(place(Some("X1A"))).await, of(&["Mona", "Wanda", "Abel"]));
        assert_eq!(names(place(None)).await, of(&["Mona", "Wanda"]));
    }

    async fn my_practices_are_the_open_ones_of_my_scope(store: TestStore) {
        practice(&store, "X10001", "Birch", "tpp", true).await;
        practice(&store, "X10002", "Alder", "emis", true).await;
        practice(&store, "X10003", "Cedar", "emis", true).await;
        practice(&store, "X10004", "Dogwood", "emis", false).await;
        let ready = journey::Model {
            programme: PROGRAMME.into(),
            practice_code: "X10001".into(),
            stage: Stage::Ready.word().into(),
            stage_since: NaiveDate::default(),
            settled: 12,
            required: 12,
            settings_confirmed: true,
            updated_at: DateTime::UNIX_EPOCH,
        };
        put_journey(store.writer(), ready).await.unwrap();
        let scope = Scope::practices(["X10001", "X10002", "X10004"].map(code));
        let dates = domain::slots::Dates::default();
        let found = mine(store.read(), &scope, PROGRAMME, &dates, domain::time::london_instant(today(), 9, 5), 50).await.unwrap();
        let facts = |route, stage, settled| {
            let (dates, self_switch) = (DatesLeft::NotYet, SelfSwitch::default());
            NextFacts { route, stage, settled, signed_off: false, booked_on: None, dates, self_switch }
        };
        let got: Vec<_> = found.iter().map(|practice| (practice.name.as_str(), practice.next, practice.settled)).collect();
        assert_eq!(
            got,
            [("Alder", facts(Route::Emis, Stage::NotStarted, false), None), ("Birch", facts(Route::Tpp, Stage::Ready, true), Some((12, 12)))]
        );
        assert_eq!(mine(store.read(), &scope, PROGRAMME, &dates, domain::time::london_instant(today(), 9, 5), 1).await.unwrap().len(), 1);
        assert!(mine(store.read(), &Scope::default(), PROGRAMME, &dates, domain::time::london_instant(today(), 9, 5), 50).await.unwrap().is_empty());
    }
}
