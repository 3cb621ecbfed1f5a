//! Whatever people do to dates, in whatever order: no place too many, no practice twice, every freed place offered once, every change
//! audited, every message owed written exactly once, nobody offered what it cannot take, and nobody waiting for what nobody can have.

mod check;
mod race;
mod step;

use std::collections::BTreeMap;

use domain::checklist::TypedSignOff;
use domain::organisations::OdsCode;
use domain::slots::SlotStatus;
use domain::stage::Cause;
use proptest::test_runner::{Config, TestRunner};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use services::exceptions::{self, ExceptionDecision};
use services::slots::*;
use services::{Error, Services, checklist, stages};
use store::entity::{
    audit_event, booking, icb, outbox, practice, practice_exception, practice_request, slot, slot_hold, slot_waiting, sub_icb,
};
use store::on_both_databases;

use crate::fixtures::*;
use crate::readings::report_of;
use crate::watched::same;
use step::{By, PRACTICES, Step, step};

/// Sequences on each database, and steps in each; the many at once come on top.
const SEQUENCES: u32 = 32;
const STEPS: usize = 24;
/// Sign-up for the first two ends within days: the clock passes that in many sequences.
const DATES: [&str; 3] = ["2023-10-11", "2023-10-13", "2023-11-27"];
/// Dates that stay open while many clients are at work.
const LATER: [&str; 3] = ["2023-11-13", "2023-11-20", "2023-11-27"];

struct Field {
    services: Services,
    practices: Vec<OdsCode>,
    dates: Vec<Slot>,
}

/// Takes its date from a practice, and brings its stage up to date, as whoever calls it does.
async fn released(services: &Services, practice: &OdsCode) -> Result<(), Error> {
    let tx = services.store.begin().await?;
    if release(&tx, services, &admin(), practice, "Merged").await?.date.is_some() {
        stages::refresh(&tx, services, "Ada", practice, Cause::SlotCancelled).await?;
    }
    tx.commit().await.map_err(Error::from)
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
    async fn reset(&mut self, dates: [&str; 3]) {
        let db = self.services.store.writer();
        booking::Entity::delete_many().exec(db).await.unwrap();
        slot_waiting::Entity::delete_many().exec(db).await.unwrap();
        slot_hold::Entity::delete_many().exec(db).await.unwrap();
        slot::Entity::delete_many().exec(db).await.unwrap();
        outbox::Entity::delete_many().exec(db).await.unwrap();
        practice_request::Entity::delete_many().exec(db).await.unwrap();
        practice_exception::Entity::delete_many().exec(db).await.unwrap();
        move_clock(&self.services, "2023-09-18");
        // What is kept knows nothing of the lines above: no use case writes like them.
        self.services = afresh(&self.services);
        let db = self.services.store.writer();
        self.dates.clear();
        for practice in &self.practices {
            // Those that were reopened; the others are signed off.
            let typed = TypedSignOff { name: "Sam".into(), deputy: String::new(), declared: true };
            checklist::sign(&self.services, &manager(practice), practice, 1, &typed).await.ok();
            let signed = store::checklist::sign_off::find(db, &self.services.programme.code, practice).await.unwrap();
            assert!(signed.is_some(), "{practice} is not signed off");
        }
        for date in dates.map(day) {
            let new = NewSlot { date, cutoff: date - chrono::TimeDelta::days(21), places: 2, draft: false };
            self.dates.push(add(&self.services, &admin(), new).await.unwrap());
        }
    }

    async fn apply(&self, step: &Step) -> Result<(), Error> {
        let services = &self.services;
        let practice = |p: usize| &self.practices[p];
        let date = |d: usize| self.dates[d].id.as_str();
        match *step {
            Step::Book(p, d) => book(services, &manager(practice(p)), practice(p), date(d)).await.map(drop),
            Step::Move(by, p, d) => move_to(services, &person(by, practice(p)), practice(p), date(d), "Why not").await.map(drop),
            Step::Cancel(by, p) => cancel(services, &person(by, practice(p)), practice(p), "Ill").await.map(drop),
            Step::Defer(by, p) => defer(services, &person(by, practice(p)), practice(p), "Ill", day("2024-01-08")).await.map(drop),
            Step::Join(p, d) => join(services, &manager(practice(p)), practice(p), date(d)).await,
            Step::Leave(p, d) => leave(services, &manager(practice(p)), practice(p), date(d)).await,
            Step::TakeUp(p, d) => take_up(services, &manager(practice(p)), practice(p), date(d)).await.map(drop),
            Step::Release(p) => released(services, practice(p)).await,
            Step::HoldBack(d, first, n) => {
                let icb = code(if first { "XA1" } else { "XB1" });
                hold_back(services, &admin(), date(d), &icb, n).await.map(drop)
            }
            Step::Places(d, n) => set_places(services, &admin(), date(d), n).await.map(drop),
            Step::Close(d) => set_status(services, &admin(), date(d), SlotStatus::Closed).await.map(drop),
            Step::Open(d) => set_status(services, &admin(), date(d), SlotStatus::Open).await.map(drop),
            Step::Expire => {
                services.clock.move_to(services.clock.now() + chrono::TimeDelta::hours(49));
                sweep(services).await.map(drop)
            }
            Step::Reopen(p) => checklist::reopen(services, &manager(practice(p)), practice(p), "A setting was wrong").await,
            Step::SignAgain(p) => {
                let typed = TypedSignOff { name: "Sam".into(), deputy: String::new(), declared: true };
                checklist::sign(services, &manager(practice(p)), practice(p), 1, &typed).await?;
                sweep(services).await.map(drop)
            }
            Step::Except(p) => {
                exceptions::ask(services, &manager(practice(p)), practice(p), ["other", "We move house", ""]).await?;
                let waiting = exceptions::load(services, &icb(), practice(p)).await?.waiting;
                let review = services.clock.today() + chrono::TimeDelta::days(3);
                let id = waiting.map(|request| request.id).unwrap_or_default();
                exceptions::decide(services, &icb(), practice(p), &id, ExceptionDecision::Agree(review), "").await.map(drop)
            }
            Step::MoveDate(d) => {
                let to = self.dates[d].facts.date + chrono::TimeDelta::days(1);
                move_slot(services, &admin(), date(d), to, to - chrono::TimeDelta::days(21), "EMIS").await.map(drop)?;
                // Who could not give it up any more may do so again, and could take a place elsewhere that it was passed over for.
                sweep(services).await.map(drop)
            }
            Step::CancelDate(d, to) => {
                cancel_slot(services, &admin(), date(d), to.map(date), "EMIS").await?;
                sweep(services).await.map(drop)
            }
            Step::Pass(d) => {
                let after = self.dates[d].facts.date + chrono::TimeDelta::days(1);
                if after > services.clock.today() {
                    move_clock(services, &after.to_string());
                }
                sweep(services).await.map(drop)
            }
            Step::DidNotWork(by, p) => did_not_work(services, &person(by, practice(p)), practice(p), "Nobody sees a note").await.map(drop),
        }
    }

    /// How many messages are owed for what the audit trail says was done since an event, and how many of its events there are.
    async fn owed_since(&self, id: i64) -> (u64, u64) {
        const TELLS: [&str; 11] = [
            "slots.book",
            "slots.move",
            "slots.cancel",
            "slots.defer",
            "slots.release",
            "slots.offer",
            "slots.offer-expired",
            "slots.waiting-ended",
            "slots.waiting-moved",
            "slots.did-not-work",
            "exceptions.agree",
        ];
        let db = self.services.store.writer();
        let since = audit_event::Entity::find().filter(audit_event::Column::Id.gt(id));
        let telling = since.clone().filter(audit_event::Column::Action.is_in(TELLS)).count(db).await.unwrap();
        // One event for all who are asked at once what they see.
        let asking = since.clone().filter(audit_event::Column::Action.eq("slots.ask")).all(db).await.unwrap();
        let asked = asking.iter().map(|event| serde_json::from_str::<serde_json::Value>(event.after.as_deref().unwrap()).unwrap());
        let asked: u64 = asked.map(|after| after["written"].as_u64().unwrap()).sum();
        (telling + asked, since.count(db).await.unwrap())
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
        self.reset(DATES).await;
        let (mut done, mut past) = (0, BTreeMap::new());
        for step in steps {
            let yesterday = (self.services.clock.today() - chrono::Days::new(1)).to_string();
            if !past.contains_key(&yesterday) {
                past.insert(yesterday.clone(), report_of(&self.services, &yesterday).await);
            }
            let (newest, written, before) = (self.newest().await, self.written().await, self.rows().await);
            match self.apply(step).await {
                Ok(()) => done += 1,
                Err(Error::Conflict(_) | Error::Invalid(_)) => {}
                Err(error) => panic!("{step:?}: {error:?}"),
            }
            if step.may_free_a_practice() {
                sweep(&self.services).await.unwrap();
            }
            let (owed, events) = self.owed_since(newest).await;
            assert_eq!(self.written().await - written, owed, "messages written and owed after {step:?}");
            self.check_offers_since(newest).await;
            let changed = self.rows().await != before;
            assert!(!changed || events > 0, "not audited: {step:?}");
            self.check().await;
        }
        for (day, then) in &past {
            same(&format!("as at {day}, after {steps:?}"), &report_of(&self.services, day).await, then);
        }
        done
    }
}

fn database(store: &store::testing::TestStore) -> &'static str {
    if store.is_sqlite() { "SQLite" } else { "PostgreSQL" }
}

fn icb() -> domain::accounts::Viewer {
    viewer("Kim", domain::accounts::Role::Icb, domain::accounts::Scope::england())
}

fn person(by: By, practice: &OdsCode) -> domain::accounts::Viewer {
    match by {
        By::Practice => manager(practice),
        By::Icb => icb(),
        By::Admin => admin(),
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
        let all = sequences.get() * STEPS;
        println!("{}: {} sequences of {STEPS} steps, {all} in all, of which {} changed something", database(&store), sequences.get(), done.get());
        outcome.unwrap();
        assert!(done.get() * 4 > all, "hardly a step did anything");
    }

    async fn and_so_do_many_clients_at_once(store: TestStore) {
        let mut field = Field::new(&store).await;
        field.reset(LATER).await;
        let newest = field.newest().await;
        let field = std::sync::Arc::new(field);
        let mut runner = TestRunner::deterministic();
        // These look at all lists, and of several looks at the same moment only one does.
        let one_at_a_time = |step: &Step| matches!(step, Step::Expire | Step::SignAgain(_) | Step::Pass(_));
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
