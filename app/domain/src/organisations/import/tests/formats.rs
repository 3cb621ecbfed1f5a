use rstest::rstest;

use super::*;
use crate::organisations::{Level, Supplier};

#[rstest]
#[case(DECEMBER_2022, FileKind::Register, Some("2022-12-05"), DatedBy::LatestDay, 9)]
#[case(DECEMBER_2023, FileKind::Register, Some("2023-12-04"), DatedBy::LatestDay, 7)]
#[case(TRIMMED, FileKind::Register, Some("2022-04-01"), DatedBy::LatestDay, 3)]
#[case(PCNS, FileKind::Pcns, Some("2022-09-30"), DatedBy::LatestDay, 3)]
#[case(PARTNERS, FileKind::PcnPartners, Some("2023-01-09"), DatedBy::LatestDay, 6)]
#[case(LOOKUP, FileKind::Lookup, None, DatedBy::Nothing, 3)]
#[case(MAP_2020, FileKind::PracticeMap, Some("2020-09-01"), DatedBy::Stated, 1)]
#[case(MAP_2025, FileKind::PracticeMap, Some("2025-10-01"), DatedBy::Stated, 5)]
#[case(LIST_SIZES, FileKind::ListSizes, Some("2022-05-01"), DatedBy::Stated, 3)]
#[case(LIST_SIZES_BY_SEX, FileKind::ListSizes, Some("2026-04-01"), DatedBy::Stated, 4)]
#[case(JOINED, FileKind::Joined, Some("2022-09-01"), DatedBy::LatestDay, 3)]
#[case(COUNTS, FileKind::PcnSupplierCounts, None, DatedBy::Nothing, 1)]
fn each_format_is_told_from_its_content(
    #[case] bytes: &[u8],
    #[case] kind: FileKind,
    #[case] dated: Option<&str>,
    #[case] dated_by: DatedBy,
    #[case] rows: usize,
) {
    let (report, facts) = read(bytes, &options()).unwrap();
    assert_eq!((report.kind, report.dated_by, report.rows), (kind, dated_by, rows));
    assert_eq!((report.dated, facts.dated), (dated.map(day), dated.map(day)));
    assert_eq!(report.bad_rows, Mistakes::default());
}

#[rstest]
#[case(DECEMBER_2022)]
#[case(TRIMMED)]
#[case(PCNS)]
#[case(PARTNERS)]
#[case(MAP_2025)]
#[case(LIST_SIZES)]
#[case(JOINED)]
fn line_ends_and_a_byte_order_mark_make_no_difference(#[case] bytes: &[u8]) {
    let unix = String::from_utf8(bytes.to_vec()).unwrap().trim_start_matches('\u{FEFF}').replace("\r\n", "\n");
    let windows = format!("\u{FEFF}{}", unix.replace('\n', "\r\n"));
    assert_eq!(facts(unix.as_bytes()).places, facts(windows.as_bytes()).places);
    assert_eq!(facts(unix.as_bytes()).register, facts(windows.as_bytes()).register);
}

#[test]
fn a_register_names_the_open_practices_of_england() {
    let facts = facts(DECEMBER_2022);
    let register = facts.register.unwrap();
    let open: Vec<_> = register.open.iter().map(|open| (open.code.as_str(), open.entry.name.as_str())).collect();
    let expected = [
        ("X10001", "THE OAK SURGERY"),
        ("X10002", "ELM, ASH AND PINE PRACTICE"),
        ("X10003", "HEDGE LANE HEALTH CENTRE"),
        ("X10006", "THE HARBOUR PRACTICE"),
    ];
    assert_eq!(open, expected);
    assert_eq!(register.closings, [(code("X10004"), day("2021-06-30"))]);
    assert_eq!(facts.places.len(), 7, "2 regions, 2 ICBs, 3 sub-ICB locations: none of the Welsh practice");
}

#[test]
fn a_register_without_days_needs_one() {
    let text = "Organisation Code,Name,Status Code,Prescribing Setting\nX10001,THE OAK SURGERY,A,4\n";
    assert_eq!(read(text.as_bytes(), &options()).unwrap_err(), Refusal::NoDate);
    let given = ReadOptions { dated: Some(day("2023-02-01")), ..options() };
    let (report, facts) = read(text.as_bytes(), &given).unwrap();
    assert_eq!((report.dated_by, facts.dated), (DatedBy::Given, Some(day("2023-02-01"))));
}

/// A register as the export of today writes it.
fn exported(text: &[u8]) -> String {
    let words = [("\"A\"", "\"ACTIVE\""), ("\"C\"", "\"INACTIVE\""), ("\"D\"", "\"DORMANT\""), ("\"P\"", "\"INACTIVE\"")];
    let line = |line: &str| {
        let line = words.into_iter().fold(line.to_owned(), |line, (word, written)| line.replace(word, written));
        let (start, setting) = line.split_at(line.len() - "\"4\",\"\"".len());
        start.to_owned() + &setting.replace('4', "RO76").replace('0', "RO72") + "\n"
    };
    String::from_utf8_lossy(text).lines().map(line).collect()
}

#[test]
fn the_export_of_today_says_the_same_in_other_words() {
    for bytes in [DECEMBER_2022, DECEMBER_2023] {
        let text = exported(bytes);
        assert!(text.contains("\"ACTIVE\"") && text.contains("\"RO76\""));
        let (report, read) = read(text.as_bytes(), &options()).unwrap();
        assert_eq!((report.kind, report.bad_rows.count), (FileKind::Register, 0));
        assert_eq!((read.register, read.practices), (facts(bytes).register, facts(bytes).practices));
    }
}

#[test]
fn in_the_export_of_today_some_have_several_roles_and_some_none() {
    let text = exported(DECEMBER_2022);
    let rows: Vec<_> = text.lines().collect();
    let text = [
        &rows[0].replace("RO76", "RO76|RO268"),
        &rows[1].replace("\"RO76\"", "\"\""),
        rows[2],
        &rows[7].replace("\"RO72\"", "\"RO80|RO87\""),
        "",
    ]
    .join("\n");
    let (report, facts) = read(text.as_bytes(), &options()).unwrap();
    let register = facts.register.unwrap();
    assert_eq!((register.open.len(), report.bad_rows.count, report.passed_over), (1, 0, 3));
    assert_eq!(report.notes, ["1 organisation is a GP practice among other roles and does not count as one: X10001"]);
    assert!(register.unread.contains(&code("X10002")), "without a role, it says nothing of a practice that is known");
    let odd = text.replace("RO80|RO87", "RO80|");
    assert_eq!(read(odd.as_bytes(), &options()).unwrap().0.bad_rows.count, 1);
}

#[test]
fn a_map_without_its_day_is_refused_with_what_it_lacks() {
    let text = String::from_utf8(MAP_2025.to_vec()).unwrap().replace("EXTRACT_DATE", "EXTRACTED");
    let refusal = read(text.as_bytes(), &options()).unwrap_err().to_string();
    assert!(refusal.contains("To be a practice map (gp-reg-pat-prac-map) it lacks the column \"Extract Date\". The page"), "{refusal}");
}

#[test]
fn a_day_that_is_still_to_come_is_refused() {
    for bytes in [DECEMBER_2022, MAP_2025] {
        let ahead = ReadOptions { dated: Some(day("2024-06-02")), ..options() };
        let refusal = read(bytes, &ahead).unwrap_err().to_string();
        assert_eq!(refusal, "2 June 2024 is still to come. Give the day on which the file was published.");
    }
}

#[test]
fn the_epcn_files_of_today_have_no_header() {
    for bytes in [PCNS, PARTNERS] {
        let text = String::from_utf8(bytes.to_vec()).unwrap();
        // The header cells of the samples hold line breaks: the data starts at the first row that begins with a code.
        let data = text.find("\r\nX99901").or_else(|| text.find("\r\nX10001")).unwrap() + 2;
        assert_eq!(facts(&text.as_bytes()[data..]).places, facts(bytes).places);
    }
}

#[test]
fn a_practice_is_in_the_pcn_it_has_not_left() {
    let known = known(&[DECEMBER_2022, PARTNERS]);
    let pcn = |practice: &str| known.practices[&code(practice)].pcn.clone().unwrap().value;
    assert_eq!(pcn("X10002"), Some(code("X99901")));
    assert_eq!(pcn("X10006"), None);
    let harbour = &known.practices[&code("X10006")];
    assert_eq!(harbour.sub_icb.as_ref().unwrap().value, code("XS2T3"));
    let spanning = &known.practices[&code("X10003")];
    assert_eq!(spanning.sub_icb.as_ref().unwrap().value, code("X1B"), "by its own sub-ICB location, not its PCN's");
}

#[test]
fn the_map_says_unallocated_and_unknown() {
    let facts = facts(MAP_2025);
    let hedge = &facts.practices[2];
    assert_eq!(hedge.pcn.as_ref().map(|fact| fact.value.clone()), Some(None));
    assert_eq!(hedge.supplier, None);
    assert_eq!(facts.practices[0].supplier, Some(Dated::new(Supplier::Tpp, Some(day("2025-10-01")))));
    assert!(facts.places.iter().all(|place| place.code.as_str() != "U"));
}

#[test]
fn a_joined_list_dates_supplier_and_list_size_by_their_sources() {
    let facts = facts(JOINED);
    let dates: Vec<_> = facts.practices.iter().map(|p| (p.supplier.and_then(|s| s.dated), p.list_size.and_then(|s| s.dated))).collect();
    let list_size = Some(day("2022-05-01"));
    assert_eq!(dates, [(Some(day("2025-10-01")), list_size), (Some(day("2019-10-01")), list_size), (None, None)]);
    assert_eq!(facts.practices[0].pcn.as_ref().unwrap().dated, Some(day("2022-09-01")));
    assert_eq!(facts.practices[2].pcn, None);
}

#[test]
fn list_sizes_are_totals() {
    let sizes = |bytes| facts(bytes).practices.iter().map(|p| p.list_size.unwrap().value).collect::<Vec<_>>();
    assert_eq!(sizes(LIST_SIZES), [5983, 12097, 44]);
    assert_eq!(sizes(LIST_SIZES_BY_SEX), [6100]);
    let only_men = String::from_utf8(LIST_SIZES_BY_SEX.to_vec()).unwrap().replace("FEMALE", "MALE");
    let refusal = read(only_men.replace("MALE,0,1000", "MALE,1,1000").as_bytes(), &options()).unwrap_err();
    assert_eq!(refusal, Refusal::NoTotals);
}

#[test]
fn a_pcn_has_a_period_and_a_name_without_doubled_blanks() {
    let facts = facts(PCNS);
    let pcn = |wanted: &str| facts.places.iter().find(|place| place.level == Level::Pcn && place.code == code(wanted)).unwrap();
    assert_eq!(pcn("X99901").name.as_ref().unwrap().value, "OAK AND ELM PCN");
    assert_eq!(pcn("X99902").name.as_ref().unwrap().value, "HEDGE, \"LANE\" PCN");
    assert_eq!(pcn("X99903").period.unwrap().value.closed_on, Some(day("2022-09-30")));
}

#[test]
fn bad_rows_are_named_by_line_and_reason() {
    let text = String::from_utf8(DECEMBER_2022.to_vec()).unwrap();
    let text = text
        .replace("\"X10002\"", "\"X1000\"")
        .replace("\"20221205\",\"\",\"A\"", "\"20221305\",\"\",\"A\"")
        .replace("\"THE OAK SURGERY\"", "\"\"")
        + "\"X10003\",\"AGAIN\"\n"
        + &text[text.find("\"X10003\"").unwrap()..][..text.lines().nth(2).unwrap().len()];
    let report = read(text.as_bytes(), &options()).unwrap().0;
    let named: Vec<_> = report.bad_rows.first.iter().map(|bad| format!("line {}: {}", bad.line, bad.reason)).collect();
    let expected = [
        "line 1: the name is missing",
        "line 2: the practice code \"X1000\" is not a letter and 5 digits",
        "line 6: the open date \"20221305\" is no date",
        "line 10: it has 2 columns instead of 27",
        "line 11: the practice X10003 is already on line 3",
    ];
    assert_eq!(named, expected);
    assert_eq!(report.notes, ["The last line has no line end: if the file was cut short, the last value in it may be wrong."]);
}

#[rstest]
#[case("first,second\n1,2\n", "The columns are not those of an organisation file this program reads: \"first\", \"second\".")]
#[case("PRACTICE_CODE,LSOA_CODE,SEX,NUMBER_OF_PATIENTS,EXTRACT_DATE\n", "The columns are not those")]
#[case("Organisation Code,Name,Status Code,Prescribing Setting\n", "The file has no row for an open GP practice in England.")]
#[case("Organisation Code,Name,Status Code,Prescribing Setting\nW10001,WELSH,A,4\n", "The file has no row for an open GP practice")]
#[case("PCN Code,PCN Name,Open Date\n", "The file has no row for a PCN.")]
#[case("PCN Code,PCN Name,Open Date\nX99901,OAK\n", "The file is cut short: its last row, on line 2, is incomplete.")]
fn files_that_are_wrong_as_a_whole(#[case] text: &str, #[case] sentence: &str) {
    let refusal = read(text.as_bytes(), &options()).unwrap_err().to_string();
    assert!(refusal.starts_with(sentence), "{refusal}");
}

#[test]
fn a_file_of_mostly_bad_rows_is_refused() {
    let text = format!("PCN Code,PCN Name,Open Date\n{}", "X99901,,20191001\n".repeat(11));
    let refusal = read(text.as_bytes(), &options()).unwrap_err().to_string();
    assert_eq!(refusal, "11 of 11 rows cannot be read, so the file as a whole is wrong. The first is line 2: the PCN name is missing.");
}

#[test]
fn windows_1252_is_read_and_said() {
    let bytes: Vec<u8> = DECEMBER_2022.iter().map(|byte| if *byte == b'K' { 0xC9 } else { *byte }).collect();
    let (report, facts) = read(&bytes, &options()).unwrap();
    assert_eq!(facts.register.unwrap().open[0].entry.name, "THE OAÉ SURGERY");
    assert!(report.notes[0].starts_with("The file is not UTF-8"));
}
