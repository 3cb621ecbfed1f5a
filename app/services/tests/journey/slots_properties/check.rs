//! What must hold, whatever was done.

use domain::organisations::OdsCode;
use domain::slots::{Has, SlotStatus, Waiter, may_change};
use domain::stage::Stage;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use services::slots::{EntryState, Slot};
use store::entity::{audit_event, booking, stage_change};

use super::Field;
use crate::fixtures::{afresh, code};
use crate::watched::{next_steps_stand_once, same, seen};

impl Field {
    /// What must hold at every moment.
    pub async fn check(&self) {
        self.kept_facts_are_those_of_the_database().await;
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
                .chain(offered.map(|entry| entry.pool.key().to_owned()))
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
            let waiting: Vec<_> = entries.iter().filter(|entry| entry.state == EntryState::Waiting).collect();
            let today = self.services.clock.today();
            assert!(waiting.is_empty() || today <= facts.cutoff, "somebody waits past the cut-off: {slot:?}");
            let waiters = self.waiters(&slot, waiting.iter().map(|entry| &entry.practice)).await;
            if facts.status == SlotStatus::Open && today <= facts.cutoff {
                assert_eq!(domain::slots::next_offers(&facts, &holds, &waiters), [], "a free place is not offered: {slot:?}");
            }
        }
    }

    /// Lists and reports show what somebody sees who has kept nothing: of a few practices that were written to, those alone are read again.
    async fn kept_facts_are_those_of_the_database(&self) {
        let services = &self.services;
        same("after a step", &seen(services).await, &seen(&afresh(services)).await);
        // A practice that was opened again in an earlier sequence has stage rows of days that have not come again.
        let opened = stage_change::Entity::find().filter(stage_change::Column::Stage.eq(Stage::ChecklistInProgress.key()));
        let opened: Vec<_> = opened.all(services.store.writer()).await.unwrap().into_iter().map(|row| row.practice_code).collect();
        let practices = self.practices.iter().filter(|practice| !opened.iter().any(|code| code == practice.as_str()));
        next_steps_stand_once(services, practices.cloned()).await;
    }

    /// What is so of practices, put together from their facts one by one.
    async fn waiters(&self, slot: &Slot, practices: impl Iterator<Item = &OdsCode>) -> Vec<Waiter> {
        let (db, programme, today) = (self.services.store.writer(), &self.services.programme.code, self.services.clock.today());
        let mut waiters = Vec::new();
        for practice in practices {
            let place = store::practice_records::find(db, practice).await.unwrap().unwrap();
            let stage = store::stages::journey(db, programme, practice).await.unwrap().unwrap().stage;
            let has = match store::slots::active(db, programme, practice).await.unwrap() {
                None => Has::Nothing,
                Some(booking) if booking.slot_id == slot.id => Has::ThisDate,
                Some(booking) => {
                    let own = store::slots::find(db, programme, &booking.slot_id).await.unwrap().unwrap();
                    Has::Another { may_change: may_change(&own.facts, today, domain::accounts::Role::PracticeManager) }
                }
            };
            waiters.push(Waiter {
                icb: place.hierarchy.icb,
                is_open: place.is_open,
                excepted: store::exceptions::current(db, programme, practice, today).await.unwrap().is_some(),
                route: place.supplier.route(),
                stage: domain::stage::Stage::from_key(&stage).unwrap(),
                has,
            });
        }
        waiters
    }

    /// Whether everybody who was offered a place since an event could take it.
    pub async fn check_offers_since(&self, id: i64) {
        let since =
            audit_event::Entity::find().filter(audit_event::Column::Id.gt(id)).filter(audit_event::Column::Action.eq("slots.offer"));
        for event in since.all(self.services.store.writer()).await.unwrap() {
            let slot = self.dates.iter().find(|slot| Some(&slot.id) == event.subject.as_ref()).unwrap();
            let practice = code(event.practice_code.as_deref().unwrap());
            let waiter = self.waiters(slot, std::iter::once(&practice)).await.remove(0);
            assert!(waiter.could_take(), "{practice} was offered what it cannot take: {waiter:?}");
        }
    }
}
