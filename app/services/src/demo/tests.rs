//! What the generated rows must hold to: the invariants that the use cases keep.

use std::collections::{BTreeMap, BTreeSet};

use domain::accounts::Role;
use domain::checklist::{Answer, AnswerState, progress};
use domain::clock::Clock;
use domain::organisations::{OdsCode, Supplier};
use domain::programme::Programme;
use domain::self_switch::SelfSwitch;
use domain::slots::{SlotFacts, SlotStatus};
use domain::stage::{Stage, StageFacts, stage};
use domain::time::london_day;
use sea_orm::{EntityTrait, QueryOrder};
use store::entity::{
    booking, checklist_answer, checklist_sign_off, confirmation, journey, outbox, practice, self_switch, slot, stage_change,
};
use store::testing::TestStore;
use store::{Store, on_both_databases};

use super::*;
use crate::Settings;

fn services(store: &TestStore) -> Services {
    Services::new(store.store.clone(), Clock::starting_at(start()), Settings { public_url: "http://127.0.0.1".into(), demo: true })
}

async fn all<E: EntityTrait>(store: &Store) -> Vec<E::Model> {
    E::find().all(store.read()).await.unwrap()
}

fn answer(row: checklist_answer::Model) -> Answer {
    Answer {
        item: row.item_code,
        state: AnswerState::from_key(&row.state).unwrap(),
        checklist_version: row.checklist_version,
        ..Answer::default()
    }
}

/// The stage of every practice, from nothing but its facts.
async fn stages_from_facts(store: &Store) -> BTreeMap<String, Stage> {
    let mut answers: BTreeMap<String, Vec<Answer>> = BTreeMap::new();
    for row in all::<checklist_answer::Entity>(store).await {
        answers.entry(row.practice_code.clone()).or_default().push(answer(row));
    }
    let signed: BTreeSet<_> = all::<checklist_sign_off::Entity>(store).await.into_iter().map(|row| row.practice_code).collect();
    let dates: BTreeMap<_, _> = all::<slot::Entity>(store).await.into_iter().map(|row| (row.id, row.date)).collect();
    let bookings = all::<booking::Entity>(store).await.into_iter().filter(|row| row.state == "active");
    let booked: BTreeMap<_, _> = bookings.map(|row| (row.practice_code, dates[&row.slot_id])).collect();
    let switches: BTreeMap<_, _> =
        all::<self_switch::Entity>(store).await.into_iter().map(|row| (row.practice_code.clone(), row)).collect();
    let confirmed: BTreeMap<_, _> =
        all::<confirmation::Entity>(store).await.into_iter().map(|row| (row.practice_code, row.confirmed_on)).collect();
    let practices = all::<practice::Entity>(store).await.into_iter();
    practices
        .map(|practice| {
            let code = practice.ods_code;
            let route = Supplier::from_key(&practice.supplier).unwrap().route();
            let answers = answers.get(&code).map_or(&[][..], Vec::as_slice);
            let self_switch = switches
                .get(&code)
                .map_or(SelfSwitch::default(), |row| SelfSwitch { default_on: row.default_on, existing_updated: row.existing_updated });
            let facts = StageFacts {
                route,
                progress: progress(Checklist::bundled(), route, answers),
                signed_off: signed.contains(&code),
                booked_on: booked.get(&code).copied(),
                self_switch,
                confirmed_on: confirmed.get(&code).copied(),
                planned_since: None,
            };
            let decision = stage(&facts, start_day());
            (code, decision.stage)
        })
        .collect()
}

on_both_databases! {
    async fn a_persona_signs_in_like_anybody(store: TestStore) {
        let services = services(&store);
        load(&services).await.unwrap();
        let persona = &PERSONAS[0];
        let before = services.clock.now();
        let viewer = crate::accounts::sign_in_persona(&services, persona, "a session").await.unwrap();
        assert_eq!((viewer.email.as_str(), viewer.session.as_deref()), (persona.email, Some("a session")));
        let account = ::store::accounts::active_by_email(store.store.read(), persona.email).await.unwrap().unwrap();
        assert!(account.last_sign_in_at.is_some_and(|at| (before..=services.clock.now()).contains(&at)), "{account:?}");
        let elsewhere = Services::new(store.store.clone(), Clock::starting_at(start()), Settings { public_url: "http://127.0.0.1".into(), demo: false });
        assert!(matches!(crate::accounts::sign_in_persona(&elsewhere, persona, "").await, Err(crate::Error::NotFound)));
    }

    async fn every_stage_follows_from_its_facts(store: TestStore) {
        load(&services(&store)).await.unwrap();
        let expected = stages_from_facts(&store).await;
        let journeys: BTreeMap<_, _> = all::<journey::Entity>(&store).await.into_iter().map(|row| (row.practice_code.clone(), row)).collect();
        let changes = stage_change::Entity::find().order_by_asc(stage_change::Column::Id).all(store.read()).await.unwrap();
        let latest: BTreeMap<_, _> = changes.into_iter().map(|row| (row.practice_code.clone(), row)).collect();
        let mut seen = BTreeSet::new();
        for (code, stage) in expected {
            seen.insert(stage);
            let Some(row) = journeys.get(&code) else {
                assert!(stage == Stage::NotStarted && !latest.contains_key(&code), "{code}");
                continue;
            };
            assert_eq!(row.stage, stage.key(), "{code}");
            assert_eq!((&row.stage, row.stage_since), (&latest[&code].stage, latest[&code].effective_on), "{code}");
        }
        assert_eq!(seen, BTreeSet::from(Stage::ALL), "every stage is there to look at");
    }

    async fn slots_count_their_bookings_and_cut_offs_were_kept(store: TestStore) {
        load(&services(&store)).await.unwrap();
        let slots = all::<slot::Entity>(&store).await;
        let bookings = all::<booking::Entity>(&store).await;
        for slot in &slots {
            let of_slot = bookings.iter().filter(|row| row.slot_id == slot.id);
            for booking in of_slot.clone() {
                assert!(london_day(booking.booked_at) <= slot.cutoff, "{}", booking.practice_code);
            }
            let active = of_slot.filter(|row| row.state == "active").count();
            assert_eq!(usize::try_from(slot.taken).unwrap(), active, "{}", slot.date);
        }
        let facts = |row: &slot::Model| SlotFacts { taken: row.taken, ..SlotFacts::fresh(row.date, row.cutoff, row.places, SlotStatus::Open) };
        let left: Vec<_> = slots.iter().filter(|row| row.cutoff >= start_day()).map(|row| facts(row).places_left()).collect();
        assert!(left.contains(&0) && left.contains(&1) && left.iter().any(|left| *left > 10), "full, nearly full, and free: {left:?}");
        assert!(bookings.iter().any(|row| row.state == "moved") && bookings.iter().any(|row| row.state == "cancelled"));
    }

    async fn the_past_is_past_and_in_order(store: TestStore) {
        load(&services(&store)).await.unwrap();
        let changes = stage_change::Entity::find().order_by_asc(stage_change::Column::Id).all(store.read()).await.unwrap();
        assert!(changes.is_sorted_by_key(|row| row.recorded_at));
        assert!(changes.iter().all(|row| row.recorded_at < start() && row.effective_on <= london_day(row.recorded_at)));
        assert!(changes.iter().any(|row| row.effective_on < london_day(row.recorded_at)), "some were recorded late");
        let earliest = changes.iter().map(|row| row.effective_on).min().unwrap();
        assert_eq!(chrono::Datelike::month(&earliest), 3);
        assert!(all::<checklist_answer::Entity>(&store).await.iter().all(|row| row.updated_at < start()));
    }

    async fn what_was_sent_reads_and_is_not_sent_again(store: TestStore) {
        let services = services(&store);
        load(&services).await.unwrap();
        let sent = all::<outbox::Entity>(&store).await;
        assert!(sent.iter().all(|row| row.sent_at.is_some_and(|sent_at| sent_at < start()) && row.failed_at.is_none()));
        let kinds: BTreeSet<_> = sent.iter().map(|row| row.kind.as_str()).collect();
        assert_eq!(kinds, BTreeSet::from(["booking-cancelled", "booking-confirmed", "booking-moved", "reminder"]));
        assert_eq!(crate::outbox::list(&services, 1_000).await.unwrap().len(), sent.len(), "every message can be shown");
        let sweep = crate::reminders::remind(&services, true).await.unwrap().unwrap();
        let reminded = sent.iter().filter(|row| row.kind == "reminder").count();
        assert!(reminded > 60 && sweep.owed.len() < 12, "{reminded} were reminded, {} are owed", sweep.owed.len());
    }

    async fn personas_can_act(store: TestStore) {
        load(&services(&store)).await.unwrap();
        for persona in &PERSONAS {
            let account = store::accounts::active_by_email(store.read(), persona.email).await.unwrap().expect(persona.key);
            let viewer = store::accounts::viewer(store.read(), &account.id).await.unwrap().unwrap();
            assert_eq!((viewer.role, viewer.name.as_str()), (persona.role, persona.name));
            let seen = store::scope::practices_in(&viewer.scope).all(store.read()).await.unwrap();
            let expected = match persona.role {
                Role::PracticeManager => 1,
                Role::Icb => 30,
                Role::Commissioner => 91,
                Role::Admin => 152,
            };
            assert_eq!(seen.len(), expected, "{}", persona.key);
        }
        let stage = stages_from_facts(&store).await;
        assert_eq!((stage["X10001"], stage["X10002"]), (Stage::ChecklistInProgress, Stage::Ready));
    }

    async fn twice_is_once_and_real_data_is_left_alone(store: TestStore) {
        let services = services(&store);
        load(&services).await.unwrap();
        load(&services).await.unwrap();
        let practices = all::<practice::Entity>(&store).await;
        assert_eq!(practices.iter().filter(|row| row.is_open).count(), 150);
        let other = store::testing::sqlite().await;
        let tx = other.begin().await.unwrap();
        practice::Entity::insert(sea_orm::IntoActiveModel::into_active_model(practices[0].clone())).exec_without_returning(&tx).await.unwrap();
        tx.commit().await.unwrap();
        let refused = load(&Services { store: other.store.clone(), ..services }).await;
        assert!(matches!(refused, Err(Error::Conflict(_))));
    }
}

#[test]
fn nothing_real_is_named() {
    let world = plan::world(Programme::current(), Checklist::bundled(), "http://127.0.0.1");
    let made = &world.organisations;
    for practice in &made.practices {
        let code: OdsCode = practice.ods_code.parse().unwrap();
        assert!(code.looks_like_practice() && code.as_str().starts_with('X'), "{code}");
        assert!(practice.postcode.starts_with("ZX"), "{}", practice.postcode);
    }
    let other = made.regions.iter().map(|row| &row.code).chain(made.icbs.iter().map(|row| &row.code));
    let other = other.chain(made.sub_icbs.iter().map(|row| &row.code)).chain(made.pcns.iter().map(|row| &row.code));
    for code in other {
        // Real codes of these kinds never are an X, a letter and only digits.
        let rest = code.strip_prefix('X').unwrap();
        assert!(rest.starts_with(|c: char| c.is_ascii_uppercase()) && rest[1..].bytes().all(|byte| byte.is_ascii_digit()), "{code}");
    }
    assert!(world.accounts.iter().all(|account| account.email.ends_with(".example")));
    let names: BTreeSet<_> = made.practices.iter().map(|row| row.name.split(' ').next().unwrap()).collect();
    assert_eq!(names.len(), made.practices.len(), "every place is used once");
}

#[test]
fn suppliers_are_shared_as_in_life() {
    let world = plan::world(Programme::current(), Checklist::bundled(), "http://127.0.0.1");
    let count =
        |supplier: Supplier| world.organisations.practices.iter().filter(|row| row.is_open && row.supplier == supplier.key()).count();
    assert_eq!((count(Supplier::Emis), count(Supplier::Tpp)), (82, 63));
}
