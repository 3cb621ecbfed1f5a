//! Accounts.

use crate::support::{folder, tracker};

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
        assert!(unknown.err.contains("no account with the email address nobody@nhs.net"), "{}", unknown.err);
        assert!(run(&[command, "--help"]).out.contains("Example"));
    }
    assert_eq!(run(&["suspend"]).status, 2);
}
