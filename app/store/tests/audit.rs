//! The audit trail: chained, whole, and what is noticed when it is not.

#![cfg(test)]

use chrono::{DateTime, TimeDelta};
use domain::accounts::Scope;
use domain::audit::ChecklistEvent;
use migrations::{Migrator, MigratorTrait};
use sea_orm::ConnectionTrait;
use store::audit::{self, Actor, ChainCheck, Filter, NewEvent, verify};
use store::testing::{migrate_down, migrate_up};
use store::{Store, on_both_databases};

fn event(actor: &str) -> NewEvent {
    let at = DateTime::UNIX_EPOCH + TimeDelta::nanoseconds(1_234_567);
    Actor { name: actor.to_owned(), at, ..Actor::default() }.did(ChecklistEvent::CaughtUp {})
}

async fn append(store: &Store, actor: &str) {
    let tx = store.begin().await.unwrap();
    audit::append(&tx, event(actor)).await.unwrap();
    tx.commit().await.unwrap();
}

async fn checked(store: &Store) -> ChainCheck {
    verify(store.writer()).await.unwrap()
}

async fn broken_at(store: &Store) -> Option<i64> {
    checked(store).await.broken.map(|broken| broken.id)
}

/// What somebody does who owns the database: without the triggers.
async fn tamper(store: &Store, statement: &str) {
    let db = store.writer();
    let (off, on) = if store.is_sqlite() {
        ("DROP TRIGGER audit_event_no_update; DROP TRIGGER audit_event_no_delete", "SELECT 1")
    } else {
        ("ALTER TABLE audit_event DISABLE TRIGGER USER", "ALTER TABLE audit_event ENABLE TRIGGER USER")
    };
    for statement in [off, statement, on] {
        db.execute_unprepared(statement).await.unwrap();
    }
}

on_both_databases! {
    async fn events_follow_from_each_other(store: TestStore) {
        assert_eq!(checked(&store).await, ChainCheck { checked: 0, earlier: 0, head: String::new(), broken: None });
        for actor in ["Ann", "Bob", "Cat"] {
            append(&store, actor).await;
        }
        let rolled_back = store.begin().await.unwrap();
        audit::append(&rolled_back, event("Nobody")).await.unwrap();
        rolled_back.rollback().await.unwrap();
        append(&store, "Dan").await;
        let whole = checked(&store).await;
        assert_eq!((whole.checked, &whole.broken), (4, &None));
        let (rows, total) = audit::list(store.read(), &Scope::england(), &Filter::default(), 1).await.unwrap();
        assert_eq!((total, rows[0].id, rows[0].hash.as_ref()), (4, 4, Some(&whole.head)));
    }

    async fn a_changed_row_is_named(store: TestStore) {
        for actor in ["Ann", "Bob", "Cat"] {
            append(&store, actor).await;
        }
        tamper(&store, "UPDATE audit_event SET actor = 'Eve' WHERE id = 2").await;
        assert_eq!(broken_at(&store).await, Some(2));
    }

    async fn a_removed_row_is_named(store: TestStore) {
        for actor in ["Ann", "Bob", "Cat"] {
            append(&store, actor).await;
        }
        tamper(&store, "DELETE FROM audit_event WHERE id = 2").await;
        assert_eq!(broken_at(&store).await, Some(2));
    }

    async fn the_first_row_removed_is_noticed(store: TestStore) {
        append(&store, "Ann").await;
        append(&store, "Bob").await;
        tamper(&store, "DELETE FROM audit_event WHERE id = 1").await;
        assert_eq!(broken_at(&store).await, Some(1));
    }

    async fn the_last_row_removed_is_noticed(store: TestStore) {
        append(&store, "Ann").await;
        append(&store, "Bob").await;
        tamper(&store, "DELETE FROM audit_event WHERE id = 2").await;
        assert_eq!(broken_at(&store).await, Some(2));
    }

    async fn a_row_that_was_smuggled_in_is_noticed(store: TestStore) {
        append(&store, "Ann").await;
        let forged = "INSERT INTO audit_event (id, at, actor, action, prev_hash, hash) \
             SELECT 2, at, 'Eve', action, hash, hash FROM audit_event WHERE id = 1";
        store.writer().execute_unprepared(forged).await.unwrap();
        assert_eq!(broken_at(&store).await, Some(2));
    }

    async fn the_head_removed_is_noticed_and_nothing_more_is_written(store: TestStore) {
        append(&store, "Ann").await;
        store.writer().execute_unprepared("DELETE FROM audit_head").await.unwrap();
        assert!(checked(&store).await.broken.is_some());
        assert!(audit::append(store.writer(), event("Bob")).await.is_err());
    }

    async fn rows_from_before_the_chain_are_counted(store: TestStore) {
        migrate_down(&store, Some(migrations_since_chain())).await;
        let early = "INSERT INTO audit_event (at, actor, action) VALUES ('2023-09-18 08:05:00+00:00', 'Old', 'test.done')";
        for _ in 0..3 {
            store.writer().execute_unprepared(early).await.unwrap();
        }
        migrate_up(&store, None).await;
        append(&store, "Ann").await;
        append(&store, "Bob").await;
        let whole = checked(&store).await;
        assert_eq!((whole.earlier, whole.checked, whole.broken), (3, 2, None));
        tamper(&store, "DELETE FROM audit_event WHERE id = 1").await;
        assert_eq!(broken_at(&store).await, Some(3));
    }

    async fn rows_are_still_numbered_after_going_back(store: TestStore) {
        append(&store, "Ann").await;
        append(&store, "Bob").await;
        migrate_down(&store, Some(migrations_since_chain())).await;
        let early = "INSERT INTO audit_event (at, actor, action) VALUES ('2023-09-18 08:05:00+00:00', 'Old', 'test.done')";
        store.writer().execute_unprepared(early).await.unwrap();
        migrate_up(&store, None).await;
        append(&store, "Cat").await;
        let whole = checked(&store).await;
        assert_eq!((whole.earlier, whole.checked, whole.broken), (3, 1, None));
    }

    async fn many_at_once_make_one_chain(store: TestStore) {
        let writers: Vec<_> = (0..8)
            .map(|writer| {
                let store = (*store).clone();
                tokio::spawn(async move {
                    for _ in 0..5 {
                        append(&store, &format!("writer {writer}")).await;
                    }
                })
            })
            .collect();
        for writer in writers {
            writer.await.unwrap();
        }
        let whole = checked(&store).await;
        assert_eq!((whole.checked, whole.broken), (40, None));
    }

    async fn the_trail_cannot_be_emptied(store: TestStore) {
        append(&store, "Ann").await;
        for statement in ["UPDATE audit_event SET actor = 'Eve'", "DELETE FROM audit_event", "TRUNCATE audit_event"] {
            assert!(store.writer().execute_unprepared(statement).await.is_err(), "{statement}");
        }
        assert_eq!(checked(&store).await.checked, 1);
    }
}

/// How many migrations there are from the chain on.
fn migrations_since_chain() -> u32 {
    let names: Vec<String> = Migrator::migrations().iter().map(|migration| migration.name().to_owned()).collect();
    let before = names.iter().position(|name| name.ends_with("_audit_chain")).unwrap();
    u32::try_from(names.len() - before).unwrap()
}

/// By another process with a connection of its own: on PostgreSQL, where there can be several.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn postgres_processes_side_by_side_make_one_chain() {
    let database = store::testing::postgres().await;
    let stores = [Store::connect(&database.url).await.unwrap(), Store::connect(&database.url).await.unwrap()];
    let writers = stores.map(|store| {
        tokio::spawn(async move {
            for _ in 0..20 {
                append(&store, "Ann").await;
            }
        })
    });
    for writer in writers {
        writer.await.unwrap();
    }
    let whole = checked(&database).await;
    assert_eq!((whole.checked, whole.broken), (40, None));
}
