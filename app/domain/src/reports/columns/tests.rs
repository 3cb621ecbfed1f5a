use std::collections::BTreeSet;

use rstest::rstest;

use super::*;
use crate::accounts::Scope;
use crate::organisations::Spells;
use crate::programme::Programme;
use crate::reports::{Practice, ProgressRow, Question, Register, Row, StageRow, deadline};
use crate::stage::Stage;
use crate::time::london_instant;

/// Of one practice, on the day that it was made or another.
fn report(by: By, as_at: &str, made: &str) -> DeadlineReport {
    let practice = Practice {
        code: "X10001".parse().unwrap(),
        name: "Alder Surgery".into(),
        sub_icb: None,
        pcn: None,
        supplier: crate::organisations::Supplier::ALL[0],
        list_size: None,
        is_open: true,
        spells: Spells::of_days(true, None, None),
    };
    let day = |text: &str| text.parse().unwrap();
    let recorded_on = day("2023-09-18");
    let progress = vec![ProgressRow { practice: 0, recorded_on, settled: 3, required: 12, settings_confirmed: true, signed_off: false }];
    let stages = vec![StageRow { practice: 0, stage: Stage::ChecklistInProgress, effective_on: day("2023-09-11") }];
    let register = Register { practices: vec![practice], progress, stages, ..Register::default() };
    let question = Question { by: Some(by), within: None, as_at: as_at.parse().unwrap() };
    deadline(&register, &Scope::england(), &question, Programme::current(), london_instant(made.parse().unwrap(), 9, 5)).unwrap()
}

fn value<'a>(report: &'a DeadlineReport, row: &'a Row, key: &str) -> Value<'a> {
    of_report(report.by).find(|column| column.key == key).unwrap().value(report, row)
}

#[test]
fn every_column_has_names_of_its_own_and_is_explained() {
    for by in By::ALL {
        let columns: Vec<_> = of_report(by).collect();
        let keys: BTreeSet<_> = columns.iter().map(|column| column.key).collect();
        let headings: BTreeSet<_> = columns.iter().map(|column| column.heading(by)).collect();
        assert_eq!((keys.len(), headings.len()), (columns.len(), columns.len()), "{by:?}");
        for column in columns {
            let heading = column.heading(by);
            assert!(!column.key.is_empty() && !heading.is_empty() && !heading.contains(['{', '}']), "{by:?}: {heading}");
            assert!(!column.description.is_empty() && !column.example(by).is_empty(), "{by:?}: {heading}");
        }
    }
}

#[test]
fn what_says_which_row_it_is_comes_first_and_the_total_goes_without() {
    for by in By::ALL {
        let labels = of_report(by).filter(|column| column.is_label()).count();
        assert!(of_report(by).take(labels).all(Column::is_label), "{by:?}");
    }
    assert_eq!(of_total().next().unwrap().key, "practices");
}

#[test]
fn labels_are_called_after_the_rows() {
    let headings = |by| of_report(by).filter(|column| column.is_label()).map(|column| column.heading(by)).collect::<Vec<_>>();
    assert_eq!(headings(By::SubIcb), ["As at", "ICB sub-group code", "ICB sub-group"]);
    assert_eq!(headings(By::Practice), ["As at", "Practice code", "Practice"]);
}

#[rstest]
#[case(By::Icb, "2023-10-31", "green")]
#[case(By::Icb, "2023-11-01", "overdue")]
#[case(By::Practice, "2023-10-31", "timeliness")]
fn what_the_deadline_brings_stands_at_the_end_of_the_page(#[case] by: By, #[case] as_at: &str, #[case] last: &str) {
    let report = report(by, as_at, "2023-12-01");
    let on_page = of_page(&report);
    assert_eq!((on_page[0].key, on_page.last().unwrap().key), ("name", last));
    assert!(on_page.len() < of_report(by).count());
}

#[rstest]
#[case::kept("2023-09-18", Value::Count(3), Value::YesNo(true))]
#[case::kept_later("2023-09-25", Value::Count(3), Value::YesNo(true))]
#[case::begun_and_not_kept("2023-09-17", Value::NotKept, Value::NotKept)]
#[case::not_begun("2023-09-10", Value::Empty, Value::YesNo(false))]
fn progress_is_told_of_the_days_since_when_it_is_kept(#[case] as_at: &str, #[case] settled: Value<'_>, #[case] confirmed: Value<'_>) {
    let report = report(By::Practice, as_at, "2023-10-01");
    let row = &report.rows[0];
    assert_eq!((value(&report, row, "checklist_settled"), value(&report, row, "settings_confirmed")), (settled, confirmed));
    assert_eq!(value(&report, row, "list_size"), Value::Empty);
    assert_eq!(value(&report, row, "name"), Value::Text("Alder Surgery".into()));
    assert_eq!(value(&report, &report.total_row(), "checklist_settled"), Value::Empty);
}

#[test]
fn a_report_of_the_whole_adds_up_in_its_total() {
    let report = report(By::Region, "2023-09-18", "2023-09-18");
    let total = report.total_row();
    assert_eq!((value(&report, &total, "practices"), value(&report, &total, "name")), (Value::Count(1), Value::Text("Total".into())));
}

#[test]
fn a_reading_has_its_reason_beside_it() {
    let report = report(By::Practice, "2023-09-18", "2023-09-18");
    let row = &report.rows[0];
    let Value::Text(reason) = value(&report, row, "reason") else { panic!("no reason") };
    assert!(reason.starts_with("No EMIS date is on offer yet, and the deadline is 31 October 2023: 31 working days are left"), "{reason}");
    let mut excepted = row.clone();
    excepted.practice.as_mut().unwrap().exception = true;
    assert_eq!(value(&report, &excepted, "reason"), Value::Empty);
}
