//! A write that was acknowledged is there; one that could not be made leaves nothing, and spoils nothing after it.

#![cfg(test)]

use std::collections::BTreeSet;
use std::io::Write;
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use domain::audit::ChecklistEvent;
use sea_orm::{ConnectionTrait, EntityTrait, PaginatorTrait, Statement};
use store::audit::{self, Actor, NewEvent};
use store::entity::audit_event;
use store::{Store, StoreError, on_both_databases};

fn event() -> NewEvent {
    Actor { name: "test".to_owned(), ..Actor::default() }.did(ChecklistEvent::CaughtUp {})
}

/// How many events somebody sees who has just come.
async fn seen(url: &str) -> u64 {
    let other = Store::connect(url).await.unwrap();
    let count = audit_event::Entity::find().count(other.read()).await.unwrap();
    other.close().await.unwrap();
    count
}

/// Writes one event, as every use case does.
async fn write(store: &Store) -> store::Result<()> {
    let tx = store.begin().await?;
    audit::append(&tx, event()).await?;
    tx.commit().await
}

/// Writes until the disk is full; the fault. A row of a plain table, for which SQLite keeps no statement journal: then it gives up the whole
/// transaction by itself, as after every failed read or write of the disk.
async fn fill(store: &Store) -> StoreError {
    let tx = store.begin().await.unwrap();
    for row in 0.. {
        let insert = format!("INSERT INTO job_lease (name, holder, until) VALUES ('{row}', '{}', '2023-09-18')", "x".repeat(100_000));
        if let Err(fault) = tx.execute_unprepared(&insert).await {
            return fault.into();
        }
    }
    unreachable!()
}

/// No page more than there are now may be had, as on a disk that is full; of the connection that transactions have.
async fn full(store: &Store) {
    in_transactions(store, "PRAGMA max_page_count = 1").await;
}

async fn freed(store: &Store) {
    in_transactions(store, "PRAGMA max_page_count = 1000000000").await;
}

async fn in_transactions(store: &Store, setting: &str) {
    let tx = store.begin().await.unwrap();
    tx.execute_unprepared(setting).await.unwrap();
    tx.rollback().await.unwrap();
}

#[tokio::test]
async fn after_a_full_disk_what_is_acknowledged_is_there() {
    let store = store::testing::sqlite().await;
    full(&store).await;
    let fault = fill(&store).await;
    assert!(fault.to_string().contains("full"), "{fault}");
    freed(&store).await;
    // As after a person's mistake: with the connection that met the fault this would begin what nothing ends.
    drop(store.begin().await.unwrap());
    for count in 1..=3 {
        write(&store).await.unwrap();
        assert_eq!(seen(&store.url).await, count);
    }
}

/// A folder on a disk of four megabytes, where the machine lets this be made.
struct SmallDisk(tempfile::TempDir);

impl SmallDisk {
    fn new() -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let mount = Command::new("mount").args(["-t", "tmpfs", "-o", "size=4m", "tmpfs"]).arg(folder.path()).output();
        mount.is_ok_and(|output| output.status.success()).then_some(Self(folder))
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("--lazy").arg(self.0.path()).output();
    }
}

#[tokio::test]
async fn after_a_disk_that_was_full_what_is_acknowledged_is_there() {
    let Some(disk) = SmallDisk::new() else {
        eprintln!("left out: no small disk can be made here");
        return;
    };
    let url = format!("sqlite://{}", disk.0.path().join("small.sqlite").display());
    let store = Store::connect(&url).await.unwrap();
    store::testing::migrate_up(&store, None).await;
    let ballast = disk.0.path().join("ballast");
    std::fs::write(&ballast, vec![0; 1_000_000]).unwrap();
    for round in 0..3 {
        // The disk fills while people work: what fails is told so, whatever it was.
        while std::fs::OpenOptions::new().append(true).create(true).open(&ballast).unwrap().write_all(&[0; 4096]).is_ok() {}
        let before = seen(&url).await;
        let mut acknowledged = 0;
        while write(&store).await.is_ok() {
            acknowledged += 1;
        }
        for _ in 0..3 {
            let tried = store.begin().await;
            drop(tried);
            acknowledged += u64::from(write(&store).await.is_ok());
        }
        std::fs::remove_file(&ballast).unwrap();
        for _ in 0..3 {
            write(&store).await.unwrap();
            acknowledged += 1;
        }
        assert_eq!(seen(&url).await, before + acknowledged, "round {round}");
    }
}

/// The processes of PostgreSQL at the other end of all connections that write.
async fn processes(store: &Store) -> BTreeSet<i32> {
    let (mut held, mut processes) = (Vec::new(), BTreeSet::new());
    for _ in 0..store.writers() {
        let tx = store.begin().await.unwrap();
        let asked = Statement::from_string(tx.get_database_backend(), "SELECT pg_backend_pid() AS process");
        processes.insert(tx.query_one_raw(asked).await.unwrap().unwrap().try_get("", "process").unwrap());
        held.push(tx);
    }
    processes
}

on_both_databases! {
    async fn a_transaction_in_which_a_statement_failed_is_not_committed(store: TestStore) {
        let tx = store.begin().await.unwrap();
        audit::append(&tx, event()).await.unwrap();
        assert!(tx.execute_unprepared("INSERT INTO no_such_table VALUES (1)").await.is_err());
        // Whoever overlooks the fault learns of it at the end: nothing half-written stays.
        let _ = audit::append(&tx, event()).await;
        assert!(tx.commit().await.is_err());
        assert_eq!(seen(&store.url).await, 0);
        write(&store).await.unwrap();
        assert_eq!(seen(&store.url).await, 1);
    }

    async fn a_commit_that_fails_is_told_and_spoils_nothing(store: TestStore) {
        let tx = store.begin().await.unwrap();
        for table in ["CREATE TABLE whole (id INT PRIMARY KEY)", "CREATE TABLE part (id INT REFERENCES whole (id) DEFERRABLE INITIALLY DEFERRED)"] {
            tx.execute_unprepared(table).await.unwrap();
        }
        tx.commit().await.unwrap();
        let tx = store.begin().await.unwrap();
        audit::append(&tx, event()).await.unwrap();
        tx.execute_unprepared("INSERT INTO part VALUES (1)").await.unwrap();
        assert!(tx.commit().await.is_err());
        assert_eq!(seen(&store.url).await, 0);
        drop(store.begin().await.unwrap());
        write(&store).await.unwrap();
        assert_eq!(seen(&store.url).await, 1);
    }

    async fn a_commit_that_fails_closes_no_connection_but_its_own(store: TestStore) {
        // Of SQLite there is one that has transactions.
        if store.is_sqlite() {
            return;
        }
        let tables = "CREATE TABLE whole (id INT PRIMARY KEY); CREATE TABLE part (id INT REFERENCES whole (id) DEFERRABLE INITIALLY DEFERRED)";
        store.writer().execute_unprepared(tables).await.unwrap();
        let before = processes(&store).await;
        let tx = store.begin().await.unwrap();
        tx.execute_unprepared("INSERT INTO part VALUES (1)").await.unwrap();
        assert!(tx.commit().await.is_err());
        let after = processes(&store).await;
        assert_eq!(before.len(), usize::try_from(store.writers()).unwrap());
        assert!(before.intersection(&after).count() + 1 >= before.len(), "{before:?}, then {after:?}");
    }

    async fn all_who_write_take_turns(store: TestStore) {
        // One begins anew at once, all the time; whoever writes a statement comes in between.
        let (busy, written, stop) = (store.store.clone(), Arc::new(AtomicU64::new(0)), Arc::new(AtomicBool::new(false)));
        let (counted, stopped) = (written.clone(), stop.clone());
        let writing = tokio::spawn(async move {
            while !stopped.load(Ordering::Relaxed) {
                write(&busy).await.unwrap();
                counted.fetch_add(1, Ordering::Relaxed);
            }
        });
        let mut waited = 0;
        for number in 0..50 {
            let before = written.load(Ordering::Relaxed);
            let insert = format!("INSERT INTO job_lease (name, holder, until) VALUES ('{number}', 'x', '2023-09-18 09:05:00+00:00')");
            store.writer().execute_unprepared(&insert).await.unwrap();
            waited += written.load(Ordering::Relaxed) - before;
        }
        stop.store(true, Ordering::Relaxed);
        writing.await.unwrap();
        assert!(!store.is_sqlite() || waited <= 100, "50 statements waited for {waited} transactions");
    }
}
