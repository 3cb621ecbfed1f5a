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

    async fn days_of_opening_and_closing_become_spells_and_go_back(store: TestStore) {
        let db = store.writer();
        let since = Migrator::migrations().iter().rev().take_while(|migration| !migration.name().ends_with("spells")).count();
        let steps = Some(u32::try_from(since).unwrap() + 1);
        migrate_down(&store, steps).await;
        let registers = ["2022-11-14", "2023-11-12", "2024-05-01"];
        for dated in registers {
            db.execute_unprepared(&format!("INSERT INTO register_day (dated) VALUES ('{dated}')")).await.unwrap();
        }
        // Open, opened between registers, left out, closed on a day, on a day before it was shown open, by another way, on a day not known.
        let rows = [
            ("X10001", "TRUE", "'1974-04-01'", "NULL", "'2024-05-01'"),
            ("X10002", "TRUE", "'2023-05-02'", "NULL", "'2024-05-01'"),
            ("X10003", "FALSE", "NULL", "'2023-11-12'", "'2022-11-14'"),
            ("X10004", "FALSE", "'1974-04-01'", "'2024-03-31'", "'2022-11-14'"),
            ("X10005", "FALSE", "'1974-04-01'", "'2022-10-31'", "'2022-11-14'"),
            ("X10006", "TRUE", "'2019-07-01'", "NULL", "NULL"),
            ("X10007", "FALSE", "NULL", "NULL", "NULL"),
        ];
        for (code, is_open, opened, closed, dated) in rows {
            let row = "INSERT INTO practice (ods_code, name, postcode, supplier, supplier_confirmed, is_open, opened_on, closed_on, existence_dated)";
            db.execute_unprepared(&format!("{row} VALUES ('{code}', 'Oak', '', 'unknown', FALSE, {is_open}, {opened}, {closed}, {dated})")).await.unwrap();
        }
        let closings = [("X10004", "2024-03-31", "2024-05-01"), ("X10005", "2022-10-31", "2023-11-12"), ("X10099", "2017-10-31", "2024-05-01")];
        for (code, closed, dated) in closings {
            let row = format!("INSERT INTO practice_closing (ods_code, closed_on, dated) VALUES ('{code}', '{closed}', '{dated}')");
            db.execute_unprepared(&row).await.unwrap();
        }
        for _ in 0..2 {
            migrate_up(&store, steps).await;
            let known = store::organisations::known(store.read()).await.unwrap();
            let spells: Vec<_> = known.practices.iter().map(|(code, practice)| format!("{code} {}", practice.spells)).collect();
            let expected = [
                "X10001 from 1 April 1974",
                "X10002 from 2 May 2023",
                "X10003 to 12 November 2023",
                "X10004 from 1 April 1974 to 31 March 2024",
                "X10005 from 1 April 1974 to 31 October 2022",
                "X10006 from 1 July 2019",
                "X10007 never",
            ];
            assert_eq!(spells, expected);
            // What is told from registers is the same, but for a closing day that a register speaks against.
            for (code, practice) in known.practices.iter().filter(|(_, practice)| practice.open_dated.is_some()) {
                let told = domain::organisations::Spells::of_registers(&known.registers.of(code), practice.entry.opened_on).to_string();
                let expected = if code.as_str() == "X10005" { "from 1 April 1974 to 12 November 2023" } else { &practice.spells.to_string() };
                assert_eq!(told, expected, "{code}");
            }
            migrate_down(&store, steps).await;
            for (code, closed, dated) in closings {
                let same = format!("UPDATE practice_closing SET dated = dated WHERE ods_code = '{code}' AND closed_on = '{closed}' AND dated = '{dated}'");
                assert_eq!(db.execute_unprepared(&same).await.unwrap().rows_affected(), 1, "{code}");
            }
        }
        migrate_up(&store, steps).await;
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
