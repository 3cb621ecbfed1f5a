//! The command line, as a person types it: the real program, in a folder of its own.

#![cfg(test)]

use std::path::Path;
use std::process::{Command, Output};

struct Run {
    status: i32,
    out: String,
    err: String,
}

fn tracker(folder: &Path, environment: &[(&str, &str)], arguments: &[&str]) -> Run {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tracker"));
    command.current_dir(folder).args(arguments);
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("TRACKER_")) {
        command.env_remove(name);
    }
    let Output { status, stdout, stderr } = command.envs(environment.iter().copied()).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    Run { status: status.code().unwrap(), out: text(stdout), err: text(stderr) }
}

fn folder() -> tempfile::TempDir {
    tempfile::tempdir().unwrap()
}

#[test]
fn usage_errors_are_2_and_help_has_examples() {
    let folder = folder();
    assert_eq!(tracker(folder.path(), &[], &["no-such-command"]).status, 2);
    assert_eq!(tracker(folder.path(), &[], &["report", "deadline", "--by", "planet"]).status, 2);
    for command in [
        &["--help"][..],
        &["import", "--help"],
        &["report", "deadline", "--help"],
        &["account", "add", "--help"],
        &["account", "list", "--help"],
    ] {
        let help = tracker(folder.path(), &[], command);
        assert_eq!(help.status, 0);
        assert!(help.out.contains("Example"), "{command:?}: {}", help.out);
    }
}

#[test]
fn a_demonstration_listens_where_it_is_told_and_else_where_the_settings_say() {
    let folder = folder();
    let [taken, other] = [(); 2].map(|()| std::net::TcpListener::bind("127.0.0.1:0").unwrap());
    let [taken, other] = [taken, other].map(|listener| (listener.local_addr().unwrap().to_string(), listener));
    // No asset is asked for before it listens, so that none has to be built.
    std::fs::write(folder.path().join("manifest.json"), "{}").unwrap();
    let environment = [("TRACKER_LISTEN", taken.0.as_str()), ("TRACKER_ASSETS", folder.path().to_str().unwrap())];
    let run = tracker(folder.path(), &environment, &["demo"]);
    assert!(run.status == 1 && run.err.contains(&taken.0), "{}", run.err);
    let run = tracker(folder.path(), &environment, &["demo", "--listen", &other.0]);
    assert!(run.status == 1 && run.err.contains(&other.0), "{}", run.err);
}

#[test]
fn an_unknown_setting_is_one_clear_sentence_and_1() {
    let folder = folder();
    let run = tracker(folder.path(), &[("TRACKER_LISTN", "127.0.0.1:1")], &["config"]);
    assert_eq!((run.status, run.out.as_str()), (1, ""));
    assert_eq!(run.err.trim_end().lines().count(), 1, "{}", run.err);
    assert!(run.err.contains("listn"), "{}", run.err);
    std::fs::write(folder.path().join("tracker.toml"), "colour = \"blue\"\n").unwrap();
    let run = tracker(folder.path(), &[], &["config"]);
    assert!(run.status == 1 && run.err.contains("colour"), "{}", run.err);
}

#[test]
fn settings_say_where_they_came_from_and_keep_their_secrets() {
    let folder = folder();
    std::fs::write(folder.path().join("tracker.toml"), "smtp_url = \"smtp://sam:hush@mail.example:25\"\n").unwrap();
    let environment = [("TRACKER_LISTEN", "127.0.0.1:4000"), ("TRACKER_CONTACT_EMAIL", "office@programme.example")];
    let run = tracker(folder.path(), &environment, &["config", "--json"]);
    let shown: serde_json::Value = serde_json::from_str(&run.out).unwrap();
    let find = |key: &str| shown.as_array().unwrap().iter().find(|row| row["key"] == key).unwrap().clone();
    assert_eq!(find("listen")["source"], "environment, TRACKER_LISTEN");
    assert_eq!(find("contact_email")["value"], "office@programme.example");
    assert_eq!(find("contact_name")["value"], "(not set)");
    assert!(find("smtp_url")["source"].as_str().unwrap().contains("tracker.toml"));
    assert!(!run.out.contains("hush"), "{}", run.out);
}

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
    assert!(run(&["backup", "copy.sqlite"]).err.contains("is there already"));
    for file in ["tracker.sqlite", "copy.sqlite"] {
        assert_eq!(mode(&folder.path().join(file)), 0o600, "{file} holds people's names");
    }
    let demo = run(&["demo", "--database", "copy.sqlite"]);
    assert!(demo.status == 1 && demo.err.contains("is there already"), "{}", demo.err);
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
fn accounts_are_listed_suspended_and_resumed() {
    let folder = folder();
    let run = |arguments: &[&str]| tracker(folder.path(), &[], &[&["account"], arguments].concat());
    assert_eq!(tracker(folder.path(), &[], &["migrate"]).status, 0);
    assert!(run(&["list"]).out.contains("no accounts yet"));
    assert_eq!(run(&["add", "ada@nhs.net", "--role", "admin"]).status, 0);
    let last = run(&["suspend", "ada@nhs.net"]);
    assert_eq!((last.status, last.out.as_str(), last.err.trim_end().lines().count()), (1, "", 1), "{}", last.err);
    assert!(last.err.contains("last admin"), "{}", last.err);
    assert_eq!(run(&["add", "kim@nhs.net", "--role", "admin"]).status, 0);
    let suspended = run(&["suspend", " Kim@NHS.net"]);
    assert!(suspended.status == 0 && suspended.out.contains("kim@nhs.net is suspended:"), "{} {}", suspended.out, suspended.err);
    assert!(run(&["suspend", "kim@nhs.net"]).out.contains("suspended already"));
    let status = |out: &str| {
        let all: serde_json::Value = serde_json::from_str(out).unwrap();
        all.as_array().unwrap().iter().map(|row| format!("{} {}", row["email"], row["status"]).replace('"', "")).collect::<Vec<_>>()
    };
    assert_eq!(status(&run(&["list", "--json"]).out), ["ada@nhs.net active", "kim@nhs.net suspended"]);
    let resumed: serde_json::Value = serde_json::from_str(&run(&["resume", "kim@nhs.net", "--json"]).out).unwrap();
    assert_eq!(resumed["status"], "active");
    let list = run(&["list"]).out;
    assert!(list.lines().count() == 2 && list.contains("never signed in") && !list.contains("suspended"), "{list}");
    for command in ["suspend", "resume"] {
        let unknown = run(&[command, "nobody@nhs.net"]);
        assert_eq!((unknown.status, unknown.err.trim_end().lines().count()), (1, 1), "{}", unknown.err);
        assert!(unknown.err.contains("no account with the e-mail address nobody@nhs.net"), "{}", unknown.err);
        assert!(run(&[command, "--help"]).out.contains("Example"));
    }
    assert_eq!(run(&["suspend"]).status, 2);
}

fn sample(name: &str) -> String {
    format!("{}/../app/domain/tests/samples/{name}", env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn import_shows_then_does_then_has_nothing_to_do() {
    let folder = folder();
    let run = |arguments: &[&str]| tracker(folder.path(), &[], arguments);
    assert_eq!(run(&["migrate"]).status, 0);
    let (older, newer, lookup) = (sample("epraccur-2022-12.csv"), sample("epraccur-2023-12.csv"), sample("sub-icb-lookup.csv"));
    let shown = run(&["import", &lookup, &older, "--dry-run"]);
    assert_eq!(shown.status, 0, "{}", shown.err);
    assert!(shown.out.contains("There would be: 4 open practices in 3 ICB sub-groups, 2 ICBs and 2 regions"), "{}", shown.out);
    assert!(shown.out.contains("Nothing was written"), "{}", shown.out);
    let done = run(&["import", &lookup, &older]);
    assert!(done.out.contains("Practices added as open: 4") && done.err.is_empty(), "{} {}", done.out, done.err);
    assert!(run(&["import", &older, &lookup]).out.contains("Nothing to change"));
    let refused = run(&["import", &newer]);
    assert_eq!(refused.status, 1);
    assert_eq!(refused.err.trim_end().lines().count(), 1, "{}", refused.err);
    assert!(refused.err.contains("would close 2 of 4 open practices") && refused.err.contains("--accept-closures"), "{}", refused.err);
    let accepted = run(&["import", &newer, "--accept-closures", "--json"]);
    let json: serde_json::Value = serde_json::from_str(&accepted.out).unwrap();
    assert_eq!(json["plan"]["after"]["open_practices"], 4);
    assert_eq!(json["files"][0]["kind"], "register");
    let moved = json["plan"]["changes"].as_array().unwrap().iter().find(|change| change["what"] == "moved").unwrap();
    assert_eq!((&moved["practice"], &moved["before"], &moved["after"]), (&"X10002".into(), &"X1A".into(), &"X1B".into()));
}

#[test]
fn a_dry_run_ends_as_the_import_would() {
    let folder = folder();
    let run = |arguments: &[&str]| tracker(folder.path(), &[], arguments);
    assert_eq!(run(&["migrate"]).status, 0);
    assert_eq!(run(&["import", &sample("epraccur-2022-12.csv")]).status, 0);
    let newer = sample("epraccur-2023-12.csv");
    let (shown, refused) = (run(&["import", &newer, "--dry-run"]), run(&["import", &newer]));
    assert_eq!((shown.status, refused.status, &shown.err), (1, 1, &refused.err));
    assert!(shown.out.contains("X10003 HEDGE LANE HEALTH CENTRE, closed by 30 September 2023"), "{}", shown.out);
    assert_eq!(run(&["import", &newer, "--dry-run", "--accept-closures"]).status, 0);
}

#[test]
fn an_import_that_leaves_something_undone_says_so_and_ends_with_3() {
    let folder = folder();
    let run = |arguments: &[&str]| tracker(folder.path(), &[], arguments);
    assert_eq!(run(&["migrate"]).status, 0);
    assert_eq!(run(&["import", &sample("epraccur-2022-12.csv")]).status, 0);
    let newer = std::fs::read_to_string(sample("epraccur-2023-12.csv")).unwrap();
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
    write("code.csv", &newer.replace("\"X10002\"", "\"X1000?\""));
    write("quote.csv", &newer.replacen("\"\"\n\"X10003\"", "\"\n\"X10003\"", 1));
    let quote = run(&["import", "quote.csv"]);
    assert!(quote.status == 1 && quote.err.contains("quotation mark opens on line 2 and closes on line 3"), "{} {}", quote.out, quote.err);
    let said = "tracker: 1 row cannot be read; 2 practices stay open that a register does not clearly show closed.";
    for (arguments, end) in
        [(&["--dry-run", "--accept-closures"][..], "Nothing was written."), (&["--accept-closures"], "Everything else is imported.")]
    {
        let run = run(&[&["import", "code.csv"], arguments].concat());
        assert_eq!((run.status, run.err.trim_end()), (3, format!("{said} {end}").as_str()), "{}", run.out);
        for words in [
            "1 row left out because it cannot be read",
            "because of line 2: the practice code \"X1000?\" is no organisation code. Mend the line, or fetch the file again",
            "2 practices stay open because this file does not clearly say that they closed: X10002, X10006",
            "Practices that closed: 1",
        ] {
            assert!(run.out.contains(words), "{words}: {}", run.out);
        }
    }
    let again = run(&["import", "code.csv", "--json"]);
    assert_eq!((again.status, again.err.lines().count()), (3, 1), "{}", again.err);
    let json: serde_json::Value = serde_json::from_str(&again.out).unwrap();
    assert_eq!((&json["files"][0]["lost"]["line"], &json["files"][0]["held_open_count"]), (&2.into(), &2.into()));
    assert_eq!(run(&["import", &sample("epraccur-2023-12.csv"), "--accept-closures"]).status, 0);
}

#[test]
fn import_refuses_what_is_no_organisation_file() {
    let folder = folder();
    let run = |arguments: &[&str]| tracker(folder.path(), &[], arguments);
    assert_eq!(run(&["migrate"]).status, 0);
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
    write("page.csv", "<!DOCTYPE html><title>Not found</title>");
    write("undated.csv", "Organisation Code,Name,Status Code,Prescribing Setting\nX10001,OAK,A,4\n");
    // Two gigabytes that take no room on the disk.
    std::fs::File::create(folder.path().join("huge.csv")).unwrap().set_len(2 << 30).unwrap();
    for (file, words) in [("page.csv", "a web page"), ("huge.csv", "2048 MB"), ("none.csv", "cannot be read"), ("undated.csv", "--dated")] {
        let refused = run(&["import", file]);
        assert_eq!((refused.status, refused.out.as_str()), (1, ""), "{file}");
        assert!(refused.err.contains(file) && refused.err.contains(words), "{}", refused.err);
    }
    let dated = run(&["import", "undated.csv", "--dated", "2023-02-28"]);
    assert!(dated.out.contains("of 28 February 2023 (as you said)"), "{} {}", dated.out, dated.err);
    assert_eq!(run(&["import"]).status, 2);
}

#[test]
fn report_deadline_adds_up_in_every_format() {
    let folder = folder();
    let run = |arguments: &[&str]| tracker(folder.path(), &[], arguments);
    assert_eq!(run(&["migrate"]).status, 0);
    assert_eq!(run(&["import", &sample("sub-icb-lookup.csv"), &sample("epraccur-2022-12.csv")]).status, 0);
    for by in ["region", "icb", "sub-icb", "pcn", "supplier"] {
        let report = run(&["report", "deadline", "--by", by, "--json"]);
        assert_eq!((report.status, report.err.as_str()), (0, ""), "{by}");
        let json: serde_json::Value = serde_json::from_str(&report.out).unwrap();
        let rows = json["rows"].as_array().unwrap().iter().map(|row| row["practices"].as_u64().unwrap());
        assert_eq!((rows.sum::<u64>(), json["total"]["practices"].as_u64()), (4, Some(4)), "{by}: {}", report.out);
    }
    assert_eq!(run(&["report", "deadline", "--by", "practice"]).out.lines().count(), 5);
    let json: serde_json::Value = serde_json::from_str(&run(&["report", "deadline", "--json", "--as-at", "2023-10-31"]).out).unwrap();
    assert_eq!((&json["as_at"], &json["total"]["practices"]), (&"2023-10-31".into(), &4.into()));
    let written = run(&["report", "deadline", "--format", "xlsx", "--output", "report.xlsx"]);
    assert!(written.out.contains("Wrote 2 rows to report.xlsx"), "{} {}", written.out, written.err);
    assert_eq!(&std::fs::read(folder.path().join("report.xlsx")).unwrap()[..2], b"PK");
}

#[test]
fn report_deadline_says_what_is_wrong_in_one_sentence() {
    let folder = folder();
    let run = |arguments: &[&str]| tracker(folder.path(), &[("TRACKER_CLOCK", "2023-09-18T08:05:00Z")], arguments);
    assert_eq!(run(&["migrate"]).status, 0);
    for (arguments, words) in [
        (&["--as-at", "2023-09-19"][..], "18 September 2023 or earlier"),
        (&["--within", "X99999"], "No organisation"),
        (&["--output", "no/such/folder.csv"], "no/such/folder.csv cannot be written"),
    ] {
        let refused = run(&[&["report", "deadline"], arguments].concat());
        assert_eq!((refused.status, refused.out.as_str(), refused.err.trim_end().lines().count()), (1, "", 1), "{arguments:?}");
        assert!(refused.err.contains(words), "{}", refused.err);
    }
    assert_eq!(run(&["report", "deadline", "--as-at", "tomorrow"]).status, 2);
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
