use std::collections::BTreeSet;

use proptest::prelude::*;

use super::*;
use crate::organisations::Supplier;

/// What a made-up register says of one of a few practices.
#[derive(Clone, Debug)]
enum Row {
    Absent,
    Open {
        name: char,
        sub_icb: char,
    },
    Closed {
        on: u32,
    },
    Dormant,
    /// Its code cannot be read.
    Damaged,
    /// Its code can be read, and nothing else.
    Nameless,
}

fn row() -> impl Strategy<Value = Row> {
    prop_oneof![
        Just(Row::Absent),
        (prop::char::range('A', 'C'), prop::char::range('A', 'C')).prop_map(|(name, sub_icb)| Row::Open { name, sub_icb }),
        (1..28_u32).prop_map(|on| Row::Closed { on }),
        Just(Row::Dormant),
        Just(Row::Damaged),
        Just(Row::Nameless),
    ]
}

/// A trimmed register of five practices, and one more that is always open.
fn register(rows: &[Row]) -> String {
    let mut text = "Organisation Code,Name,Status Code,Prescribing Setting,Close Date,Commissioner\nX20000,ALWAYS,A,4,,X1A\n".to_owned();
    for (number, row) in rows.iter().enumerate() {
        let code = format!("X1000{number}");
        text += &match row {
            Row::Absent => String::new(),
            Row::Open { name, sub_icb } => format!("{code},{name},A,4,,X1{sub_icb}\n"),
            Row::Closed { on } => format!("{code},GONE,C,4,202101{on:02},X1A\n"),
            Row::Dormant => format!("{code},GONE,D,4,,X1A\n"),
            Row::Nameless => format!("{code},,A,4,,X1A\n"),
            Row::Damaged => format!("X1000?,NAME,A,4,,X1{number}\n"),
        };
    }
    text
}

fn registers() -> impl Strategy<Value = Vec<Facts>> {
    let register_text = prop::collection::vec(row(), 5).prop_map(|rows| register(&rows));
    prop::collection::vec(register_text, 1..7).prop_map(|texts| {
        let dated = |month: usize| day("2022-01-01").checked_add_months(chrono::Months::new(u32::try_from(month).unwrap())).unwrap();
        let read = |(month, text): (usize, String)| {
            super::read(text.as_bytes(), &ReadOptions { today: day("2030-01-01"), dated: Some(dated(month)) })
        };
        texts.into_iter().enumerate().map(|item| read(item).unwrap().1).collect()
    })
}

/// Files of one kind that add facts to practices, each of another month, and none of the day of a register.
fn maps() -> impl Strategy<Value = Vec<Facts>> {
    let line =
        (0..5_u8, 0..3_u8, prop::sample::select(vec!["EMIS", "TPP", "Unknown"]), prop::sample::select(vec!["U", "", "X99901", "X99902"]));
    prop::collection::vec(prop::collection::btree_map(0..5_u8, line, 0..5), 1..4).prop_map(|files| {
        let text = |(month, rows): (usize, std::collections::BTreeMap<u8, _>)| {
            let mut text = "EXTRACT_DATE,PRACTICE_CODE,SUB_ICB_LOCATION_CODE,PCN_CODE,SUPPLIER_NAME\n".to_owned();
            text += &format!("2022-{:02}-15,X20000,X1A,,\n", month + 1);
            for (practice, (_, sub_icb, supplier, pcn)) in rows {
                text += &format!("2022-{:02}-15,X1000{practice},X1{sub_icb},{pcn},{supplier}\n", month + 1);
            }
            text
        };
        files.into_iter().enumerate().map(|item| facts(text(item).as_bytes())).collect()
    })
}

fn taken(start: &Organisations, files: &[Facts]) -> Organisations {
    let mut known = start.clone();
    for facts in files {
        known.take(facts);
    }
    known
}

proptest! {
    #[test]
    fn registers_in_any_order_come_to_the_same(files in registers(), seed in any::<u64>()) {
        let forward = taken(&Organisations::default(), &files);
        prop_assert_eq!(&taken(&Organisations::default(), &shuffled(files, seed)), &forward);
    }

    #[test]
    fn other_files_in_any_order_come_to_the_same(files in maps(), seed in any::<u64>()) {
        let start = five_open();
        let forward = taken(&start, &files);
        prop_assert_eq!(&taken(&start, &shuffled(files, seed)), &forward);
    }

    #[test]
    fn registers_and_other_files_in_any_order_come_to_the_same(registers in registers(), maps in maps(), seed in any::<u64>()) {
        let forward = taken(&Organisations::default(), &[registers.clone(), maps.clone()].concat());
        prop_assert_eq!(&taken(&Organisations::default(), &shuffled([registers, maps].concat(), seed)), &forward);
    }

    #[test]
    fn on_its_own_day_each_register_is_right_in_any_order(files in registers(), seed in any::<u64>()) {
        let known = taken(&Organisations::default(), &shuffled(files.clone(), seed));
        for facts in &files {
            let (register, dated) = (facts.register.as_ref().unwrap(), facts.dated.unwrap());
            let open: BTreeSet<_> = register.open.iter().map(|open| &open.code).collect();
            for (code, practice) in &known.practices {
                let is_named = open.contains(code) || register.undated.contains(code) || register.closings.iter().any(|(of, _)| of == code);
                let is_silent = !is_named && (register.lost.is_some() || register.unread.contains(code) || Some(code) > register.last.as_ref());
                prop_assert!(is_silent || practice.spells.is_open_on(dated) == open.contains(code), "{code} on {dated}: {}", practice.spells);
            }
        }
    }

    #[test]
    fn the_same_again_changes_nothing(registers in registers(), maps in maps()) {
        let once = taken(&taken(&Organisations::default(), &registers), &maps);
        let again = taken(&taken(&once, &registers), &maps);
        prop_assert!(Plan::between(&once, &again).is_empty);
        prop_assert_eq!(Plan::between(&once, &again).changes, []);
    }

    #[test]
    fn a_register_that_is_not_whole_closes_only_what_it_names(files in registers()) {
        let (last, earlier) = files.split_last().unwrap();
        let before = taken(&Organisations::default(), earlier);
        let after = taken(&before, std::slice::from_ref(last));
        let register = last.register.as_ref().unwrap();
        let closed = before.practices.iter().filter(|(code, practice)| practice.is_open && !after.practices[*code].is_open);
        let named = |code: &OdsCode| register.undated.contains(code) || register.closings.iter().any(|(closed, _)| closed == code);
        prop_assert!(register.lost.is_none() || closed.map(|(code, _)| code).all(named));
    }

    #[test]
    fn open_practices_are_those_of_the_newest_register(files in registers()) {
        let files: Vec<_> = files.into_iter().filter(|facts| facts.register.as_ref().unwrap().lost.is_none()).collect();
        let known = taken(&Organisations::default(), &files);
        let Some(newest) = files.last() else { return Ok(()) };
        let register = newest.register.as_ref().unwrap();
        let is_clear = |code: &&OdsCode| !register.unread.contains(code);
        let open: Vec<_> = known.practices.iter().filter(|(_, practice)| practice.is_open).map(|(code, _)| code).filter(is_clear).collect();
        let mut newest: Vec<_> = register.open.iter().map(|open| &open.code).collect();
        newest.sort();
        prop_assert_eq!(open, newest);
        prop_assert!(known.practices.values().all(|practice| practice.is_open == practice.closed_on.is_none()));
    }

    #[test]
    fn a_supplier_once_known_stays_known(files in maps()) {
        let known = taken(&five_open(), &files);
        prop_assert!(known.practices.values().all(|practice| practice.supplier.is_none_or(|fact| fact.value != Supplier::Unknown)));
    }

    #[test]
    fn no_bytes_break_the_reading(start in 0..12_usize, cut in any::<prop::sample::Index>(), junk in prop::collection::vec(any::<u8>(), 0..40)) {
        let sample = [DECEMBER_2022, TRIMMED, PCNS, PARTNERS, LOOKUP, MAP_2020, MAP_2025, LIST_SIZES, LIST_SIZES_BY_SEX, JOINED, COUNTS, b""][start];
        let cut = if sample.is_empty() { 0 } else { cut.index(sample.len()) };
        let bytes = [&sample[..cut], &junk, &sample[cut..]].concat();
        if let Ok((_, facts)) = read(&bytes, &options()) {
            Organisations::default().take(&facts);
        }
    }
}

fn five_open() -> Organisations {
    let text = register(&vec![Row::Open { name: 'A', sub_icb: 'A' }; 5]);
    let options = ReadOptions { dated: Some(day("2021-01-01")), ..options() };
    let mut known = Organisations::default();
    known.take(&super::read(text.as_bytes(), &options).unwrap().1);
    known
}

/// Another order of the files: any, by a seed.
fn shuffled(mut files: Vec<Facts>, mut seed: u64) -> Vec<Facts> {
    for last in (1..files.len()).rev() {
        let choices = last as u64 + 1;
        files.swap(last, usize::try_from(seed % choices).unwrap());
        seed /= choices;
    }
    files
}
