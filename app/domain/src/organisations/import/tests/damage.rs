//! Registers that were damaged on their way: nothing in them closes a practice that stands in the whole file as open.

use proptest::prelude::*;
use rstest::rstest;

use super::made_up::{HEADER, Shape, damage, damaged, line, register};
use super::*;

fn of_day(text: &[u8], dated: &str) -> Result<(FileReport, Facts), Refusal> {
    read(text, &ReadOptions { dated: Some(day(dated)), ..options() })
}

fn closed_since(before: &Organisations, after: &Organisations) -> Vec<String> {
    let closed = Plan::between(before, after).changes.into_iter().filter(|change| change.what == What::Closed);
    closed.map(|change| change.practice.to_string()).collect()
}

fn first_month(shape: Shape) -> Organisations {
    let mut known = Organisations::default();
    known.take(&of_day(register(shape, false).as_bytes(), "2022-01-01").unwrap().1);
    known
}

/// What the second month closes after the first, with this done to its text, and what became of it.
fn second_month(shape: Shape, spoil: impl Fn(String) -> String) -> Result<(FileReport, Taken, Vec<String>), Refusal> {
    let before = first_month(shape);
    let mut after = before.clone();
    let (report, facts) = of_day(spoil(register(shape, true)).as_bytes(), "2022-02-01")?;
    let taken = after.take(&facts);
    Ok((report, taken, closed_since(&before, &after)))
}

/// Practices that the second month's own rows show with another status.
const SAID: [&str; 3] = ["X10007", "X10013", "X10020"];

#[test]
fn a_whole_register_closes_what_it_shows_closed_and_what_it_leaves_out() {
    let (report, taken, closed) = second_month(Shape::Published, |text| without(&text, "X10003")).unwrap();
    assert_eq!((report.lost, taken.held_open_count), (None, 0));
    assert_eq!(closed, ["X10003", "X10007", "X10013", "X10020"]);
}

#[test]
fn a_quotation_mark_that_swallows_rows_refuses_a_register() {
    for closes in ["X10009,THE OAK\" SURGERY", "X10002,THE \"OAK SURGERY"] {
        let spoilt = |text: String| {
            let opens = text.replacen("X10001,\"ELM, ASH AND PINE\"", "X10001,\"ELM ASH AND PINE", 1);
            opens.replace(&closes.replace('"', ""), closes)
        };
        let refusal = second_month(Shape::Trimmed, spoilt).unwrap_err();
        let closes_on = if closes.starts_with("X10009") { 7 } else { 3 };
        assert_eq!(refusal, Refusal::RowOverLines { opens: 2, closes: closes_on });
    }
    let sentence = Refusal::RowOverLines { opens: 2, closes: 9 }.to_string();
    let expected = "A quotation mark opens on line 2 and closes on line 9, and in this file every row is one line. Mend line 2, or fetch the \
                    file again.";
    assert_eq!(sentence, expected);
}

/// Rows after which nobody can tell which practice the file is about.
#[rstest]
#[case::odd_letter("\"X10003\"", "\"X1000?\"", "the practice code \"X1000?\" is no organisation code")]
#[case::too_short("\"X10003\"", "\"X1003\"", "the practice code \"X1003\" is not a letter and 5 digits")]
#[case::missing("\"X10003\"", "\"\"", "the practice code is missing")]
#[case::another("\"X10003\"", "\"X10002\"", "the practice X10002 is already on line 2")]
#[case::of_no_practice("\"X10008\"", "\"X1000;\"", "the organisation code \"X1000;\" is no organisation code")]
#[case::column_more("\"X10003\",", "\"X10003\",\"\",", "it has 28 columns instead of 27")]
#[case::column_less("\"X10003\",", "\"X10003\"", "it has 26 columns instead of 27")]
fn a_row_about_nobody_knows_whom_closes_nothing(#[case] whole: &str, #[case] spoilt: &str, #[case] reason: &str) {
    let (report, taken, closed) = second_month(Shape::Published, |text| without(&text.replace(whole, spoilt), "X10011")).unwrap();
    assert_eq!(closed, SAID, "what their own rows say");
    assert_eq!(report.lost.as_ref().unwrap().reason, reason);
    assert_eq!(report.bad_rows.first, [report.lost.unwrap()]);
    assert!(taken.held_open.contains(&code("X10011")), "left out of a file that is not whole: {taken:?}");
}

#[test]
fn lines_joined_headers_amid_rows_and_a_last_line_without_end_close_nothing() {
    let joined = |text: String| text.replacen("\n\"X10003\"", "\"X10003\"", 1);
    let amid = |text: String| text.replacen("X10004,", &format!("{HEADER}X10004,"), 1);
    let cut = |text: String| text[..text.find("X10022").unwrap() + "X10022,THE OAK SURGERY,A,4,,".len()].to_owned();
    for (shape, spoil, lost) in [
        (Shape::Published, &joined as &dyn Fn(String) -> String, "2 it has 53 columns instead of 27"),
        (Shape::Trimmed, &amid, "5 the practice code \"Organisation Code\" is no organisation code"),
        (Shape::Trimmed, &cut, "22 it has no line end, as in a file that was cut short"),
    ] {
        let (report, taken, closed) = second_month(shape, |text| spoil(without(&text, "X10011"))).unwrap();
        let row = report.lost.unwrap();
        assert_eq!(format!("{} {}", row.line, row.reason), lost);
        assert!(closed.iter().all(|code| SAID.contains(&code.as_str())) && taken.held_open.contains(&code("X10011")), "{closed:?}");
    }
}

/// Rows that say which practice they are about, and no more than that: only that practice is left as it was.
#[rstest]
#[case::name("X10003,THE OAK SURGERY", "X10003,")]
#[case::status("X10003,THE OAK SURGERY,A", "X10003,THE OAK SURGERY,")]
#[case::setting("X10003,THE OAK SURGERY,A,4", "X10003,THE OAK SURGERY,A,")]
#[case::named_elsewhere("X10003,THE OAK SURGERY", "X10099,X10003 AS WAS")]
fn a_practice_whose_row_is_spoilt_stays_as_it_was(#[case] whole: &str, #[case] spoilt: &str) {
    let (report, taken, closed) = second_month(Shape::Trimmed, |text| without(&text.replace(whole, spoilt), "X10011")).unwrap();
    assert_eq!(report.lost, None);
    assert_eq!(taken.held_open, [code("X10003")]);
    assert_eq!(closed, ["X10007", "X10011", "X10013", "X10020"]);
}

#[test]
fn a_register_that_ends_early_says_nothing_of_practices_after_its_end() {
    let (report, taken, closed) = second_month(Shape::Published, |text| text[..text.find("\"X10021\"").unwrap()].to_owned()).unwrap();
    assert_eq!((report.bad_rows.count, report.lost), (0, None), "cut at a line end, it looks whole");
    assert_eq!(taken.held_open, ["X10021", "X10022", "X10023"].map(code));
    assert_eq!(closed, SAID);
}

#[test]
fn rows_that_contradict_each_other_leave_their_practice_as_it_was() {
    let open = line(Shape::Trimmed, ["X10003", "THE OAK SURGERY", "A", "4", ""]);
    let closed_row = line(Shape::Trimmed, ["X10003", "THE OAK SURGERY", "C", "4", "20220115"]);
    for both in [[open.clone(), closed_row.clone()], [closed_row, open.clone()]] {
        let (_, _, closed) = second_month(Shape::Trimmed, |text| text.replace(&open, &both.concat())).unwrap();
        assert_eq!(closed, SAID);
    }
}

#[test]
fn the_file_fetched_again_does_what_the_damaged_one_left_undone() {
    let (before, whole) = (first_month(Shape::Trimmed), without(&register(Shape::Trimmed, true), "X10011"));
    let spoilt = whole.replace("X10003,", "X1000?,");
    let mut mended = before.clone();
    mended.take(&of_day(spoilt.as_bytes(), "2022-02-01").unwrap().1);
    let again = mended.clone();
    mended.take(&of_day(spoilt.as_bytes(), "2022-02-01").unwrap().1);
    assert_eq!(mended, again, "twice the same file changes nothing");
    mended.take(&of_day(whole.as_bytes(), "2022-02-01").unwrap().1);
    let closed =
        mended.practices.iter().filter(|(_, practice)| !practice.is_open).map(|(code, practice)| (code.as_str(), practice.closed_on));
    let expected = [("X10007", "2022-02-01"), ("X10011", "2022-02-01"), ("X10013", "2022-01-31"), ("X10020", "2022-02-01")];
    assert_eq!(closed.collect::<Vec<_>>(), expected.map(|(code, on)| (code, Some(day(on)))));
}

/// The text without the row of a practice.
fn without(text: &str, code: &str) -> String {
    text.split_inclusive('\n').filter(|line| !line.trim_start_matches('"').starts_with(code)).collect()
}

proptest! {
    #[test]
    fn damage_closes_no_practice_that_stands_in_the_whole_file_as_open(
        shape in prop::sample::select(vec![Shape::Published, Shape::Trimmed]),
        windows in any::<bool>(),
        damages in prop::collection::vec(damage(), 1..3),
    ) {
        let before = first_month(shape);
        let mut text = register(shape, true).into_bytes();
        if windows {
            text = String::from_utf8(text).unwrap().replace('\n', "\r\n").into_bytes();
        }
        for damage in &damages {
            text = damaged(text, damage);
        }
        if let Ok((_, facts)) = of_day(&text, "2022-02-01") {
            let mut after = before.clone();
            let taken = after.take(&facts);
            let closed = closed_since(&before, &after);
            prop_assert!(closed.iter().all(|code| SAID.contains(&code.as_str())), "{closed:?}\n{}", String::from_utf8_lossy(&text));
            let shown = facts.register.unwrap().open;
            let unseen = |code: &&OdsCode| !shown.iter().any(|open| open.code == **code) && !closed.contains(&code.to_string());
            let unseen: Vec<_> = before.practices.keys().filter(unseen).cloned().collect();
            prop_assert_eq!(taken.held_open, unseen, "whoever is neither shown open nor closed is named");
        }
    }
}
