//! The database: made, changed by one at a time, copied, and its audit trail.

use std::path::Path;

use crate::support::{folder, tracker};

#[test]
fn a_database_without_its_schema_is_not_worked_on() {
    let folder = folder();
    let run = tracker(folder.path(), &[], &["account", "add", "sam@practice.example", "--role", "admin"]);
    assert_eq!(run.status, 1);
    assert!(run.err.contains("tracker migrate"), "{}", run.err);
    assert!(!folder.path().join("tracker.sqlite").exists(), "nothing is made by asking");
}

#[test]
fn migrate_add_an_account_and_back_up() {
    let folder = folder();
    let run = |arguments: &[&str]| tracker(folder.path(), &[], arguments);
    assert_eq!(run(&["migrate"]).status, 0);
    assert!(run(&["migrate"]).out.contains("already"));
    let added = run(&["account", "add", "Sam@Programme.nhs.uk", "--role", "admin", "--json"]);
    assert_eq!(added.status, 0, "{}", added.err);
    let again = run(&["account", "add", "sam@programme.nhs.uk", "--role", "admin"]);
    assert!(again.status == 1 && again.err.contains("already"), "{}", again.err);
    let narrow = run(&["account", "add", "kim@nhs.net", "--role", "admin", "--org", "X10001"]);
    assert!(narrow.status == 1 && narrow.err.contains("sees all of England"), "{}", narrow.err);
    let unknown = run(&["account", "add", "kim@nhs.net", "--role", "practice-manager", "--org", "X10001"]);
    assert!(unknown.status == 1 && unknown.err.contains("X10001 is not an organisation that was imported"), "{}", unknown.err);
    let elsewhere = run(&["account", "add", "kim@practice.example", "--role", "admin"]);
    assert!(elsewhere.status == 1 && elsewhere.err.contains("ends in nhs.net or nhs.uk"), "{}", elsewhere.err);
    assert_eq!(run(&["account", "add", "kim@practice.example", "--role", "admin", "--any-domain"]).status, 0);
    assert_eq!(run(&["backup", "copy.sqlite"]).status, 0);
    assert!(run(&["backup", "copy.sqlite"]).err.contains("already exists"));
    for file in ["tracker.sqlite", "copy.sqlite"] {
        assert_eq!(mode(&folder.path().join(file)), 0o600, "{file} holds people's names");
    }
    let demo = run(&["demo", "--database", "copy.sqlite"]);
    assert!(demo.status == 1 && demo.err.contains("already exists"), "{}", demo.err);
    let copy = tracker(
        folder.path(),
        &[("TRACKER_DATABASE_URL", "sqlite://copy.sqlite")],
        &["account", "add", "sam@programme.nhs.uk", "--role", "admin"],
    );
    assert!(copy.err.contains("already"), "the copy holds the account: {}", copy.err);
}

fn mode(file: &Path) -> u32 {
    std::os::unix::fs::PermissionsExt::mode(&file.metadata().unwrap().permissions()) & 0o777
}

#[test]
fn several_that_migrate_at_once_wait_for_each_other() {
    let folder = folder();
    let runs = std::thread::scope(|scope| {
        let threads = [(); 4].map(|()| scope.spawn(|| tracker(folder.path(), &[], &["migrate"])));
        threads.map(|thread| thread.join().unwrap())
    });
    assert!(runs.iter().all(|run| run.status == 0), "{:?}", runs.map(|run| run.err));
    assert_eq!(runs.iter().filter(|run| run.out.contains("applied")).count(), 1, "one did it");
}

#[test]
fn a_database_of_a_newer_version_says_so() {
    let folder = folder();
    assert_eq!(tracker(folder.path(), &[], &["migrate"]).status, 0);
    change(folder.path(), "INSERT INTO seaql_migrations (version, applied_at) VALUES ('m20990101_000001_later', 0)");
    for command in [&["migrate"][..], &["serve"], &["send"]] {
        let run = tracker(folder.path(), &[], command);
        assert!(run.status == 1 && run.err.contains("a newer version of this program"), "{command:?}: {}", run.err);
        assert!(!run.err.contains("m2099"), "{}", run.err);
    }
}

#[test]
fn the_audit_trail_is_whole_until_somebody_changes_it() {
    let folder = folder();
    assert_eq!(tracker(folder.path(), &[], &["migrate"]).status, 0);
    for name in ["sam", "kim"] {
        let add = tracker(folder.path(), &[], &["account", "add", &format!("{name}@nhs.net"), "--role", "admin"]);
        assert_eq!(add.status, 0, "{}", add.err);
    }
    let whole = tracker(folder.path(), &[], &["audit", "verify"]);
    assert_eq!(whole.status, 0, "{}", whole.err);
    assert!(whole.out.contains("whole: 2 rows"), "{}", whole.out);
    change(folder.path(), "DROP TRIGGER audit_event_no_delete; DELETE FROM audit_event WHERE id = 2");
    let broken = tracker(folder.path(), &[], &["audit", "verify", "--json"]);
    let verdict: serde_json::Value = serde_json::from_str(&broken.out).unwrap();
    assert_eq!((broken.status, &verdict["broken"]["id"], &verdict["checked"]), (1, &2.into(), &1.into()));
    assert!(broken.err.contains("broken at row 2"), "{}", broken.err);
}

/// What somebody does who owns the file.
fn change(folder: &Path, statements: &str) {
    let url = format!("sqlite://{}", folder.join("tracker.sqlite").display());
    let work = async {
        let store = store::Store::connect(&url).await.unwrap();
        store::ConnectionTrait::execute_unprepared(store.writer(), statements).await.unwrap();
        store.close().await.unwrap();
    };
    tokio::runtime::Runtime::new().unwrap().block_on(work);
}
