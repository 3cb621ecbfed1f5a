//! The schema goes up, down and up again, and keeps what is only ever added.

#![cfg(test)]

use domain::audit::slots::{Changed, Date};
use domain::audit::{ChecklistEvent, SlotEvent};
use domain::slots::SlotStatus;
use migrations::{Migrator, MigratorTrait};
use sea_orm::ConnectionTrait;
use store::audit::{self, Actor, NewEvent};
use store::switch_plans::{self, Plan};
use store::testing::{migrate_down, migrate_up};
use store::{Store, on_both_databases};

fn event() -> NewEvent {
    Actor { name: "test".to_owned(), ..Actor::default() }.did(ChecklistEvent::CaughtUp {})
}

on_both_databases! {
    async fn up_down_up(store: TestStore) {
        migrate_down(&store, None).await;
        migrate_up(&store, None).await;
        audit::append(store.writer(), event()).await.unwrap();
    }

    async fn a_plan_is_carried_up_and_down(store: TestStore) {
        let db = store.writer();
        let since = Migrator::migrations().iter().rev().take_while(|migration| !migration.name().ends_with("plans")).count();
        let steps = Some(u32::try_from(since).unwrap() + 1);
        migrate_down(&store, steps).await;
        let plan = "INSERT INTO switch_plan (programme, practice_code, planned_on, since, contact, updated_at, updated_by) \
                    VALUES ('p', 'X10001', '2023-10-18', '2023-09-01', 'TPP', '2023-09-20 09:30:00+00:00', 'Mona')";
        db.execute_unprepared(plan).await.unwrap();
        migrate_up(&store, steps).await;
        let (practice, day) = ("X10001".parse().unwrap(), |text: &str| text.parse().unwrap());
        let kept = switch_plans::find(db, "p", &practice).await.unwrap().unwrap();
        let made_at = "2023-09-20T09:30:00Z".parse().unwrap();
        let first = Plan { planned_on: day("2023-10-18"), since: day("2023-09-01"), contact: "TPP".to_owned(), made_at, made_by: "Mona".to_owned() };
        assert_eq!(kept, first);
        let tx = store.begin().await.unwrap();
        let second = Plan { planned_on: day("2023-10-25"), made_at: made_at + chrono::TimeDelta::days(1), ..first };
        switch_plans::put(&tx, "p", &practice, second.clone()).await.unwrap();
        tx.commit().await.unwrap();
        migrate_down(&store, steps).await;
        migrate_up(&store, steps).await;
        assert_eq!(switch_plans::find(db, "p", &practice).await.unwrap(), Some(second), "the one that stood, alone");
    }

    async fn what_the_trail_tells_of_dates_is_known_of_past_days(store: TestStore) {
        let db = store.writer();
        let since = Migrator::migrations().iter().rev().take_while(|migration| !migration.name().ends_with("known")).count();
        let steps = Some(u32::try_from(since).unwrap() + 1);
        migrate_down(&store, steps).await;
        let row = |id: &str, date: &str, places: i32, status: &str| {
            format!(
                "INSERT INTO slot (id, programme, date, cutoff, places, taken, status, created_at, held) \
                 VALUES ('{id}', 'p', '{date}', '2023-10-04', {places}, 0, '{status}', '2023-08-01 09:00:00+00:00', 1)"
            )
        };
        for insert in [
            row("moved", "2023-11-15", 20, "open"),
            row("still", "2023-10-25", 9, "open"),
            "INSERT INTO slot_hold (slot_id, icb_code, places) VALUES ('moved', 'XA1', 1)".to_owned(),
            "INSERT INTO journey (programme, practice_code, stage, stage_since, settled, required, settings_confirmed, updated_at) \
             VALUES ('p', 'X10001', 'ready', '2023-09-01', 12, 12, true, '2023-09-01 09:00:00+00:00')"
                .to_owned(),
        ] {
            db.execute_unprepared(&insert).await.unwrap();
        }
        let date = |date: &str, cutoff: &str, places, status| Date {
            slot: "moved".into(), date: date.parse().unwrap(), cutoff: cutoff.parse().unwrap(), places, held: 0, status,
        };
        let (first, more) = (date("2023-10-18", "2023-09-27", 10, SlotStatus::Open), date("2023-10-18", "2023-09-27", 20, SlotStatus::Open));
        let moved = Changed { date: date("2023-11-15", "2023-10-25", 20, SlotStatus::Open), reason: "EMIS".into() };
        let at = |at: &str| Actor { name: "Ada".to_owned(), at: at.parse().unwrap(), ..Actor::default() };
        let places = SlotEvent::SetPlaces { subject: "moved".into(), before: first, after: more.clone() };
        audit::append(db, at("2023-09-04T09:00:00Z").did(places)).await.unwrap();
        let move_date = SlotEvent::MoveDate { subject: "moved".into(), before: more, after: moved };
        audit::append(db, at("2023-09-18T09:00:00Z").did(move_date)).await.unwrap();
        migrate_up(&store, steps).await;
        let (register, _) = store::reports::register(&store, "p", &domain::accounts::Scope::england()).await.unwrap();
        let on = |day: &str| {
            let slots = register.slots_on(day.parse().unwrap());
            slots.iter().map(|slot| slot.as_ref().map(|(slot, _)| (slot.date.to_string(), slot.places, slot.held))).collect::<Vec<_>>()
        };
        let still = Some(("2023-10-25".to_owned(), 9, 0));
        assert_eq!(on("2023-07-31"), [None, None]);
        assert_eq!(on("2023-08-01"), [Some(("2023-10-18".to_owned(), 10, 1)), still.clone()]);
        assert_eq!(on("2023-09-17"), [Some(("2023-10-18".to_owned(), 20, 1)), still.clone()]);
        assert_eq!(on("2023-09-18"), [Some(("2023-11-15".to_owned(), 20, 1)), still]);
    }

    async fn two_who_migrate_at_once_do_it_once(store: TestStore) {
        migrate_down(&store, None).await;
        let (first, second) = (Store::connect(&store.url).await.unwrap(), Store::connect(&store.url).await.unwrap());
        tokio::join!(migrate_up(&first, None), migrate_up(&second, None), migrate_up(&store, None));
        audit::append(store.writer(), event()).await.unwrap();
    }

    async fn what_is_only_added_cannot_be_changed(store: TestStore) {
        let db = store.writer();
        audit::append(db, event()).await.unwrap();
        for insert in [
            "INSERT INTO stage_change (programme, practice_code, stage, effective_on, cause, recorded_by, recorded_at) \
             VALUES ('p', 'X10001', 'ready', '2023-09-18', 'test', 'Mona', '2023-09-18 09:05:00+00:00')",
            "INSERT INTO slot_change (slot_id, date, cutoff, places, status, holds, recorded_at) \
             VALUES ('s', '2023-10-18', '2023-09-27', 2, 'open', '', '2023-09-18 09:05:00+00:00')",
            "INSERT INTO progress_change (programme, practice_code, settled, required, settings_confirmed, signed_off, recorded_at) \
             VALUES ('p', 'X10001', 3, 12, true, false, '2023-09-18 09:05:00+00:00')",
            "INSERT INTO agreement_acceptance (account_id, version, accepted_at) VALUES ('mona', 1, '2023-09-18 09:05:00+00:00')",
        ] {
            db.execute_unprepared(insert).await.unwrap();
        }
        let columns = [
            ("audit_event", "actor"),
            ("stage_change", "recorded_by"),
            ("agreement_acceptance", "account_id"),
            ("slot_change", "holds"),
            ("progress_change", "practice_code"),
        ];
        for (table, column) in columns {
            for change in [format!("UPDATE {table} SET {column} = 'somebody else'"), format!("DELETE FROM {table}")] {
                assert!(db.execute_unprepared(&change).await.is_err(), "{change}");
            }
            // And so the row is as it was.
            let kept = db.execute_unprepared(&format!("INSERT INTO job_lease (name, holder, until) SELECT '{table}', 'x', '2023-09-18 09:05:00+00:00' \
                FROM {table} WHERE {column} <> 'somebody else'")).await.unwrap();
            assert_eq!(kept.rows_affected(), 1, "{table}");
        }
    }
}
