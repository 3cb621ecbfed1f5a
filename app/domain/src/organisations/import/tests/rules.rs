use super::*;
use crate::organisations::{Level, Spells, Supplier};

fn plan(before: &Organisations, files: &[&[u8]]) -> (Organisations, Plan) {
    let mut after = before.clone();
    for bytes in files {
        after.take(&facts(bytes));
    }
    let plan = Plan::between(before, &after);
    (after, plan)
}

fn shown(plan: &Plan) -> Vec<String> {
    let part = |part: &Option<String>| part.clone().unwrap_or_else(|| "-".to_owned());
    plan.changes
        .iter()
        .map(|c| format!("{} {} {} > {} {}", c.practice, c.what.key(), part(&c.before), part(&c.after), c.dated.unwrap()))
        .collect()
}

#[test]
fn a_first_register_opens_its_practices() {
    let (known, plan) = plan(&Organisations::default(), &[DECEMBER_2022]);
    assert_eq!(plan.count(What::Opened), 4);
    assert_eq!((plan.learned.sub_icb, plan.learned.supplier), (4, 0));
    let counts = known.counts();
    assert_eq!((counts.open_practices, counts.sub_icbs, counts.icbs, counts.regions), (4, 3, 2, 2));
    assert_eq!(known.places[&(Level::SubIcb, code("X1A"))].name, None, "a code until a look-up names it");
    assert_eq!(plan.places.iter().find(|place| place.code == code("X1A")).unwrap().after, "X1A");
}

#[test]
fn a_newer_register_opens_closes_renames_and_moves() {
    let (_, plan) = plan(&known(&[DECEMBER_2022]), &[DECEMBER_2023]);
    let expected = [
        // The older register shows it dormant, so it has not been open since its opening day.
        "X10005 opened - > DORMANT SURGERY 2023-12-04",
        "X10007 opened - > PLANNED SURGERY 2023-12-04",
        // Its row says when.
        "X10003 closed HEDGE LANE HEALTH CENTRE > 2023-09-30 2023-09-30",
        // It is not in the newer file at all: closed on the day of that file.
        "X10006 closed THE HARBOUR PRACTICE > 2023-12-04 2023-12-04",
        "X10001 renamed THE OAK SURGERY > THE OAK AND ACORN SURGERY 2023-12-04",
        "X10002 moved X1A > X1B 2023-12-04",
    ];
    assert_eq!(shown(&plan), expected);
}

#[test]
fn an_older_register_adds_what_has_closed_since_and_ends_what_was_not_open_on_its_day() {
    let newer_first = known(&[DECEMBER_2023]);
    let (both, plan) = plan(&newer_first, &[DECEMBER_2022]);
    let expected = [
        "X10003 added-closed - > HEDGE LANE HEALTH CENTRE 2023-09-30",
        "X10006 added-closed - > THE HARBOUR PRACTICE 2023-12-04",
        // The older register shows it dormant.
        "X10005 spells from 1 April 1974 > from 4 December 2023 2023-12-04",
    ];
    assert_eq!(shown(&plan), expected);
    assert_eq!(both, known(&[DECEMBER_2022, DECEMBER_2023]));
}

#[test]
fn a_practice_may_open_again() {
    let reopened = ReadOptions { dated: Some(day("2024-06-01")), ..options() };
    let (before, after) = (known(&[DECEMBER_2022, DECEMBER_2023]), read(DECEMBER_2022, &reopened).unwrap().1);
    let mut organisations = before.clone();
    organisations.take(&after);
    let plan = Plan::between(&before, &organisations);
    assert_eq!(plan.count(What::Reopened), 2);
    assert_eq!(organisations.practices[&code("X10003")].closed_on, None);
}

#[test]
fn a_practice_that_no_register_speaks_of_keeps_the_day_on_which_it_closed() {
    let mut before = known(&[DECEMBER_2022]);
    let closed_on = Some(day("2022-06-30"));
    let closed = before.practices[&code("X10003")].clone();
    let spells = Spells::of_days(false, closed.entry.opened_on, closed_on);
    let closed = Practice { is_open: false, closed_on, spells, ..closed };
    // After the last code of the register: whether it would show it is not known.
    before.practices.insert(code("X10999"), closed.clone());
    let (after, _) = plan(&before, &[DECEMBER_2023]);
    let kept = &after.practices[&code("X10999")];
    assert_eq!((kept.is_open, kept.closed_on, &kept.spells), (false, closed_on, &closed.spells));
}

#[test]
fn two_registers_of_one_day_the_later_import_stands() {
    let without = String::from_utf8(DECEMBER_2022.to_vec()).unwrap().replace("\"X10003\"", "\"X10013\"");
    let (known, plan) = plan(&known(&[DECEMBER_2022]), &[without.as_bytes()]);
    assert_eq!((plan.count(What::Opened), plan.count(What::Closed)), (1, 1));
    assert_eq!(known.practices[&code("X10003")].closed_on, Some(day("2022-12-05")));
}

#[test]
fn a_row_that_cannot_be_read_closes_nothing() {
    let spoilt = String::from_utf8(DECEMBER_2023.to_vec()).unwrap().replace("\"THE OAK AND ACORN SURGERY\"", "\"\"");
    let (known, plan) = plan(&known(&[DECEMBER_2022]), &[spoilt.as_bytes()]);
    assert!(known.practices[&code("X10001")].is_open);
    assert_eq!(known.practices[&code("X10001")].entry.name, "THE OAK SURGERY");
    assert_eq!(plan.count(What::Closed), 2);
}

#[test]
fn what_is_said_of_a_practice_before_its_register_waits_for_it() {
    let (first, last) = (known(&[MAP_2025, LIST_SIZES, DECEMBER_2022]), known(&[DECEMBER_2022, MAP_2025, LIST_SIZES]));
    assert_eq!(first, last);
    let elm = &first.practices[&code("X10002")];
    assert_eq!((elm.supplier.unwrap().value, elm.list_size.unwrap().value), (Supplier::Emis, 12_097));
    assert!(first.ahead.contains_key(&code("X10098")), "no register shows it");
    let (_, again) = plan(&known(&[MAP_2025]), &[MAP_2025]);
    assert!(again.is_empty);
}

#[test]
fn a_later_register_changes_nothing_of_what_an_earlier_one_says_of_its_own_day() {
    let row = |code: &str, status: &str, closed: &str| format!("{code},NAME,{status},4,{closed}\n");
    let register = |dated: &str, rows: &[String]| {
        let text = ["Organisation Code,Name,Status Code,Prescribing Setting,Close Date\nX10009,NAME,A,4,\n"].concat() + &rows.concat();
        read(text.as_bytes(), &ReadOptions { today: day("2026-06-01"), dated: Some(day(dated)) }).unwrap().1
    };
    let files = [
        register("2023-01-01", &[row("X10001", "A", ""), row("X10002", "D", ""), row("X10003", "A", "")]),
        register("2024-01-01", &[row("X10001", "D", ""), row("X10002", "D", ""), row("X10003", "A", "")]),
        register("2025-01-01", &[row("X10001", "C", "20241031"), row("X10002", "A", ""), row("X10003", "C", "20240630")]),
    ];
    for order in [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
        let mut known = Organisations::default();
        for number in order {
            known.take(&files[number]);
        }
        let spells = |text: &str| known.practices[&code(text)].spells.to_string();
        assert_eq!(spells("X10001"), "to 1 January 2024", "two registers show it dormant or closed: {order:?}");
        assert_eq!(spells("X10002"), "from 1 January 2025", "dormant, and later active: {order:?}");
        assert_eq!(spells("X10003"), "to 30 June 2024", "no register speaks against its closing day: {order:?}");
    }
}

#[test]
fn other_files_never_make_a_practice_known() {
    for bytes in [PCNS, PARTNERS, LOOKUP, MAP_2020, MAP_2025, LIST_SIZES, LIST_SIZES_BY_SEX, JOINED, COUNTS] {
        assert!(known(&[bytes]).practices.is_empty());
    }
    let taken = known(&[DECEMBER_2022]).take(&facts(MAP_2025));
    let unknown = UnknownPractice { code: code("X10098"), name: Some("OPENED LATER".to_owned()), line: 6 };
    assert_eq!(taken, Taken { unknown: vec![unknown], unknown_count: 1, ..Taken::default() });
}

#[test]
fn an_older_file_never_overwrites_a_newer_fact() {
    let known = known(&[DECEMBER_2022, MAP_2025, JOINED, MAP_2020, LIST_SIZES_BY_SEX, LIST_SIZES]);
    let oak = &known.practices[&code("X10001")];
    assert_eq!(oak.pcn.as_ref().unwrap(), &Dated::new(Some(code("X99901")), Some(day("2025-10-01"))));
    assert_eq!(oak.list_size, Some(Dated::new(6100, Some(day("2026-04-01")))));
    assert_eq!(known.practices[&code("X10002")].supplier, Some(Dated::new(Supplier::Emis, Some(day("2025-10-01")))));
    assert_eq!(known.places[&(Level::SubIcb, code("X1A"))].name.as_ref().unwrap().value, "NHS Example ICB - X1A");
}

#[test]
fn a_look_up_without_a_day_names_what_has_no_name_and_no_more() {
    let (named, _) = plan(&known(&[DECEMBER_2022, MAP_2025]), &[LOOKUP]);
    assert_eq!(named.places[&(Level::Region, code("X01"))].name.as_ref().unwrap().value, "Example North");
    let (named, _) = plan(&known(&[DECEMBER_2022]), &[LOOKUP]);
    assert_eq!(named.places[&(Level::SubIcb, code("X1A"))].name.as_ref().unwrap().value, "NHS EXAMPLE NORTH ICB - X1A");
    assert_eq!(named.places[&(Level::SubIcb, code("X1A"))].parent.as_ref().unwrap().dated, Some(day("2022-12-05")));
}

#[test]
fn a_newer_file_that_says_the_same_only_confirms() {
    let later = ReadOptions { dated: Some(day("2023-02-01")), ..options() };
    let before = known(&[DECEMBER_2022]);
    let mut after = before.clone();
    after.take(&read(DECEMBER_2022, &later).unwrap().1);
    let plan = Plan::between(&before, &after);
    assert_eq!((plan.changes.len(), plan.confirmed, plan.is_empty), (0, 4 + 5, false));
}

#[test]
fn more_than_one_closing_in_twenty_is_refused() {
    let open = |closing: usize| Plan {
        before: Counts { open_practices: 40, ..Counts::default() },
        changes: (0..closing)
            .map(|n| Change { practice: code(&format!("X{n:05}")), what: What::Closed, before: None, after: None, dated: None })
            .collect(),
        ..Plan::default()
    };
    assert_eq!(open(2).check_closures(), Ok(()));
    let refused = open(3).check_closures().unwrap_err();
    assert_eq!(refused.to_string(), "This would close 3 of 40 open practices, more than 5%. If that is right, accept the closures.");
    assert_eq!(Plan::default().check_closures(), Ok(()));
}

#[test]
fn a_closed_practice_whose_day_does_not_read_is_a_bad_row_and_not_passed_over_too() {
    let whole = read(DECEMBER_2023, &options()).unwrap().0;
    let text = String::from_utf8_lossy(DECEMBER_2023).replacen("\"20230930\"", "\"202[0930\"", 1);
    let report = read(text.as_bytes(), &options()).unwrap().0;
    assert_eq!((report.bad_rows.count, report.passed_over), (whole.bad_rows.count + 1, whole.passed_over - 1));
}

#[test]
fn what_is_said_of_a_row_repeats_no_long_cell_and_no_control_character() {
    let row = |age: &str| format!("2026-04-01,X1A,X10001,XX1 1AA,MALE,{age},3000\n");
    let header = "EXTRACT_DATE,SUB_ICB_LOCATION_CODE,ORG_CODE,POSTCODE,SEX,AGE,NUMBER_OF_PATIENTS\n";
    let odd = row(&format!("\u{1b}{}", "9".repeat(1000)));
    let text = [header, &row("ALL"), "2026-04-01,X1A,X10001,XX1 1AA,FEMALE,ALL,3000\n", &odd, &odd].concat();
    let report = read(text.as_bytes(), &options()).unwrap().0;
    let expected = format!("sex \"MALE\" and age \"{}...\" of this practice were already given", "9".repeat(40));
    assert_eq!(report.bad_rows.first, [BadRow { line: 5, reason: expected }]);
}
