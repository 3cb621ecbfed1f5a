//! Whatever people do to dates, in whatever order: no place too many, no practice twice, every freed place offered once, every change
//! audited, every message owed written exactly once.

use domain::organisations::OdsCode;
use domain::slots::SlotStatus;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use services::slots::*;
use services::{Error, Services};
use store::entity::{audit_event, booking, icb, outbox, practice, slot, slot_hold, slot_waiting, sub_icb};
use store::on_both_databases;

use crate::fixtures::*;

/// Sequences on each database, and steps in each; the many at once come on top.
const SEQUENCES: u32 = 32;
const STEPS: usize = 24;
const PRACTICES: usize = 6;
const DATES: [&str; 3] = ["2023-11-13", "2023-11-20", "2023-11-27"];

#[derive(Clone, Debug)]
enum Step {
    Book(usize, usize),
    Move(usize, usize),
    Cancel(usize),
    Defer(usize),
    Join(usize, usize),
    Leave(usize, usize),
    TakeUp(usize, usize),
    Release(usize),
    HoldBack(usize, bool, i32),
    Places(usize, i32),
    Close(usize),
    Open(usize),
    Expire,
    MoveDate(usize),
    CancelDate(usize, Option<usize>),
}

fn step() -> impl Strategy<Value = Step> {
    let (practice, date) = (0..PRACTICES, 0..DATES.len());
    let pair = (practice.clone(), date.clone());
    prop_oneof![
        8 => pair.clone().prop_map(|(p, d)| Step::Book(p, d)),
        4 => pair.clone().prop_map(|(p, d)| Step::Move(p, d)),
        4 => practice.clone().prop_map(Step::Cancel),
        2 => practice.clone().prop_map(Step::Defer),
        8 => pair.clone().prop_map(|(p, d)| Step::Join(p, d)),
        2 => pair.clone().prop_map(|(p, d)| Step::Leave(p, d)),
        6 => pair.prop_map(|(p, d)| Step::TakeUp(p, d)),
        1 => practice.prop_map(Step::Release),
        3 => (date.clone(), any::<bool>(), 0..3).prop_map(|(d, first, n)| Step::HoldBack(d, first, n)),
        3 => (date.clone(), 1..4).prop_map(|(d, n)| Step::Places(d, n)),
        2 => date.clone().prop_map(Step::Close),
        3 => date.clone().prop_map(Step::Open),
        2 => Just(Step::Expire),
        1 => date.clone().prop_map(Step::MoveDate),
        1 => (date.clone(), proptest::option::of(date)).prop_map(|(d, to)| Step::CancelDate(d, to)),
    ]
}

struct Field {
    services: Services,
    practices: Vec<OdsCode>,
    dates: Vec<Slot>,
}

impl Field {
    /// Six ready practices of two ICBs, each with one person to write to.
    async fn new(store: &store::testing::TestStore) -> Self {
        let services = world(store).await;
        let db = services.store.writer();
        icb::ActiveModel { code: Set("XB1".into()), name: Set("Other ICB".into()), region_code: Set(None), ..Default::default() }
            .insert(db)
            .await
            .unwrap();
        let other = sub_icb::ActiveModel {
            code: Set("X1B".into()),
            name: Set("Other".into()),
            icb_code: Set(Some("XB1".into())),
            ..Default::default()
        };
        other.insert(db).await.unwrap();
        let practices = many_ready_practices(&services, PRACTICES).await;
        for (n, code) in practices.iter().enumerate() {
            let scope = domain::accounts::Scope::practices([code.clone()]);
            give_account(&services, &viewer(&format!("m{n}"), domain::accounts::Role::PracticeManager, scope)).await;
            if n % 2 == 1 {
                let moved =
                    practice::ActiveModel { ods_code: Set(code.to_string()), sub_icb_code: Set(Some("X1B".into())), ..Default::default() };
                moved.update(db).await.unwrap();
            }
        }
        Self { services, practices, dates: Vec::new() }
    }

    /// Fresh dates, and nothing booked.
    async fn reset(&mut self) {
        let db = self.services.store.writer();
        booking::Entity::delete_many().exec(db).await.unwrap();
        slot_waiting::Entity::delete_many().exec(db).await.unwrap();
        slot_hold::Entity::delete_many().exec(db).await.unwrap();
        slot::Entity::delete_many().exec(db).await.unwrap();
        outbox::Entity::delete_many().exec(db).await.unwrap();
        move_clock(&self.services, "2023-09-18");
        self.dates.clear();
        for date in DATES {
            self.dates.push(a_slot(&self.services, date, 2).await);
        }
    }

    async fn apply(&self, step: &Step) -> Result<(), Error> {
        let services = &self.services;
        let practice = |p: usize| &self.practices[p];
        let date = |d: usize| self.dates[d].id.as_str();
        match *step {
            Step::Book(p, d) => book(services, &manager(practice(p)), practice(p), date(d)).await.map(drop),
            Step::Move(p, d) => move_to(services, &manager(practice(p)), practice(p), date(d), "Why not").await.map(drop),
            Step::Cancel(p) => cancel(services, &manager(practice(p)), practice(p), "Ill").await,
            Step::Defer(p) => defer(services, &manager(practice(p)), practice(p), "Ill", day("2024-01-08")).await,
            Step::Join(p, d) => join(services, &manager(practice(p)), practice(p), date(d)).await,
            Step::Leave(p, d) => leave(services, &manager(practice(p)), practice(p), date(d)).await,
            Step::TakeUp(p, d) => take_up(services, &manager(practice(p)), practice(p), date(d)).await.map(drop),
            Step::Release(p) => {
                let tx = services.store.begin().await?;
                release(&tx, services, &admin(), practice(p), "Merged").await?;
                tx.commit().await.map_err(Error::from)
            }
            Step::HoldBack(d, first, n) => {
                let icb = code(if first { "XA1" } else { "XB1" });
                hold_back(services, &admin(), date(d), &icb, n).await.map(drop)
            }
            Step::Places(d, n) => set_places(services, &admin(), date(d), n).await.map(drop),
            Step::Close(d) => set_status(services, &admin(), date(d), SlotStatus::Closed).await.map(drop),
            Step::Open(d) => set_status(services, &admin(), date(d), SlotStatus::Open).await.map(drop),
            Step::Expire => {
                services.clock.move_to(services.clock.now() + chrono::TimeDelta::hours(49));
                expire_offers(services).await.map(drop)
            }
            Step::MoveDate(d) => {
                let to = self.dates[d].facts.date + chrono::TimeDelta::days(1);
                move_date(services, &admin(), date(d), to, to - chrono::TimeDelta::days(21), "EMIS").await.map(drop)
            }
            Step::CancelDate(d, to) => cancel_date(services, &admin(), date(d), to.map(date), "EMIS").await.map(drop),
        }
    }

    /// What must hold at every moment.
    async fn check(&self) {
        let db = self.services.store.writer();
        let active = booking::Entity::find().filter(booking::Column::State.eq("active")).all(db).await.unwrap();
        let mut booked: Vec<_> = active.iter().map(|row| &row.practice_code).collect();
        booked.sort();
        let count = booked.len();
        booked.dedup();
        assert_eq!(booked.len(), count, "a practice has two dates");
        for slot in store::slots::all(db, &self.services.programme.code).await.unwrap() {
            let (entries, holds) = (store::slots::entries(db, &slot.id).await.unwrap(), store::slots::holds(db, &slot.id).await.unwrap());
            let offered = entries.iter().filter(|entry| entry.state == EntryState::Offered);
            let pools: Vec<String> = active
                .iter()
                .filter(|row| row.slot_id == slot.id)
                .map(|row| row.pool.clone())
                .chain(offered.map(|entry| entry.pool.word().to_owned()))
                .collect();
            let facts = slot.facts;
            let in_all = |count: usize| i32::try_from(count).unwrap();
            assert_eq!(facts.taken, in_all(pools.len()), "places taken are those booked or kept: {slot:?}");
            assert_eq!(facts.held, holds.iter().map(|hold| hold.places).sum::<i32>());
            assert_eq!(facts.held_taken, holds.iter().map(|hold| hold.taken).sum::<i32>());
            for hold in &holds {
                assert_eq!(hold.taken, in_all(pools.iter().filter(|pool| *pool == hold.icb.as_str()).count()));
                assert!((0..=hold.places).contains(&hold.taken));
            }
            assert!(
                facts.taken >= 0 && facts.taken <= facts.places && facts.taken - facts.held_taken <= facts.places - facts.held,
                "{slot:?}"
            );
            let mut waiting = Vec::new();
            for entry in entries.iter().filter(|entry| entry.state == EntryState::Waiting) {
                let found = store::places::find(self.services.store.writer(), &entry.practice).await.unwrap();
                waiting.push(found.unwrap().place.icb);
            }
            if facts.status == SlotStatus::Open && self.services.clock.today() <= facts.cutoff {
                assert_eq!(domain::slots::next_offers(&facts, &holds, &waiting), [], "a free place is not offered: {slot:?}");
            }
        }
    }

    /// How many messages are owed for what the audit trail says was done since an event, and how many of its events there are.
    async fn owed_since(&self, id: i64) -> (u64, u64) {
        const TELLS: [&str; 8] = [
            "slots.book",
            "slots.move",
            "slots.cancel",
            "slots.defer",
            "slots.release",
            "slots.offer",
            "slots.offer-expired",
            "slots.waiting-ended",
        ];
        let since = audit_event::Entity::find().filter(audit_event::Column::Id.gt(id));
        let telling = since.clone().filter(audit_event::Column::Action.is_in(TELLS));
        (telling.count(self.services.store.writer()).await.unwrap(), since.count(self.services.store.writer()).await.unwrap())
    }

    async fn newest(&self) -> i64 {
        use sea_orm::QueryOrder;
        let newest = audit_event::Entity::find().order_by_desc(audit_event::Column::Id).one(self.services.store.writer()).await.unwrap();
        newest.map_or(0, |event| event.id)
    }

    async fn written(&self) -> u64 {
        outbox::Entity::find().count(self.services.store.writer()).await.unwrap()
    }

    /// Rows that change with whatever people do.
    async fn rows(&self) -> (Vec<slot::Model>, Vec<booking::Model>, Vec<slot_waiting::Model>) {
        let db = self.services.store.writer();
        (
            slot::Entity::find().all(db).await.unwrap(),
            booking::Entity::find().all(db).await.unwrap(),
            slot_waiting::Entity::find().all(db).await.unwrap(),
        )
    }

    async fn walk(&mut self, steps: &[Step]) -> usize {
        self.reset().await;
        let mut done = 0;
        for step in steps {
            let (newest, written, before) = (self.newest().await, self.written().await, self.rows().await);
            match self.apply(step).await {
                Ok(()) => done += 1,
                Err(Error::Conflict(_) | Error::Invalid(_)) => {}
                Err(error) => panic!("{step:?}: {error:?}"),
            }
            let (owed, events) = self.owed_since(newest).await;
            assert_eq!(self.written().await - written, owed, "messages written and owed after {step:?}");
            let changed = self.rows().await != before;
            assert!(!changed || events > 0, "not audited: {step:?}");
            self.check().await;
        }
        done
    }
}

on_both_databases! {
    async fn every_sequence_keeps_the_books(store: TestStore) {
        let field = tokio::sync::Mutex::new(Field::new(&store).await);
        let (sequences, done) = (std::cell::Cell::new(0), std::cell::Cell::new(0));
        let config = Config { cases: SEQUENCES, max_shrink_iters: 60, failure_persistence: None, ..Config::default() };
        let outcome = TestRunner::new(config).run(&proptest::collection::vec(step(), STEPS), |steps| {
            let walk = async { field.lock().await.walk(&steps).await };
            let went = tokio::task::block_in_place(|| tokio::runtime::Handle::current().block_on(walk));
            sequences.set(sequences.get() + 1);
            done.set(done.get() + went);
            Ok(())
        });
        println!("{} sequences of {STEPS} steps, of which {} changed something", sequences.get(), done.get());
        outcome.unwrap();
    }

    async fn and_so_do_many_clients_at_once(store: TestStore) {
        let mut field = Field::new(&store).await;
        field.reset().await;
        let newest = field.newest().await;
        let field = std::sync::Arc::new(field);
        let mut runner = TestRunner::deterministic();
        let one_at_a_time = |step: &Step| matches!(step, Step::Expire);
        for _ in 0..6 {
            let clients: Vec<_> = (0..8).map(|_| {
                let steps = proptest::strategy::ValueTree::current(&proptest::strategy::Strategy::new_tree(&proptest::collection::vec(step(), 6), &mut runner).unwrap());
                let field = field.clone();
                tokio::spawn(async move {
                    for step in steps.iter().filter(|step| !one_at_a_time(step)) {
                        match field.apply(step).await {
                            Ok(()) | Err(Error::Conflict(_) | Error::Invalid(_)) => {}
                            Err(error) => panic!("{step:?}: {error:?}"),
                        }
                    }
                })
            }).collect();
            for client in clients {
                client.await.unwrap();
            }
            field.check().await;
            field.apply(&Step::Expire).await.unwrap();
            field.check().await;
        }
        assert_eq!(field.written().await, field.owed_since(newest).await.0, "messages written and owed");
    }
}
