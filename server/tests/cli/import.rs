//! Organisation files.

use crate::support::{folder, sample, tracker};

#[test]
fn import_shows_then_does_then_has_nothing_to_do() {
    let folder = folder();
    let run = |arguments: &[&str]| tracker(folder.path(), &[], arguments);
    assert_eq!(run(&["migrate"]).status, 0);
    let (older, newer, lookup) = (sample("epraccur-2022-12.csv"), sample("epraccur-2023-12.csv"), sample("sub-icb-lookup.csv"));
    for arguments in [&["import", &lookup, &older, "--dry-run"][..], &["import", &lookup, &older]] {
        let refused = run(arguments);
        assert!(refused.status == 1 && refused.err.contains("A register has 9 rows, and one of all England has 15,000"), "{}", refused.err);
        assert!(refused.err.contains("accept the part (--accept-part)"), "{}", refused.err);
    }
    let shown = run(&["import", &lookup, &older, "--dry-run", "--accept-part"]);
    assert_eq!(shown.status, 0, "{}", shown.err);
    assert!(shown.out.contains("There would be: 4 open practices in 3 ICB sub-groups, 2 ICBs and 2 regions"), "{}", shown.out);
    assert!(shown.out.contains("Nothing was written"), "{}", shown.out);
    let done = run(&["import", &lookup, &older, "--accept-part"]);
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
    assert_eq!(run(&["import", &sample("epraccur-2022-12.csv"), "--accept-part"]).status, 0);
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
    assert_eq!(run(&["import", &sample("epraccur-2022-12.csv"), "--accept-part"]).status, 0);
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
    for dry_run in [&[][..], &["--dry-run"]] {
        let to_come = run(&[&["import", "undated.csv", "--dated", "2099-01-01", "--accept-part"], dry_run].concat());
        assert!(to_come.status == 1 && to_come.err.contains("undated.csv: 1 January 2099 is still to come"), "{}", to_come.err);
    }
    let dated = run(&["import", "undated.csv", "--dated", "2023-02-28", "--accept-part"]);
    assert!(dated.out.contains("of 28 February 2023 (as you said)"), "{} {}", dated.out, dated.err);
    assert_eq!(run(&["import"]).status, 2);
}
