//! Settings, usage and help.

use crate::support::{folder, tracker};

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
