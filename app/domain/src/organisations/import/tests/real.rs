//! The published files, where they are: the folder that `TEST_DATA_FOLDER` names, else `../shared/data` beside the workspace. They are
//! not part of the project. The figures were counted from the files by another program.

use std::path::PathBuf;

use super::*;
use crate::organisations::Supplier;

const FEBRUARY_2023: [&str; 5] = [
    "epraccur-2023-02.csv",
    "epcn-details-2023-02.csv",
    "epcn-core-partner-details-2023-02.csv",
    "subicb-to-icb-lookup-2022-07.csv",
    "gp-reg-pat-prac-all-2022-05.csv",
];

/// The folder, or nothing after saying so.
fn folder() -> Option<PathBuf> {
    let beside = || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data");
    let folder = std::env::var_os("TEST_DATA_FOLDER").map_or_else(beside, PathBuf::from);
    if folder.join(FEBRUARY_2023[0]).is_file() {
        return Some(folder);
    }
    println!("skipped: no published files in {}; set TEST_DATA_FOLDER to their folder", folder.display());
    None
}

fn take(known: &mut Organisations, folder: &std::path::Path, name: &str) -> (FileReport, Taken) {
    let bytes = std::fs::read(folder.join(name)).unwrap();
    let (report, facts) = read(&bytes, &options()).unwrap();
    assert_eq!(report.bad_rows, Mistakes::default(), "{name}");
    let taken = known.take(&facts);
    (report, taken)
}

fn february_2023(folder: &std::path::Path) -> Organisations {
    let mut known = Organisations::default();
    for name in FEBRUARY_2023 {
        take(&mut known, folder, name);
    }
    known
}

#[test]
fn february_2023_is_all_of_england() {
    let Some(folder) = folder() else { return };
    let mut known = Organisations::default();
    let unknown = FEBRUARY_2023.map(|name| take(&mut known, &folder, name).1.unknown_count);
    assert_eq!(unknown, [0, 0, 422, 0, 89]);
    let expected =
        Counts { open_practices: 6455, closed_practices: 0, pcns: 1264, sub_icbs: 106, icbs: 42, regions: 7, patients: 61_271_374 };
    assert_eq!(known.counts(), expected);
    let plan = Plan::between(&Organisations::default(), &known);
    assert_eq!(plan.learned, Learned { sub_icb: 6455, pcn: 6385, supplier: 0, list_size: 6417 });
    assert!(known.places.values().all(|place| place.name.is_some()));
}

#[test]
fn january_2024_opens_closes_renames_and_moves() {
    let Some(folder) = folder() else { return };
    let before = february_2023(&folder);
    let mut after = before.clone();
    let (report, _) = take(&mut after, &folder, "epraccur-2024-01.csv");
    // A proposed practice is to open on 4 December 2023: the file is older than that day.
    assert_eq!((report.rows, report.dated), (15_971, Some(day("2023-11-12"))));
    let plan = Plan::between(&before, &after);
    let counts = What::ALL.map(|what| plan.count(what));
    assert_eq!(counts, [3, 0, 110, 0, 0, 0, 156, 1, 70, 0, 0, 0]);
    assert_eq!(plan.check_closures(), Ok(()));
    let moved = plan.changes.iter().find(|change| change.what == What::Moved).unwrap();
    assert_eq!((moved.practice.as_str(), moved.before.as_deref(), moved.after.as_deref()), ("D83007", Some("06L"), Some("07K")));
    assert_eq!((after.counts().open_practices, after.counts().closed_practices), (6348, 110));
}

#[test]
fn the_other_order_comes_to_the_same() {
    let Some(folder) = folder() else { return };
    let registers = |names: [&str; 2]| {
        let mut known = Organisations::default();
        for name in names {
            take(&mut known, &folder, name);
        }
        known
    };
    let forward = registers(["epraccur-2023-02.csv", "epraccur-2024-01.csv"]);
    assert_eq!(registers(["epraccur-2024-01.csv", "epraccur-2023-02.csv"]), forward);
}

/// The registers, each with its own day and the practices that it shows open.
const REGISTERS: [(&str, &str, usize); 4] = [
    ("epraccur-2023-02.csv", "2022-11-14", 6455),
    ("epraccur-2024-01.csv", "2023-11-12", 6348),
    ("epraccur-2024-05.csv", "2024-05-01", 6298),
    ("epraccur-2026-02-ods-export.csv", "2026-02-03", 6202),
];

#[test]
fn registers_in_any_order_give_each_its_own_count() {
    let Some(folder) = folder() else { return };
    let options = ReadOptions { today: day("2026-11-28"), dated: None };
    let read_one = |(name, dated, open): (&str, &str, usize)| {
        let (report, facts) = read(&std::fs::read(folder.join(name)).unwrap(), &options).unwrap();
        assert_eq!((report.bad_rows.count, report.dated), (0, Some(day(dated))), "{name}");
        assert_eq!(facts.register.as_ref().unwrap().open.len(), open, "{name}");
        facts
    };
    let files = REGISTERS.map(read_one);
    let mut first: Option<Organisations> = None;
    for order in [[0, 1, 2, 3], [3, 2, 1, 0], [1, 3, 0, 2], [2, 0, 3, 1]] {
        let mut known = Organisations::default();
        for number in order {
            known.take(&files[number]);
        }
        let open_on = |dated: &str| known.practices.values().filter(|practice| practice.spells.is_open_on(day(dated))).count();
        assert_eq!(REGISTERS.map(|(_, dated, _)| open_on(dated)), REGISTERS.map(|(_, _, open)| open), "{order:?}");
        assert_eq!(known.counts().open_practices, 6202);
        assert!(first.get_or_insert_with(|| known.clone()) == &known, "{order:?}");
    }
}

#[test]
fn every_published_file_is_recognised_and_suppliers_are_known() {
    let Some(folder) = folder() else { return };
    let mut known = february_2023(&folder);
    let kinds = ["gp-reg-pat-prac-map-2025-10.csv", "england-practices-2023-02-derived.csv", "pcn-system-supplier-counts-2024-07-14.csv"]
        .map(|name| take(&mut known, &folder, name).0.kind);
    assert_eq!(kinds, [FileKind::PracticeMap, FileKind::Joined, FileKind::PcnSupplierCounts]);
    let with = |supplier| known.practices.values().filter(|practice| practice.supplier.map(|fact| fact.value) == supplier).count();
    assert_eq!((with(Some(Supplier::Emis)), with(Some(Supplier::Tpp)), with(None)), (3754, 2655, 46));
}
