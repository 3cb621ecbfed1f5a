//! Reports.

use crate::support::{folder, sample, tracker};

#[test]
fn report_deadline_adds_up_in_every_format() {
    let folder = folder();
    let run = |arguments: &[&str]| tracker(folder.path(), &[], arguments);
    assert_eq!(run(&["migrate"]).status, 0);
    assert_eq!(run(&["import", &sample("sub-icb-lookup.csv"), &sample("epraccur-2022-12.csv"), "--accept-part"]).status, 0);
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
