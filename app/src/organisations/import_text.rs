//! What an import found and changes, in words.

use domain::field::format_count;
use domain::organisations::import::{BadRow, Change, Counts, DatedBy, Doubt, FileReport, Plan, TooManyClosures, UnknownPractice, What};
use domain::organisations::{OdsCode, Supplier};
use domain::time::format_day;
use services::organisations::{FileOutcome, Outcome};

/// "1 practice", "6,455 practices".
#[must_use]
pub fn how_many(count: usize, one: &str, many: &str) -> String {
    format!("{} {}", format_count(count), if count == 1 { one } else { many })
}

/// What a file is and of which day: "register of practices (epraccur), 15,536 rows, of 5 December 2022 (the latest day in it)".
#[must_use]
pub fn file_line(report: &FileReport) -> String {
    format!("{}, {}, {}", report.kind.name(), how_many(report.rows, "row", "rows"), day_words(report))
}

fn day_words(report: &FileReport) -> String {
    let Some(day) = report.dated.map(format_day) else { return "undated".to_owned() };
    match report.dated_by {
        DatedBy::Stated => format!("of {day}"),
        DatedBy::Given => format!("of {day} (as you said)"),
        DatedBy::LatestDay => format!("of {day} (the latest day in it)"),
        DatedBy::Nothing => "undated".to_owned(),
    }
}

/// What else there is to say of a file, each a line: rows that are no open practices, notes, and how many practices are not known.
#[must_use]
pub fn file_notes(file: &FileOutcome) -> Vec<String> {
    let mut lines = Vec::new();
    if file.report.passed_over > 0 {
        let what = ["row is not an open GP practice in England", "rows are not open GP practices in England"];
        lines.push(how_many(file.report.passed_over, what[0], what[1]));
    }
    lines.extend(file.report.notes.iter().cloned());
    match file.report.bad_rows.count {
        0 => {}
        1 => lines.push("1 row left out because it cannot be read".to_owned()),
        count => lines.push(format!("{} rows left out because they cannot be read", format_count(count))),
    }
    if let Some(BadRow { line, reason }) = &file.report.lost {
        lines.push(format!(
            "No practice is closed for being left out of this file, because of line {line}: {reason}. Mend the line, or fetch the file again"
        ));
    }
    if file.taken.held_open_count > 0 {
        let (stay, they) = if file.taken.held_open_count == 1 { ("stays", "it") } else { ("stay", "they") };
        let count = how_many(file.taken.held_open_count, "practice", "practices");
        let codes = first_codes(&file.taken.held_open, file.taken.held_open_count);
        lines.push(format!("{count} {stay} open because this file does not clearly say that {they} closed: {codes}"));
    }
    if file.taken.unknown_count > 0 {
        let (wait, them) = if file.taken.unknown_count == 1 { ("waits", "it") } else { ("wait", "them") };
        let count = how_many(file.taken.unknown_count, "practice", "practices");
        lines.push(format!("{count} {wait} until a register shows {them} open: what this file says of {them} is kept"));
    }
    if file.taken.overruled_count > 0 {
        let (keep, their) = if file.taken.overruled_count == 1 { ("keeps", "its") } else { ("keep", "their") };
        let count = how_many(file.taken.overruled_count, "practice", "practices");
        let codes = first_codes(&file.taken.overruled, file.taken.overruled_count);
        lines.push(format!("{count} {keep} the supplier that {their} ICB confirmed, although this file names another: {codes}"));
    }
    lines
}

/// "X10001, X10002 and 3 more".
fn first_codes(codes: &[OdsCode], count: usize) -> String {
    let named = codes.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
    match count.saturating_sub(codes.len()) {
        0 => named,
        more => format!("{named} and {} more", format_count(more)),
    }
}

/// What the import left undone, if anything, in one line for people who read nothing else.
#[must_use]
pub fn left_undone(outcome: &Outcome) -> Option<String> {
    let sum = |count: fn(&FileOutcome) -> usize| outcome.files.iter().map(count).sum::<usize>();
    let (rows, held) = (sum(|file| file.report.bad_rows.count), sum(|file| file.taken.held_open_count));
    let rows = (rows > 0).then(|| format!("{} cannot be read", how_many(rows, "row", "rows")));
    let stay = how_many(held, "practice stays", "practices stay");
    let held = (held > 0).then(|| format!("{stay} open that a register does not clearly show closed"));
    let parts: Vec<_> = rows.into_iter().chain(held).collect();
    (!parts.is_empty()).then(|| parts.join("; "))
}

/// "line 12: the name is missing".
#[must_use]
pub fn bad_rows(report: &FileReport) -> Vec<String> {
    report.bad_rows.first.iter().map(|bad| format!("line {}: {}", bad.line, bad.reason)).collect()
}

/// "X10001 The Oak Surgery (line 12)".
#[must_use]
pub fn unknown_line(practice: &UnknownPractice) -> String {
    match &practice.name {
        Some(name) => format!("{} {name} (line {})", practice.code, practice.line),
        None => format!("{} (line {})", practice.code, practice.line),
    }
}

/// One change of one practice: "X10002 from X1A to X1B, from 4 December 2023".
#[must_use]
pub fn change_line(change: &Change) -> String {
    let Change { practice, what, before, after, dated } = change;
    let day = dated.map(format_day);
    let on = |word: &str| day.as_ref().map(|day| format!(", {word} {day}")).unwrap_or_default();
    let (before, after) = (value(*what, before.as_deref()), value(*what, after.as_deref()));
    match what {
        What::Opened => format!("{practice} {after}{}", on("opened on")),
        What::AddedClosed => format!("{practice} {after}{}", on("closed by")),
        What::Closed => format!("{practice} {before}{}", on("closed by")),
        What::Reopened => format!("{practice} {after}{}", on("from")),
        What::Spells => format!("{practice} {after}, not {before}"),
        _ => format!("{practice} from {before} to {after}{}", on("from")),
    }
}

/// A value as people read it.
fn value(what: What, value: Option<&str>) -> String {
    match (what, value) {
        (What::Pcn, None) => "no PCN".to_owned(),
        (_, None) => "not known".to_owned(),
        (What::Supplier, Some(word)) => Supplier::from_key(word).map_or_else(|| word.to_owned(), |supplier| supplier.name().to_owned()),
        (What::ListSize, Some(patients)) => patients.parse::<usize>().map_or_else(|_| patients.to_owned(), format_count),
        (What::ClosingDay, Some(day)) => day.parse().map_or_else(|_| day.to_owned(), format_day),
        (_, Some(text)) => text.to_owned(),
    }
}

/// What changes, a line each with its figure: changes of practices, each with its kind, then facts learned, and places.
#[must_use]
pub fn figures(plan: &Plan) -> Vec<(Option<What>, String)> {
    let changes = What::ALL.into_iter().map(|what| (Some(what), what.heading(), plan.count(what)));
    let others = [
        ("Practices whose ICB sub-group is now known", plan.learned.sub_icb),
        ("Practices whose PCN is now known", plan.learned.pcn),
        ("Practices whose supplier is now known", plan.learned.supplier),
        ("Practices whose list size is now known", plan.learned.list_size),
        ("PCNs, ICB sub-groups, ICBs and regions that are new or changed", plan.places.len()),
        ("Unchanged, and confirmed by a newer file", plan.confirmed),
    ];
    let lines = changes.chain(others.map(|(heading, count)| (None, heading, count))).filter(|(_, _, count)| *count > 0);
    lines.map(|(what, heading, count)| (what, format!("{heading}: {}", format_count(count)))).collect()
}

/// Why an import must be accepted first.
#[must_use]
pub fn doubt(doubt: &Doubt) -> String {
    match doubt {
        Doubt::Closures(refused) => closures(refused),
        other => other.to_string().replace(" If that is right, accept the part.", " Fetch the file again, or accept it below."),
    }
}

fn closures(refused: &TooManyClosures) -> String {
    let (closing, open) = (format_count(refused.closing), how_many(refused.open, "open practice", "open practices"));
    let are = if refused.closing == 1 { "is" } else { "are" };
    format!("{closing} of {open} {are} not open in the file, more than 5%. Files that are incomplete look like this.")
}

/// "6,455 open practices in 106 ICB sub-groups, 42 ICBs and 7 regions, 1,264 PCNs, 61,271,374 patients".
#[must_use]
pub fn totals(counts: &Counts) -> String {
    format!(
        "{} in {}, {} and {}, {}, {} patients",
        how_many(counts.open_practices, "open practice", "open practices"),
        how_many(counts.sub_icbs, "ICB sub-group", "ICB sub-groups"),
        how_many(counts.icbs, "ICB", "ICBs"),
        how_many(counts.regions, "region", "regions"),
        how_many(counts.pcns, "PCN", "PCNs"),
        format_count(usize::try_from(counts.patients).unwrap_or(usize::MAX)),
    )
}

#[cfg(test)]
mod tests {
    use domain::organisations::import::{FileKind, Mistakes, Taken};
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case(What::Opened, None, Some("OAK"), "X10001 OAK, opened on 4 December 2023")]
    #[case(What::Closed, Some("OAK"), Some("2023-12-04"), "X10001 OAK, closed by 4 December 2023")]
    #[case(What::Renamed, Some("OAK"), Some("ELM"), "X10001 from OAK to ELM, from 4 December 2023")]
    #[case(What::Pcn, None, Some("X99901"), "X10001 from no PCN to X99901, from 4 December 2023")]
    #[case(What::Supplier, Some("emis"), Some("tpp"), "X10001 from EMIS to TPP, from 4 December 2023")]
    #[case(What::Spells, Some("always"), Some("from 4 December 2023"), "X10001 from 4 December 2023, not always")]
    #[case(What::ListSize, Some("5983"), Some("12097"), "X10001 from 5,983 to 12,097, from 4 December 2023")]
    fn changes_in_words(#[case] what: What, #[case] before: Option<&str>, #[case] after: Option<&str>, #[case] expected: &str) {
        let change = Change {
            practice: "X10001".parse().unwrap(),
            what,
            before: before.map(str::to_owned),
            after: after.map(str::to_owned),
            dated: "2023-12-04".parse().ok(),
        };
        assert_eq!(change_line(&change), expected);
    }

    fn outcome(bad: usize, lost: Option<BadRow>, held: usize) -> Outcome {
        let bad_rows = Mistakes { first: Vec::new(), count: bad };
        let (kind, dated_by) = (FileKind::Register, DatedBy::Given);
        let report = FileReport { kind, dated: None, dated_by, rows: 9, passed_over: 0, bad_rows, lost, notes: Vec::new() };
        let held_open = (1..=held.min(2)).map(|number| format!("X1000{number}").parse().unwrap()).collect();
        let taken = Taken { held_open, held_open_count: held, unknown_count: bad, ..Taken::default() };
        let file = FileOutcome { name: "epraccur.csv".to_owned(), report, taken };
        Outcome { import_id: None, files: vec![file], plan: Plan::default() }
    }

    #[test]
    fn one_row_that_is_passed_over_and_one_that_closes_are_spoken_of_as_one() {
        let passed_over = |count| {
            let mut one = outcome(0, None, 0);
            one.files[0].report.passed_over = count;
            file_notes(&one.files[0])
        };
        assert_eq!(passed_over(1), ["1 row is not an open GP practice in England"]);
        assert_eq!(passed_over(2), ["2 rows are not open GP practices in England"]);
        let closing = |closing| closures(&TooManyClosures { closing, open: 4 });
        assert!(
            closing(1).starts_with("1 of 4 open practices is not open") && closing(2).starts_with("2 of 4 open practices are not open")
        );
    }

    #[test]
    fn what_a_file_leaves_undone_is_said_of_one_and_of_many() {
        let lost = BadRow { line: 3, reason: "it has 28 columns instead of 27".to_owned() };
        let one = outcome(1, Some(lost), 1);
        let expected = [
            "1 row left out because it cannot be read",
            "No practice is closed for being left out of this file, because of line 3: it has 28 columns instead of 27. Mend the line, or fetch \
             the file again",
            "1 practice stays open because this file does not clearly say that it closed: X10001",
            "1 practice waits until a register shows it open: what this file says of it is kept",
        ];
        assert_eq!(file_notes(&one.files[0]), expected);
        assert_eq!(left_undone(&one).unwrap(), "1 row cannot be read; 1 practice stays open that a register does not clearly show closed");
        let many = outcome(2, None, 5);
        let expected = [
            "2 rows left out because they cannot be read",
            "5 practices stay open because this file does not clearly say that they closed: X10001, X10002 and 3 more",
            "2 practices wait until a register shows them open: what this file says of them is kept",
        ];
        assert_eq!(file_notes(&many.files[0]), expected);
        assert_eq!(
            left_undone(&many).unwrap(),
            "2 rows cannot be read; 5 practices stay open that a register does not clearly show closed"
        );
        assert_eq!(left_undone(&outcome(0, None, 0)), None);
    }
}
